import { test } from "node:test";
import { goodWays } from "../harness/recipes.mjs";
import { walkInStudio } from "./walk.mjs";

test("account-recovery, walked to its good end", () =>
  walkInStudio("account-recovery", goodWays["account-recovery"], { photographed: ["email", "recognition"] }));
