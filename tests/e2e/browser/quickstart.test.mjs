import { test } from "node:test";
import { goodWays } from "../harness/recipes.mjs";
import { walkInStudio } from "./walk.mjs";

test("quickstart, walked to its good end", () =>
  walkInStudio("quickstart", goodWays.quickstart, { photographed: ["greeting", "liveness", "email_code", "result"] }));
