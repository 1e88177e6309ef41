import "server-only";

import { ConfigurationError, readEnvironment, readSessionOrigin } from "@/lib/environment";

/** What is wrong with the variables, for the developer in front of `npm run dev`; a visitor of a build never sees it. */
export function setupProblem(): string | undefined {
  try {
    readEnvironment();
    readSessionOrigin();
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    if (process.env.NODE_ENV === "development") return error.message;
    console.error(error.message);
    return undefined;
  }
}
