import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "edge-runtime",
    include: ["convex/**/*.test.ts", "*.test.ts"],
    server: { deps: { inline: [/convex-test/, /@convex-dev\//] } },
    testTimeout: 30_000,
  },
});
