import "server-only";

import { createHmac, timingSafeEqual } from "node:crypto";
import { cookies } from "next/headers";
import { readEnvironment } from "@/lib/environment";

/**
 * A session's results belong to the browser that started it. The API key could read every session, so each read first
 * checks a signed cookie; the signing key is derived from the API key, which keeps the app free of further secrets.
 */
const COOKIE = "facesign_session";
const LIFETIME_S = 24 * 60 * 60;

export async function claimSession(id: string, secure: boolean): Promise<void> {
  const jar = await cookies();
  jar.set(COOKIE, `${encodeURIComponent(id)}.${sign(id)}`, {
    httpOnly: true,
    sameSite: "lax",
    secure,
    path: "/",
    maxAge: LIFETIME_S,
  });
}

export async function ownsSession(id: string): Promise<boolean> {
  const jar = await cookies();
  const [owned, signature] = (jar.get(COOKIE)?.value ?? "").split(".");
  if (owned !== encodeURIComponent(id) || !signature) return false;
  const expected = Buffer.from(sign(id));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function sign(id: string): string {
  return createHmac("sha256", readEnvironment().apiKey).update(`session owner\n${id}`).digest("base64url");
}
