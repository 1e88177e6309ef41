/** The headers of every page. Only this app's own scripts run, and only the session's origin may be framed. */
export function contentSecurityPolicy(nonce: string, sessionOrigin: string, isDev: boolean): string {
  // The development server evaluates code and injects styles; a build does neither.
  const scripts = isDev ? " 'unsafe-eval'" : "";
  const styles = isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${scripts}`,
    `style-src 'self' ${styles}`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    `frame-src 'self' ${sessionOrigin}`.trim(),
  ].join("; ");
}

export function securityHeaders(sessionOrigin: string): Readonly<Record<string, string>> {
  // A permission that the header does not grant to the frame's origin is refused there, whatever the frame's `allow` says.
  const devices = ["camera", "microphone", "autoplay", "fullscreen"];
  return {
    "permissions-policy": [
      ...devices.map((device) => `${device}=(self${sessionOrigin && ` "${sessionOrigin}"`})`),
      "geolocation=()",
      "payment=()",
    ].join(", "),
    "strict-transport-security": "max-age=63072000",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
  };
}

/** For pages of the plan, which were not written by this app: styles and pictures, but no script, form or window. */
export const EMBEDDED_PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data: https:",
  "font-src data: https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "sandbox allow-same-origin",
].join("; ");
