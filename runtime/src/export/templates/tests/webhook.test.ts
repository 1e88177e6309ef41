import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isSigned, parseEvent } from "@/lib/webhook";

const SECRET = "whsec_example";
const BODY = '{"id":"evt_1","type":"session.status","createdAt":1790000020000,"sessionId":"A1"}';
/** Computed by another program: HMAC-SHA256 of BODY under SECRET. */
const SIGNATURE = "b9d5f44931473be8ea364137a5f257bb8731d699ef22b6197920c2cf5d239ef8";
const NOW = 1_790_000_030_000;
const NOW_S = NOW / 1000;

function signed(value: string, { body = BODY, name = "x-facesign-signature" } = {}): boolean {
  return isSigned(body, new Headers({ [name]: value }), SECRET, NOW);
}

describe("isSigned", () => {
  it.each(["X-FaceSign-Signature", "FaceSign-Signature"])("takes the header %s", (name) => {
    expect(signed(SIGNATURE, { name })).toBe(true);
    expect(signed(`t=${NOW_S},v1=${SIGNATURE}`, { name })).toBe(true);
  });

  it("takes any of several signatures while a secret is rotated", () => {
    expect(signed(`t=${NOW_S},v1=${"0".repeat(64)},v1=${SIGNATURE}`)).toBe(true);
    expect(signed(`t=${NOW_S},v1=${"0".repeat(64)}`)).toBe(false);
  });

  it("covers exactly the bytes received", () => {
    const spaced = BODY.replace(",", ", ");
    expect(signed(SIGNATURE, { body: spaced })).toBe(false);
    const umlauts = '{"id":"ä"}';
    expect(signed(createHmac("sha256", SECRET).update(umlauts).digest("hex"), { body: umlauts })).toBe(true);
  });

  it("refuses a time more than 300 seconds away, or none where one belongs", () => {
    expect(signed(`t=${NOW_S - 300},v1=${SIGNATURE}`)).toBe(true);
    expect(signed(`t=${NOW_S - 301},v1=${SIGNATURE}`)).toBe(false);
    expect(signed(`t=${NOW_S + 301},v1=${SIGNATURE}`)).toBe(false);
    expect(signed(`t=soon,v1=${SIGNATURE}`)).toBe(false);
    expect(signed(`v1=${SIGNATURE}`)).toBe(false);
  });

  it.each(["", "nonsense", SIGNATURE.slice(1), `${SIGNATURE}00`, "t=,v1=", "v1"])("refuses %j", (value) => {
    expect(signed(value)).toBe(false);
  });

  it("refuses a call without the header, and another secret", () => {
    expect(isSigned(BODY, new Headers(), SECRET, NOW)).toBe(false);
    expect(isSigned(BODY, new Headers({ "facesign-signature": SIGNATURE }), "whsec_other", NOW)).toBe(false);
  });
});

describe("parseEvent", () => {
  it("reads an event", () => {
    expect(parseEvent(BODY)).toMatchObject({ id: "evt_1", type: "session.status", sessionId: "A1" });
  });

  it.each(["", "null", "[]", "{}", '{"id":1,"type":"x","sessionId":"y"}', '{"id":"","type":"x","sessionId":"y"}'])(
    "refuses %j",
    (body) => {
      expect(parseEvent(body)).toBeUndefined();
    },
  );
});
