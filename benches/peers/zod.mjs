// A flow as an application would declare it with zod: a union told apart by `type`.
import { z } from "zod";

const text = z.string();
const id = text.min(1);
const flag = z.boolean().optional();
const number = z.number().optional();
const source = z.enum(["extractedData", "providedData"]);
const operand = z.strictObject({
  type: z.enum(["literal", "ref"]),
  value: z.union([text, z.number(), z.boolean()]).optional(),
  source: source.optional(),
  field: text.optional(),
});
const request = z.strictObject({
  url: text,
  method: z.enum(["GET", "POST"]).optional(),
  vars: z.array(z.strictObject({ name: text, value: operand })).optional(),
});
const list = z.array(z.strictObject({ id, condition: text, targetNodeId: id })).min(1);
const named = (required, optional = []) =>
  z.strictObject({
    ...Object.fromEntries(required.map((name) => [name, id])),
    ...Object.fromEntries(optional.map((name) => [name, id.optional()])),
  });
const image = z.strictObject({
  source: z.enum(["sessionVideo", "faceScan", "documentPhoto", "providedData"]),
  providedDataKey: text.optional(),
}).refine(({ source, providedDataKey }) => source !== "providedData" || providedDataKey !== undefined);
const otp = {
  otpLength: z.number().min(4).max(8).optional(),
  expirySeconds: number,
  maxAttempts: number,
  resendAfterSeconds: number,
  showUI: flag,
  outcomes: named(["verified", "delivery_failed", "failed_unverified", "cancelled", "error"]),
};
const node = (type, fields) => z.strictObject({ id, type: z.literal(type), ...fields });

export const flow = z.array(z.discriminatedUnion("type", [
  node("start", { outcome: id }),
  node("end", {}),
  node("permissions", {
    permissions: z.strictObject({ camera: flag, microphone: flag }),
    prompt: text.optional(),
    outcomes: named(["permissionsGranted", "permissionsDenied"]),
  }),
  node("conversation", {
    prompt: text,
    outcomes: list,
    doesNotRequireReply: flag,
    awaitExternal: z.strictObject({
      request,
      poll: z.strictObject({ intervalMs: z.number(), timeoutMs: z.number() }),
      exits: named(["onDataReady", "onTimeout", "onError"]),
    }).optional(),
  }),
  node("liveness_detection", {
    outcomes: named(["livenessDetected", "deepfakeDetected", "noFace", "inconclusive"], ["captureUnavailable"]),
  }),
  node("face_scan", {
    outcomes: named(["passed", "notPassed", "cancelled", "error"]),
    captureInstructions: text.optional(),
    requireLivenessChallenge: flag,
    requireAILivenessCheck: flag,
    referenceImageKey: text.optional(),
    similarityThreshold: z.number().min(0).max(1).optional(),
    enableSound: flag,
    enableHaptics: flag,
  }),
  node("face_compare", {
    sourceA: image,
    sourceB: image,
    similarityThreshold: z.number().min(0).max(1).optional(),
    outcomes: named(["match", "noMatch", "imageUnavailable"]),
  }),
  node("recognition", { outcomes: named(["recognized", "newUser", "noFace"]) }),
  node("document_scan", {
    scanningMode: z.enum(["single", "automatic"]),
    allowedDocumentTypes: z.array(text),
    showTorchButton: flag,
    showCameraSwitch: flag,
    showMirrorCameraButton: flag,
    outcomes: named(["scanSuccess", "userCancelled", "scanTimeout"]),
  }),
  node("enter_email", { prompt: text.optional(), outcomes: named(["emailEntered", "canceled"]) }),
  node("two_factor_email", { ...otp, emailTemplate: text.optional() }),
  node("two_factor_sms", { ...otp, smsTemplate: text.optional() }),
  node("data_validation", {
    validation: z.strictObject({ field: text, action: text, value: text.optional() }),
    outcomes: list,
  }),
  node("external_call", { request, outcome: id }),
  node("field_condition", {
    rules: z.array(z.strictObject({
      left: z.strictObject({ source, field: text }),
      operator: z.enum(["equals", "notEquals", "exists", "notExists", "gt", "gte", "lt", "lte"]),
      right: operand.optional(),
      outcome: id,
    })).min(1),
    default: id,
  }),
]));
