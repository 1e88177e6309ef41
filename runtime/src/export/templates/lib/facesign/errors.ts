export type FailureKind =
  | "unauthorized"
  | "invalid"
  | "not_found"
  | "rate_limited"
  | "server"
  | "timeout"
  | "unreachable"
  | "unexpected";

/** A call to FaceSign that did not succeed. The message is for logs and never holds a key. */
export class FaceSignError extends Error {
  override readonly name = "FaceSignError";

  constructor(
    readonly kind: FailureKind,
    message: string,
    /** Seconds to wait, where the API said so. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

const KINDS: Readonly<Record<number, FailureKind>> = {
  400: "invalid",
  401: "unauthorized",
  403: "unauthorized",
  404: "not_found",
  409: "invalid",
  422: "invalid",
  429: "rate_limited",
};

/** Reads an error answer: the API sends `{"error": {…}}` or `{"error": "text"}`. */
export async function errorFrom(response: Response): Promise<FaceSignError> {
  const kind = KINDS[response.status] ?? (response.status >= 500 ? "server" : "unexpected");
  const body: unknown = await response.json().catch(() => null);
  const retryAfter = Number(response.headers.get("retry-after"));
  return new FaceSignError(
    kind,
    `FaceSign answered ${response.status}: ${messageIn(body) ?? "no message"}`,
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
  );
}

function messageIn(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("error" in body)) return undefined;
  const { error } = body;
  if (typeof error === "string") return error;
  if (typeof error === "object" && error !== null && "message" in error) return String(error.message);
  return undefined;
}
