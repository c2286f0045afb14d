import { expect, test } from "vitest";
import { mayAsk } from "./interactive.ts";

const terminal = { isTTY: true };
const pipe = {};
const asking = { stdin: terminal, stdout: terminal, env: {}, flags: {} };

test("a run in a terminal may ask", () => {
  expect(mayAsk(asking)).toBe(true);
  expect(mayAsk({ ...asking, flags: { "dry-run": true, web: true } })).toBe(true);
  expect(mayAsk({ ...asking, env: { CI: "", GEN_NON_INTERACTIVE: "0" } })).toBe(true);
});

test.each([
  ["stdin is no terminal", { stdin: pipe }],
  ["stdout is no terminal", { stdout: pipe }],
  ["--json", { flags: { json: true } }],
  ["--yes", { flags: { yes: true } }],
  ["--from", { flags: { from: "x.json" } }],
  ["--check", { flags: { check: true } }],
  ["CI=true", { env: { CI: "true" } }],
  ["CI=1", { env: { CI: "1" } }],
  ["GEN_NON_INTERACTIVE=1", { env: { GEN_NON_INTERACTIVE: "1" } }],
])("it never asks with %s", (_, part) => {
  expect(mayAsk({ ...asking, ...part })).toBe(false);
});
