import { test } from "node:test";
import { goodWays } from "../harness/recipes.mjs";
import { walkInStudio } from "./walk.mjs";

test("wire-transfer, walked to its good end", () =>
  walkInStudio("wire-transfer", goodWays["wire-transfer"], { photographed: ["confirm_transfer"] }));
