import { resolve } from "node:path";

import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": resolve(import.meta.dirname, "src") } },
  test: {
    include: ["e2e/*.test.ts"],
    globalSetup: "e2e/app/global-setup.ts",
    // On two cores vitest would take one, while pages and backends mostly wait for each other.
    maxWorkers: 2,
    // The first start installs everything from the registry. The waits inside end sooner.
    expect: { poll: { timeout: 120_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
