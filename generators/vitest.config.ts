import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{entity,fields,function,names,repository,test}/**/*.test.ts"],
    setupFiles: ["project.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
