import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{entity,fields,function,names,repository,test}/**/*.test.ts"],
    setupFiles: ["project.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Real processes on a busy machine: one that was starved gets a second try in CI.
    retry: process.env["CI"] ? 1 : 0,
    pool: "forks",
    maxWorkers: 2,
  },
});
