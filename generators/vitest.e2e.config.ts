import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["test/set-up.ts"],
    include: ["e2e/**/*.test.ts"],
    // A copy is installed, and all of its checks and tests are run.
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    bail: 1,
  },
});
