import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    testTimeout: 60_000,
    pool: "forks",
    // A process loads the package once, for all of its files.
    isolate: false,
    maxWorkers: 2,
  },
});
