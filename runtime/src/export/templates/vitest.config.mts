import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      "@": here("."),
      // The real module throws outside of a server bundle, and tests run in neither.
      "server-only": here("./node_modules/server-only/empty.js"),
    },
  },
  test: { environment: "node", include: ["tests/**/*.test.ts"], unstubEnvs: true, unstubGlobals: true },
});
