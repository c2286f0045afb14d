import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeLock } from "./lock.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
  path = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

const locked = expect.objectContaining({ exit: 7 });

test("a lock is held by one until it is released", () => {
  const lock = takeLock(folder);
  lock.assertHeld();
  expect(() => takeLock(folder)).toThrow(locked);
  expect(() => takeLock(folder)).toThrow(`A run of process ${process.pid} is in progress`);
  lock.release();
  takeLock(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ["of a process that is gone", JSON.stringify({ pid: 2 ** 30, started: "1", nonce: 0 })],
  [
    "of an earlier process with the same number",
    JSON.stringify({ pid: process.pid, started: "not when this one was", nonce: 0 }),
  ],
  ["that is empty", ""],
  ["that is no lock", "{}"],
])("a lock %s is taken over", (_whose, text) => {
  writeFileSync(path, text);
  const lock = takeLock(folder);
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

/** A process that has ended, and whose parent never asks how. */
async function unreaped(): Promise<{ pid: number; remove: () => void }> {
  const parent = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 600"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [pid] = (await once(parent.stdout, "data")).map(Number) as [number];
  await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(") Z "), {
    timeout: 120_000,
  });
  return { pid, remove: () => void parent.kill("SIGKILL") };
}

test.runIf(existsSync("/proc/self/stat"))(
  "a lock of a process that was killed, and is not reaped, is taken over",
  async () => {
    const { pid, remove } = await unreaped();
    try {
      writeFileSync(path, JSON.stringify({ pid, started: "", nonce: 0 }));
      takeLock(folder).release();
    } finally {
      remove();
    }
  },
);

test("a lock that was taken from its holder is noticed, and not released", () => {
  const lock = takeLock(folder);
  writeFileSync(path, "another one's");
  expect(() => lock.assertHeld()).toThrow(locked);
  lock.release();
  expect(existsSync(path)).toBe(true);
});
