import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";

/** The route handlers with FaceSign and the cookie jar played by this file. */
const KEY = "sk_test_abcdefgh1234";
const cookies = new Map<string, string>();
const later = vi.hoisted(() => vi.fn());

vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (cookies.has(name) ? { name, value: cookies.get(name) } : undefined),
    set: (name: string, value: string) => cookies.set(name, value),
  }),
  headers: async () => new Headers(),
}));
vi.mock("next/server", async (original) => ({ ...(await original<object>()), after: later }));

const sessions = await import("@/app/api/sessions/route");
const session = await import("@/app/api/sessions/[id]/route");
const refresh = await import("@/app/api/sessions/[id]/refresh/route");
const webhook = await import("@/app/api/webhooks/facesign/route");

const upstream = vi.fn<(url: URL, init: RequestInit) => Promise<Response>>();
let address = 0;

beforeEach(() => {
  cookies.clear();
  upstream.mockReset();
  later.mockReset();
  vi.stubGlobal("fetch", upstream);
  vi.stubEnv("FACESIGN_API_KEY", KEY);
  vi.stubEnv("FACESIGN_API_URL", undefined);
  vi.stubEnv("FACESIGN_SESSION_ORIGIN", undefined);
  vi.stubEnv("FACESIGN_WEBHOOK_SECRET", undefined);
  vi.spyOn(console, "error").mockReturnValue();
});

function post(path: string, headers: Record<string, string> = {}): Request {
  const own = { host: "app.example", origin: "https://app.example", "x-forwarded-for": `192.0.2.${address}` };
  return new Request(`https://app.example${path}`, { method: "POST", headers: { ...own, ...headers } });
}

const params = (id: string) => ({ params: Promise.resolve({ id }) });

const secret = (url = "https://session.facesign.ai/?cs=cs1") => ({ secret: "cs1", createdAt: 0, expireAt: 7_200_000, url });

function upstreamAnswers(body: unknown, status = 200): void {
  upstream.mockImplementation(async () => Response.json(body, { status }));
}

async function start(id = "A1"): Promise<Response> {
  address += 1;
  upstreamAnswers({ session: { id, createdAt: 0, status: "created" }, clientSecret: secret() }, 201);
  return sessions.POST(post("/api/sessions"));
}

describe("POST /api/sessions", () => {
  it("starts a session and hands out nothing but its address", async () => {
    const response = await start();
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ id: "A1", url: "https://session.facesign.ai/?cs=cs1", expiresAt: 7_200_000 });
    const [url, init] = upstream.mock.calls[0] ?? [];
    expect(url?.href).toBe("https://api.facesign.ai/sessions");
    expect(new Headers(init?.headers).get("authorization")).toBe(`Bearer ${KEY}`);
    expect(JSON.parse(String(init?.body))).toHaveProperty("flow");
  });

  it.each([{ origin: "https://evil.example" }, { origin: "null" }])("refuses a call from elsewhere: %j", async (headers) => {
    expect((await sessions.POST(post("/api/sessions", headers))).status).toBe(403);
    expect(upstream).not.toHaveBeenCalled();
  });

  it("refuses a call that does not say where it comes from", async () => {
    const request = new Request("https://app.example/api/sessions", { method: "POST", headers: { host: "app.example" } });
    expect((await sessions.POST(request)).status).toBe(403);
  });

  it("limits how many sessions one address may start", async () => {
    vi.stubEnv("FACESIGN_SESSIONS_PER_MINUTE", "2");
    await start();
    expect((await sessions.POST(post("/api/sessions"))).status).toBe(201);
    const third = await sessions.POST(post("/api/sessions"));
    expect(third.status).toBe(429);
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it.each([
    [401, "not_configured"],
    [400, "not_configured"],
    [429, "busy"],
    [500, "unavailable"],
  ])("translates an upstream %i", async (status, error) => {
    address += 1;
    upstreamAnswers({ error: { type: "x", message: "no" } }, status);
    const response = await sessions.POST(post("/api/sessions"));
    expect(await response.json()).toEqual({ error });
  });

  it("survives an upstream that cannot be reached or does not speak JSON", async () => {
    address += 1;
    upstream.mockRejectedValueOnce(new TypeError("fetch failed"));
    expect((await sessions.POST(post("/api/sessions"))).status).toBe(502);
    upstream.mockResolvedValueOnce(new Response("<html>", { status: 200 }));
    expect((await sessions.POST(post("/api/sessions"))).status).toBe(502);
  });

  it("says that it is not set up when the key is missing, and never shows a key", async () => {
    vi.stubEnv("FACESIGN_API_KEY", `${KEY}\n`);
    const response = await start();
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain(KEY);
    expect(JSON.stringify(vi.mocked(console.error).mock.calls)).not.toContain(KEY);
  });

  it("refuses a session page that the security headers would block", async () => {
    address += 1;
    upstreamAnswers({ session: { id: "A1" }, clientSecret: secret("https://elsewhere.example/?cs=1") });
    expect((await sessions.POST(post("/api/sessions"))).status).toBe(503);
  });
});

