import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runTool } from "./tool.ts";

let folder: string;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "generators-tool-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (source: string, minutes?: number) => {
  const script = join(folder, "tool.cjs");
  writeFileSync(script, source);
  const { signal } = new AbortController();
  return runTool({ script, args: [], folder, signal, ...(minutes && { minutes }) });
};

test("a tool is judged by its exit code and by what it prints", async () => {
  expect(await run("console.log('well')")).toMatchObject({ ok: true, output: "well" });
  expect(await run("process.exitCode = 3")).toMatchObject({ ok: false, isLate: false });
});

test("a tool that does not end is ended, even one that does not listen", async () => {
  const deaf = "process.on('SIGTERM', () => {}); console.log('here'); setInterval(() => {}, 1000);";
  expect(await run(deaf, 1 / 60)).toMatchObject({ ok: false, isLate: true, output: "here" });
});
