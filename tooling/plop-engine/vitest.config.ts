import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,test}/**/*.test.ts"],
    setupFiles: ["test/set-up.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    // A process loads the engine once, for all of its files.
    isolate: false,
    maxWorkers: 2,
  },
});
