import { test } from "node:test";
import { goodWays } from "../harness/recipes.mjs";
import { walkInStudio } from "./walk.mjs";

test("onboarding, walked to its good end", () =>
  walkInStudio("onboarding", goodWays.onboarding, { photographed: ["document", "face", "result"] }));
