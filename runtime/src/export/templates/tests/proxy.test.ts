import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { languages } from "@/lib/languages";
import { proxy } from "@/proxy";

beforeEach(() => {
  vi.stubEnv("FACESIGN_API_URL", undefined);
  vi.stubEnv("FACESIGN_SESSION_ORIGIN", undefined);
  vi.stubEnv("NODE_ENV", "production");
});

const visit = (path = "/") => proxy(new NextRequest(`https://app.example${path}`));

describe("proxy", () => {
  it("allows no script without the nonce of the request", () => {
    const [one, two] = [visit(), visit()].map((response) => response.headers.get("content-security-policy") ?? "");
    expect(one).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic';/);
    expect(one).not.toContain("unsafe");
    expect(one).not.toBe(two);
  });

  it("lets the session's origin, and no other, be framed and use the camera", () => {
    vi.stubEnv("FACESIGN_SESSION_ORIGIN", "https://verify.example.org");
    const { headers } = visit();
    expect(headers.get("content-security-policy")).toContain("frame-src 'self' https://verify.example.org");
    expect(headers.get("permissions-policy")).toContain('camera=(self "https://verify.example.org")');
  });

  it("still answers when an address is malformed", () => {
    vi.stubEnv("FACESIGN_SESSION_ORIGIN", "nonsense");
    vi.spyOn(console, "error").mockReturnValue();
    expect(visit().headers.get("content-security-policy")).toContain("frame-src 'self'");
  });

  it("remembers the language a visitor chose", () => {
    const language = languages.at(-1) ?? "en";
    expect(visit(`/?lang=${language}`).cookies.get("app_language")?.value).toBe(language);
    expect(visit("/?lang=xx").cookies.get("app_language")).toBeUndefined();
  });
});
