// Every control of the hosted page is reached with Tab and used with keys.
import { test } from "node:test";
import { withKeyboard } from "../harness/person.mjs";
import { goodWays } from "../harness/recipes.mjs";
import { walkInStudio } from "./walk.mjs";

for (const recipe of ["quickstart", "onboarding"]) {
  test(`${recipe}, walked without a mouse`, () =>
    walkInStudio(recipe, goodWays[recipe], { hand: withKeyboard }));
}
