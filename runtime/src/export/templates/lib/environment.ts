import "server-only";

const PUBLIC_API = "https://api.facesign.ai";
const PUBLIC_SESSION_ORIGIN = "https://session.facesign.ai";
const TEST_PREFIX = "sk_test_";
const KEY_PREFIXES = [TEST_PREFIX, "sk_prod_", "sk_live_"];

/** A variable that is missing or cannot work. The message says how to set it and never shows its value. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

export interface Environment {
  readonly apiKey: string;
  readonly apiUrl: string;
  readonly showDetails: boolean;
}

/** Reads the variables at run time, so that one build serves every environment. */
export function readEnvironment(): Environment {
  const apiKey = readKey(process.env.FACESIGN_API_KEY);
  const details = process.env.FACESIGN_RESULT_DETAILS;
  return { apiKey, apiUrl: readApiUrl(), showDetails: details ? details === "1" : isTestMode() };
}

/** Whether sessions are made with a sandbox key: for trying out, not for decisions, and each page says so. */
export function isTestMode(): boolean {
  return process.env.FACESIGN_API_KEY?.startsWith(TEST_PREFIX) ?? false;
}

/** Where the hosted session page lives: the only foreign origin this app frames. Needs no key. */
export function readSessionOrigin(): string {
  const given = process.env.FACESIGN_SESSION_ORIGIN;
  if (given) return readUrl("FACESIGN_SESSION_ORIGIN", given).origin;
  const api = new URL(readApiUrl());
  return isThisMachine(api.hostname) ? api.origin : PUBLIC_SESSION_ORIGIN;
}

export function readSessionsPerMinute(): number {
  const given = Number(process.env.FACESIGN_SESSIONS_PER_MINUTE);
  return Number.isInteger(given) && given > 0 ? given : 10;
}

function readKey(key: string | undefined): string {
  if (!key) {
    throw new ConfigurationError(
      'FACESIGN_API_KEY is not set. On this machine: echo "FACESIGN_API_KEY=sk_test_your_key" >> .env.local; ' +
        "on a host: add it to the environment variables.",
    );
  }
  if (key !== key.trim()) {
    throw new ConfigurationError(
      "FACESIGN_API_KEY begins or ends with white space, most likely a line break left by `echo … |`. " +
        "Set it again with: printf %s sk_test_your_key | vercel env add FACESIGN_API_KEY",
    );
  }
  if (/^["'].*["']$/.test(key)) {
    throw new ConfigurationError("FACESIGN_API_KEY is wrapped in quotes. Set it again without them.");
  }
  if (!KEY_PREFIXES.some((prefix) => key.startsWith(prefix)) || !/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigurationError(
      "FACESIGN_API_KEY is not a FaceSign key: it must begin with sk_test_ or sk_prod_ and hold no spaces.",
    );
  }
  return key;
}

function readApiUrl(): string {
  return readUrl("FACESIGN_API_URL", process.env.FACESIGN_API_URL || PUBLIC_API).href;
}

/** Plain http would send the key in the open, except to this machine or a machine of one's own network. */
function readUrl(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new ConfigurationError(`${name} is not an address such as ${PUBLIC_API}.`);
  }
  if (url.protocol === "http:" && url.hostname.includes(".") && !isThisMachine(url.hostname)) {
    throw new ConfigurationError(`${name} must begin with https:// (http:// is accepted for this machine only).`);
  }
  return url;
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
