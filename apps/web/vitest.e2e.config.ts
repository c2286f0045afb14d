import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/**/*.test.ts"],
    // The first start installs everything from the registry. The waits inside end sooner.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    bail: 1,
  },
});
