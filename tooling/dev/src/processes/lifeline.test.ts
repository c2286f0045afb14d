import { spawn } from "node:child_process";

import { describe, expect, test, vi } from "vitest";

import { findRunners, readProcess, watchRunners, type ProcessEntry } from "./lifeline.ts";

/** A chain of processes, outermost first; the last one is us. Process ids are 10, 11, 12… */
function chain(...commands: string[]) {
  const entries = new Map<number, ProcessEntry>(
    commands.map((command, index) => [
      10 + index,
      { pid: 10 + index, parent: index === 0 ? 1 : 9 + index, startedAt: "1", command },
    ]),
  );
  return { self: 9 + commands.length, entries, read: (pid: number) => entries.get(pid) ?? null };
}

function watched(...commands: string[]): string[] {
  const { self, read } = chain(...commands);
  return findRunners(self, read).map((entry) => entry.command);
}

const us = "node --import file:///x/tsx/dist/loader.mjs packages/backend/scripts/dev.ts";

describe("findRunners", () => {
  test("watches all between npx and us, and not the terminal's shell", () => {
    expect(
      watched(
        "/usr/sbin/sshd",
        "-bash",
        "npm exec --yes pnpm@12.21.0 dev",
        'sh -c "pnpm" dev',
        "/root/.npm/_npx/1/node_modules/@pnpm/exe/pnpm dev",
        "node /x/node_modules/.bin/../tsx/dist/cli.mjs packages/backend/scripts/dev.ts",
        us,
      ),
    ).toEqual([
      "node /x/node_modules/.bin/../tsx/dist/cli.mjs packages/backend/scripts/dev.ts",
      "/root/.npm/_npx/1/node_modules/@pnpm/exe/pnpm dev",
      'sh -c "pnpm" dev',
      "npm exec --yes pnpm@12.21.0 dev",
    ]);
  });

  test("watches a shell that waits for the runner, not one that leaves it in the background", () => {
    expect(watched("systemd", "sh -c cd x && npx pnpm dev", "npx pnpm dev", us)).toContain(
      "sh -c cd x && npx pnpm dev",
    );
    expect(watched("systemd", "sh -c npx pnpm dev >log 2>&1 &", "npx pnpm dev", us)).toEqual([
      "npx pnpm dev",
    ]);
  });

  test("watches nobody when no runner started us", () => {
    expect(watched("init", "bash /home/ann/npm/start.sh", "vim", us)).toEqual([]);
  });
});

describe("watchRunners", () => {
  test("reports a runner that is gone, once", async () => {
    const { entries, read } = chain("sshd", "npx pnpm dev");
    entries.set(process.pid, { pid: process.pid, parent: 11, startedAt: "1", command: us });
    const onLost = vi.fn();
    const stop = watchRunners(onLost, read);
    entries.delete(11);
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce(), { timeout: 120_000 });
    expect(onLost.mock.calls[0]?.[0]).toContain("process 11");
    stop();
  });

  test("a new process under the old id is not the runner", async () => {
    const { entries, read } = chain("sshd", "npx pnpm dev");
    entries.set(process.pid, { pid: process.pid, parent: 11, startedAt: "1", command: us });
    const onLost = vi.fn();
    const stop = watchRunners(onLost, read);
    entries.set(11, { pid: 11, parent: 10, startedAt: "2", command: "npx pnpm dev" });
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce(), { timeout: 120_000 });
    stop();
  });
});

describe("readProcess", () => {
  test("knows this process and its parent", () => {
    const self = readProcess(process.pid);
    expect(self).toMatchObject({ pid: process.pid, parent: process.ppid });
    expect(readProcess(process.pid)?.startedAt).toBe(self?.startedAt);
  });

  test("knows nothing of a process that has ended", async () => {
    const child = spawn(process.execPath, ["--eval", ""]);
    await new Promise((resolve) => child.once("close", resolve));
    expect(readProcess(child.pid ?? -1)).toBeNull();
  });
});
