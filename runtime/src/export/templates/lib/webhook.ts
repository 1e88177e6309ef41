import { createHmac, timingSafeEqual } from "node:crypto";

/** Signed calls older or newer than this are replays. */
const TOLERANCE_S = 300;

/** Both names are in use. */
const SIGNATURE_HEADERS = ["x-facesign-signature", "facesign-signature"];

export interface WebhookEvent {
  /** The same for every delivery of one event. */
  readonly id: string;
  readonly type: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly sessionId: string;
  readonly media?: { readonly id: string; readonly url?: string; readonly contentType?: string };
}

/**
 * Checks the HMAC-SHA256 of a webhook over exactly the bytes received. The header is either the plain hexadecimal
 * signature or `t=<unix seconds>,v1=<signature>`, with several `v1` while a secret is being rotated.
 */
export function isSigned(rawBody: string, headers: Headers, secret: string, now = Date.now()): boolean {
  const header = SIGNATURE_HEADERS.map((name) => headers.get(name)).find((value) => value);
  if (!header) return false;
  const { time, signatures } = parse(header);
  if (time !== undefined && !(Math.abs(now / 1000 - time) <= TOLERANCE_S)) return false;
  const expected = createHmac("sha256", secret).update(rawBody, "utf8").digest();
  return signatures.some((signature) => equals(signature, expected));
}

function parse(header: string): { time?: number; signatures: string[] } {
  if (!header.includes("=")) return { signatures: [header.trim()] };
  const fields = header.split(",").map((field) => field.trim().split("=", 2));
  const values = (name: string) => fields.filter(([key]) => key === name).map(([, value]) => value ?? "");
  const [time] = values("t");
  return { time: time === undefined ? Number.NaN : Number(time), signatures: values("v1") };
}

function equals(signature: string, expected: Buffer): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false;
  return timingSafeEqual(Buffer.from(signature, "hex"), expected);
}

export function parseEvent(rawBody: string): WebhookEvent | undefined {
  let body: unknown;
  try {
    body = JSON.parse(rawBody);
  } catch {
    return undefined;
  }
  if (typeof body !== "object" || body === null) return undefined;
  const { id, type, sessionId } = body as Partial<WebhookEvent>;
  const complete = [id, type, sessionId].every((field) => typeof field === "string" && field !== "");
  return complete ? (body as WebhookEvent) : undefined;
}
