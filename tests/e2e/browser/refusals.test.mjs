// Ways that do not end in success: what the flow does then is recorded like any other.
import { test } from "node:test";
import { choose } from "../harness/person.mjs";
import { walkInStudio } from "./walk.mjs";

test("a wire transfer under pressure ends with a discreet goodbye", () =>
  walkInStudio("wire-transfer", [
    ["greeting", choose("continue")],
    ["liveness", choose("livenessDetected")],
    ["confirm_transfer", choose("under_pressure")],
    ["discreet_goodbye", choose("finish")],
  ]));

test("an unknown face does not recover an account", () =>
  walkInStudio("account-recovery", [
    ["greeting", choose("continue")],
    ["email", (person) => person.click("outcome-emailEntered")],
    ["recognition", choose("newUser")],
    ["unknown_face", choose("finish")],
  ]));

test("a retry after a missing face is reported as visits of their own", () =>
  walkInStudio("quickstart", [
    ["greeting", choose("continue")],
    ["liveness", choose("noFace")],
    ["show_face", choose("ready")],
    ["liveness", choose("deepfakeDetected")],
  ]));
