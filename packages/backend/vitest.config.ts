import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const include = [
  "tests/**/*.test.ts",
  "{features,flows,lint,reference,retrieval,scripts,snapshot}/*.test.ts",
];

const files = globSync(include, { cwd: import.meta.dirname });
const filesWith = (pattern: RegExp) =>
  files.filter((file) => pattern.test(readFileSync(`${import.meta.dirname}/${file}`, "utf8")));

/** Files that replace modules, or set what modules read when they are loaded. */
const isolated = filesWith(/vi\.(mock|hoisted)\(/);
/** Files that run in Node itself. */
const inNode = filesWith(/@vitest-environment node/).filter((file) => !isolated.includes(file));

export default defineConfig({
  test: {
    environment: "edge-runtime",
    globalSetup: "embedded/shared-push.ts",
    // What no deployment goes without: the key of the hashes by which calls are counted, and its address.
    env: {
      JWT_PRIVATE_KEY: "a key of the tests",
      CONVEX_SITE_URL: "https://site.example.com",
      // Commands that tests start need not compile the same code again.
      NODE_COMPILE_CACHE: `${import.meta.dirname}/node_modules/.cache/node`,
    },
    // Hashing passwords took a third of the time of the tests that sign in.
    alias: { lucia: `${import.meta.dirname}/testing/quick-scrypt.ts` },
    server: { deps: { inline: [/convex-test/, /@convex-dev\//] } },
    // The auth library logs each step, and each refusal.
    silent: "passed-only",
    // Only what hangs reaches these, however busy the machine is.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    // On two cores vitest would take one, while many files wait for a backend of their own.
    maxWorkers: 2,
    projects: [
      // Loading the app takes longer than most files test it, so these load it once for each worker.
      {
        extends: true,
        test: { name: "shared", include, exclude: [...isolated, ...inNode], isolate: false },
      },
      {
        extends: true,
        test: { name: "node", include: inNode, environment: "node", isolate: false },
      },
      { extends: true, test: { name: "isolated", include: isolated } },
    ],
  },
});
