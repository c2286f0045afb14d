import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { defineConfig } from "vitest/config";

const include = ["{src,bench,bundle,hosting,e2e/checks}/**/*.test.{ts,tsx}"];

/** Files that replace modules. */
const isolated = globSync(include, { cwd: import.meta.dirname }).filter((file) =>
  /vi\.(mock|hoisted)\(/.test(readFileSync(resolve(import.meta.dirname, file), "utf8")),
);

export default defineConfig({
  resolve: { alias: { "@": resolve(import.meta.dirname, "src") } },
  test: {
    // Only what hangs reaches these, however busy the machine is.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    projects: [
      // Loading the app takes longer than most files test it, so these load it once for each worker.
      { extends: true, test: { name: "shared", include, exclude: isolated, isolate: false } },
      { extends: true, test: { name: "isolated", include: isolated } },
    ],
  },
});
