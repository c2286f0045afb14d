// What the end of the functions' watcher does to the run, with a real process in place of the CLI.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { cliScript } from "../src/convex-cli.ts";
import { startFunctions } from "../src/functions.ts";
import { Parts } from "../src/processes/parts.ts";

const PATIENCE = { timeout: 120_000, interval: 20 };
const READY = "console.log('✔ 12:00:01 Convex functions ready! (1.52s)');";
const CRASH = "process.exitCode = 1;";
const STAY = "setInterval(() => {}, 1000);";
const ENDED = "the functions' watcher (convex dev) ended with exit code 1.";

let root: string;
let parts: Parts;
const stopOfAnother = vi.fn(() => Promise.resolve());
const onRestart = vi.fn<(text: string) => void>();
const lines: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "groundwork-functions-"));
  writeFileSync(join(root, "starts"), "");
  parts = new Parts();
  parts.add({ stop: stopOfAnother });
  lines.length = 0;
  vi.clearAllMocks();
});
afterEach(async () => {
  await parts.stop();
  rmSync(root, { recursive: true });
});

const starts = () => readFileSync(join(root, "starts"), "utf8").length;

/** Starts the functions. @param codes what the watcher does at each start; the last also at later ones */
function start(...codes: [string, ...string[]]) {
  const script = cliScript(join(root, "packages", "backend"));
  mkdirSync(dirname(script), { recursive: true });
  const cases = codes.map((code) => `() => { ${code} }`);
  writeFileSync(
    script,
    `const { appendFileSync, readFileSync } = require("node:fs");
const log = ${JSON.stringify(join(root, "starts"))};
const runs = [${cases.join(", ")}];
const run = readFileSync(log, "utf8").length;
appendFileSync(log, ".");
runs[Math.min(run, runs.length - 1)]();`,
  );
  return parts.add(
    startFunctions({
      root,
      deployment: null,
      onLine: (line) => lines.push(line),
      onRefused: () => undefined,
      onRestart,
    }),
  );
}

test("a watcher that ends after it was ready is started again, and the rest keeps running", async () => {
  const functions = start(`${READY} ${CRASH}`, `${READY} ${STAY}`);
  await functions.ready;
  await vi.waitFor(() => expect(lines).toHaveLength(2), PATIENCE);
  expect(starts()).toBe(2);
  expect(onRestart.mock.calls).toEqual([[`${ENDED} Starting it again.`]]);
  expect(stopOfAnother).not.toHaveBeenCalled();

  await parts.stop();
  expect(await functions.ended).toContain("the signal SIGTERM");
  expect(starts(), "a stop starts nothing").toBe(2);
});

test("a watcher that ends before it is ready ends the run", async () => {
  start(CRASH);
  await expect(parts.failure).rejects.toThrow(`${ENDED} Stopping the rest.`);
  expect(starts()).toBe(1);
  expect(onRestart).not.toHaveBeenCalled();
});

test("a watcher that is started again and ends before it is ready ends the run", async () => {
  start(`${READY} ${CRASH}`, CRASH);
  await expect(parts.failure).rejects.toThrow(`${ENDED} Stopping the rest.`);
  expect(starts()).toBe(2);
  expect(onRestart).toHaveBeenCalledOnce();
});
