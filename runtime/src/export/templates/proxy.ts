import { type NextRequest, NextResponse } from "next/server";
import { ConfigurationError, readSessionOrigin } from "@/lib/environment";
import { LANGUAGE_COOKIE, LANGUAGE_HEADER, matchLanguage, negotiateLanguage } from "@/lib/languages";
import { contentSecurityPolicy, securityHeaders } from "@/lib/security-headers";

/** Runs before every page: security headers with a fresh nonce, and the language of the request. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const sessionOrigin = frameOrigin();
  const policy = contentSecurityPolicy(nonce, sessionOrigin, process.env.NODE_ENV === "development");
  const chosen = matchLanguage(request.nextUrl.searchParams.get("lang"));

  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy); // Next.js takes the nonce for its own scripts from here.
  headers.set(LANGUAGE_HEADER, chosen ?? languageOf(request));

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(securityHeaders(sessionOrigin))) response.headers.set(name, value);
  if (chosen) response.cookies.set(LANGUAGE_COOKIE, chosen, { sameSite: "lax", path: "/", maxAge: 365 * 24 * 60 * 60 });
  return response;
}

/** With a malformed address the pages still come, without a foreign frame, and the start page says what is wrong. */
function frameOrigin(): string {
  try {
    return readSessionOrigin();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    return "";
  }
}

function languageOf(request: NextRequest): string {
  return (
    matchLanguage(request.cookies.get(LANGUAGE_COOKIE)?.value) ??
    negotiateLanguage(request.headers.get("accept-language"))
  );
}

export const config = {
  // Static files and the own pages of the plan carry no page policy: the latter answer with a stricter one.
  matcher: ["/((?!_next/static|_next/image|icon.svg|embedded/).*)"],
};
