import { defineConfig } from "vitest/config";

/** These put a document into their process, or measure its memory. */
const alone = ["test/react.test.ts", "test/auth.test.ts", "src/functions/memory.test.ts"];

const shared = {
  globalSetup: "test/support/backend-script.ts",
  // Only what hangs reaches these, however busy the machine is.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } },
  // Commands that tests start need not compile the same code again.
  env: { NODE_COMPILE_CACHE: `${import.meta.dirname}/node_modules/.cache/node` },
  pool: "forks" as const,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "shared",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: alone,
          // A process loads the package once, and compiles the code of its workers once.
          isolate: false,
        },
      },
      { test: { ...shared, name: "alone", include: alone } },
    ],
  },
});