describe("a session belongs to the browser that started it", () => {
  it("shows its status to the owner", async () => {
    await start("A1");
    upstreamAnswers({ session: { id: "A1", createdAt: 0, status: "inProgress" } });
    const response = await session.GET(new Request("https://app.example/api/sessions/A1"), params("A1"));
    expect(await response.json()).toEqual({ status: "inProgress", pending: false });
  });

  it("hides it from everyone else", async () => {
    await start("A1");
    const request = new Request("https://app.example/api/sessions/A2");
    expect((await session.GET(request, params("A2"))).status).toBe(404);
    cookies.set("facesign_session", `A2.${(cookies.get("facesign_session") ?? "").split(".")[1]}`);
    expect((await session.GET(request, params("A2"))).status).toBe(404);
    cookies.clear();
    expect((await session.GET(request, params("A1"))).status).toBe(404);
    expect(upstream).toHaveBeenCalledTimes(1);
  });

  it("renews the link for the owner only", async () => {
    await start("A1");
    upstreamAnswers(secret("https://session.facesign.ai/?cs=cs2"));
    const path = "/api/sessions/A1/refresh";
    const renewed = await refresh.POST(post(path), params("A1"));
    expect(await renewed.json()).toEqual({ id: "A1", url: "https://session.facesign.ai/?cs=cs2", expiresAt: 7_200_000 });
    expect((await refresh.POST(post(path, { origin: "https://evil.example" }), params("A1"))).status).toBe(403);
    cookies.clear();
    expect((await refresh.POST(post(path), params("A1"))).status).toBe(404);
  });
});

describe("POST /api/webhooks/facesign", () => {
  const body = (id: string) => JSON.stringify({ id, type: "session.status", createdAt: 1, sessionId: "A1" });

  async function deliver(text: string, signature?: string): Promise<number> {
    const headers = signature === undefined ? undefined : { "x-facesign-signature": signature };
    const request = new Request("https://app.example/api/webhooks/facesign", { method: "POST", body: text, headers });
    return (await webhook.POST(request)).status;
  }

  const sign = (text: string) => createHmac("sha256", "whsec_example").update(text).digest("hex");

  it("refuses everything while no secret is set", async () => {
    expect(await deliver(body("evt_0"), sign(body("evt_0")))).toBe(503);
  });

  it("takes a signed event once", async () => {
    vi.stubEnv("FACESIGN_WEBHOOK_SECRET", "whsec_example");
    expect(await deliver(body("evt_1"), sign(body("evt_1")))).toBe(200);
    expect(await deliver(body("evt_1"), sign(body("evt_1")))).toBe(200);
    expect(later).toHaveBeenCalledTimes(1);
  });

  it("refuses unsigned, wrongly signed and malformed calls", async () => {
    vi.stubEnv("FACESIGN_WEBHOOK_SECRET", "whsec_example");
    expect(await deliver(body("evt_2"))).toBe(401);
    expect(await deliver(body("evt_2"), sign(body("evt_3")))).toBe(401);
    expect(await deliver("{}", sign("{}"))).toBe(400);
    expect(later).not.toHaveBeenCalled();
  });
});
