import { beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigurationError, isTestMode, readEnvironment, readSessionOrigin } from "@/lib/environment";

const NAMES = ["FACESIGN_API_KEY", "FACESIGN_API_URL", "FACESIGN_SESSION_ORIGIN", "FACESIGN_RESULT_DETAILS"];

beforeEach(() => {
  for (const name of NAMES) vi.stubEnv(name, undefined);
});

describe("the key", () => {
  it.each([
    [undefined, /is not set/],
    ["", /is not set/],
    ["sk_test_abcdef\n", /line break/],
    [" sk_test_abcdef", /white space/],
    ['"sk_test_abcdef"', /quotes/],
    ["'sk_test_abcdef'", /quotes/],
    ["pk_test_abcdef", /not a FaceSign key/],
    ["sk_test_abc def", /not a FaceSign key/],
  ])("%j is refused with the way to set it, and never shown", (key, message) => {
    vi.stubEnv("FACESIGN_API_KEY", key);
    expect(() => readEnvironment()).toThrow(ConfigurationError);
    expect(() => readEnvironment()).toThrow(message);
    expect(() => readEnvironment()).not.toThrow(/abcdef/);
  });

  it("is all that has to be set", () => {
    vi.stubEnv("FACESIGN_API_KEY", "sk_prod_abcdef");
    expect(readEnvironment()).toEqual({
      apiKey: "sk_prod_abcdef",
      apiUrl: "https://api.facesign.ai/",
      showDetails: false,
    });
    expect(readSessionOrigin()).toBe("https://session.facesign.ai");
    expect(isTestMode()).toBe(false);
  });

  it("of the sandbox shows details, unless told otherwise", () => {
    vi.stubEnv("FACESIGN_API_KEY", "sk_test_abcdef");
    expect(readEnvironment().showDetails).toBe(true);
    expect(isTestMode()).toBe(true);
    vi.stubEnv("FACESIGN_RESULT_DETAILS", "0");
    expect(readEnvironment().showDetails).toBe(false);
  });
});

describe("addresses", () => {
  it.each(["http://127.0.0.1:8788", "http://localhost:8788", "http://[::1]:8788"])("%s serves its own session page", (url) => {
    vi.stubEnv("FACESIGN_API_URL", url);
    expect(readSessionOrigin()).toBe(url);
  });

  it("the origin of the session page can be set", () => {
    vi.stubEnv("FACESIGN_SESSION_ORIGIN", "https://verify.example.org/path");
    expect(readSessionOrigin()).toBe("https://verify.example.org");
  });

  it.each(["api.facesign.ai", "ftp://api.facesign.ai", "http://api.facesign.ai"])("%s is refused", (url) => {
    vi.stubEnv("FACESIGN_API_KEY", "sk_test_abcdef");
    vi.stubEnv("FACESIGN_API_URL", url);
    expect(() => readEnvironment()).toThrow(ConfigurationError);
  });
});
