import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";

import { cliEnvironment, cliScript, errorIn } from "./convex-cli.ts";

const root = join(import.meta.dirname, "../../..");

describe("the environment of the CLI", () => {
  test("keeps it from reporting, wherever it is turned to", () => {
    vi.stubEnv("CI", "");
    vi.stubEnv("CONVEX_DEPLOYMENT", "dev:elsewhere");
    const here = cliEnvironment({ origin: "http://127.0.0.1:1", adminKey: "key" });
    expect(here).toMatchObject({
      CI: "1",
      CONVEX_SELF_HOSTED_URL: "http://127.0.0.1:1",
      CONVEX_SELF_HOSTED_ADMIN_KEY: "key",
    });
    expect(here).not.toHaveProperty("CONVEX_DEPLOYMENT");
    expect(cliEnvironment(null)).toMatchObject({ CI: "1", CONVEX_DEPLOYMENT: "dev:elsewhere" });
    vi.unstubAllEnvs();
  });

  test("is that of every script of ours that runs the CLI", async () => {
    const ways =
      /["'`]convex["'`],\s*["'`]bin["'`]|convex\/bin\/main|(spawn|exec)\w*\(\s*["'`](npx )?convex\b/;
    const sources = glob("{packages,apps,generators,tooling,.ci}/**/*.{ts,tsx,js,mjs}", {
      cwd: root,
      exclude: (name) => /node_modules|_generated|\.cache|dist/.test(String(name)),
    });
    const found: string[] = [];
    for await (const name of sources) {
      if (ways.test(readFileSync(join(root, name), "utf8"))) found.push(name);
    }
    // Tests of the embedded backend run the CLI in projects of their own, with the same variable.
    expect(found.filter((name) => !name.startsWith("tooling/dev-server/test/"))).toEqual([
      "tooling/dev/src/convex-cli.ts",
    ]);
    expect(cliScript(join(root, "packages/backend"))).toMatch(/packages.backend.node_modules/);
  });
});

describe("the error in what the CLI printed", () => {
  test.each([
    [
      'Bundling component schemas and implementations...\n✘ [ERROR] Unexpected ";"\n\n    convex/notes.ts:1:30:',
      '✘ [ERROR] Unexpected ";"\n\n    convex/notes.ts:1:30:',
    ],
    ["- Preparing…\r\u001b[31m✖\u001b[39m Failed to run function", "✖ Failed to run function"],
    [
      "starting\nTypeError: x is not a function\n    at y",
      "TypeError: x is not a function\n    at y",
    ],
    ["  something else entirely\n", "something else entirely"],
  ])("%j", (printed, error) => {
    expect(errorIn(printed)).toBe(error);
  });
});
