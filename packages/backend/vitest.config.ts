import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "edge-runtime",
    include: [
      "*.test.ts",
      "convex/**/*.test.ts",
      "flows/*.test.ts",
      "reference/*.test.ts",
      "retrieval/*.test.ts",
      "snapshot/*.test.ts",
    ],
    server: { deps: { inline: [/convex-test/, /@convex-dev\//] } },
    // The auth library tells of each step, and of each refusal.
    silent: "passed-only",
    testTimeout: 30_000,
  },
});
