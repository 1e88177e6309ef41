import type { NextConfig } from "next";

const config: NextConfig = {
  // The Dockerfile asks for a self-contained server; hosts such as Vercel, Railway and Fly build in their own way.
  output: process.env.BUILD_STANDALONE === "1" ? "standalone" : undefined,
  outputFileTracingRoot: process.cwd(),
  turbopack: { root: process.cwd() },
  poweredByHeader: false,
  reactStrictMode: true,
};

export default config;
