import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lockDirectory } from "./data-lock.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lock-"));
});
afterEach(() => rm(directory, { recursive: true }));

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

describe("the lock of a data directory", () => {
  test("a second server learns which process has it", async () => {
    await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toMatchObject({
      code: "DataDirectoryInUse",
      message: expect.stringContaining("stop it first, or use another data directory") as string,
    });
  });

  test("another process is named by its pid", async () => {
    // The parent of this process runs for as long as the test does.
    const held = JSON.stringify({ pid: process.ppid, started: "" });
    await writeFile(join(directory, "server.lock"), held);
    await expect(lockDirectory(directory)).rejects.toThrow(`the process ${process.ppid}`);
  });

  test("it is free again once released", async () => {
    const release = await lockDirectory(directory);
    await release();
    await expect(lockDirectory(directory)).resolves.toBeTypeOf("function");
  });

  test.each([
    ["a process that has ended", JSON.stringify({ pid: 2 ** 22 + 1, started: "1" })],
    ["a process whose pid another one has now", JSON.stringify({ pid: process.pid, started: "1" })],
    ["a write that was cut off", '{"pid":'],
  ])("what %s left behind is taken over", async (_what, content) => {
    await writeFile(join(directory, "server.lock"), content);
    await lockDirectory(directory);
    const holder = JSON.parse(await readFile(join(directory, "server.lock"), "utf8")) as object;
    expect(holder).toMatchObject({ pid: process.pid });
  });

  test.runIf(existsSync("/proc/self/stat"))(
    "what a process left behind that was killed, and is not reaped, is taken over",
    async () => {
      const { pid, remove } = await unreaped();
      try {
        await writeFile(join(directory, "server.lock"), JSON.stringify({ pid, started: "" }));
        await expect(lockDirectory(directory)).resolves.toBeTypeOf("function");
      } finally {
        remove();
      }
    },
  );
});
