// How a person gets through each recipe to its good end.
import { captureDocument, captureFace, choose, enterCode, enterEmail } from "./person.mjs";

/** Recipe name → the steps on the way, `[nodeId, act]`. */
export const goodWays = {
  quickstart: [
    ["greeting", choose("continue")],
    ["liveness", choose("livenessDetected")],
    ["security_question", choose("answered")],
    ["email_code", enterCode],
    ["thanks", choose("finish")],
  ],
  "wire-transfer": [
    ["greeting", choose("continue")],
    ["liveness", choose("livenessDetected")],
    ["confirm_transfer", choose("confirmed")],
    ["email_code", enterCode],
    ["thanks", choose("finish")],
  ],
  "account-recovery": [
    ["greeting", choose("continue")],
    ["email", enterEmail],
    ["recognition", choose("recognized")],
    ["liveness", choose("livenessDetected")],
    ["proceed_to_reset", choose("finish")],
  ],
  onboarding: [
    ["greeting", choose("continue")],
    ["document", captureDocument],
    ["face", captureFace],
    ["liveness", choose("livenessDetected")],
    ["welcome", choose("finish")],
  ],
};
