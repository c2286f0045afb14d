import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, describe, expect, test, vi } from "vitest";

import { readProcess } from "./lifeline.ts";
import { startProcess, type RunningProcess } from "./processes.ts";

const folder = mkdtempSync(join(tmpdir(), "groundwork-processes-"));
const running: RunningProcess[] = [];

afterEach(() => Promise.all(running.splice(0).map((child) => child.stop())));
afterAll(() => rmSync(folder, { recursive: true }));

function start(code: string) {
  const script = join(folder, `${Math.random()}.mjs`);
  writeFileSync(script, code);
  const lines: string[] = [];
  const child = startProcess({
    name: "the child",
    script,
    args: ["an argument"],
    cwd: folder,
    env: { ...process.env, GREETING: "hello" },
    onLine: (line) => lines.push(line),
  });
  running.push(child);
  return { child, lines };
}

const isAlive = (pid: number) => readProcess(pid) !== null;
const STAY = "setInterval(() => {}, 1000);";
const START_GRANDCHILD = `
  import { spawn } from "node:child_process";
  const grandchild = spawn(process.execPath, ["--eval", "process.on('SIGTERM', () => {}); ${STAY} console.log('up')"]);
  grandchild.stdout.once("data", () => console.log(grandchild.pid));
  ${STAY}`;

async function grandchildOf(lines: string[]): Promise<number> {
  await vi.waitFor(() => expect(lines[0]).toMatch(/^\d+$/), { timeout: 120_000 });
  return Number(lines[0]);
}

describe("startProcess", () => {
  test("passes arguments and environment, and hands over both outputs by lines", async () => {
    const { child, lines } = start(
      "console.log(process.argv[2]); process.stderr.write(`${process.env.GREETING}\\nno end`)",
    );
    expect(await child.ended).toBe("the child ended with exit code 0.");
    expect(lines.sort()).toEqual(["an argument", "hello", "no end"]);
  });

  test("says how a child ended", async () => {
    expect(await start("process.exit(3)").child.ended).toBe("the child ended with exit code 3.");
    expect(await start("process.kill(process.pid, 'SIGKILL')").child.ended).toBe(
      "the child was ended by the signal SIGKILL.",
    );
  });

  test("stop ends what the child has started, also what ignores the signal", async () => {
    const { child, lines } = start(START_GRANDCHILD);
    const grandchild = await grandchildOf(lines);
    await child.stop();
    expect(isAlive(child.pid)).toBe(false);
    await expect.poll(() => isAlive(grandchild)).toBe(false);
  });

  test("stop of a child that has ended, and a second stop, resolve", async () => {
    const { child } = start("");
    await child.ended;
    await Promise.all([child.stop(), child.stop()]);
  });
});

describe("the orphan guard", () => {
  test("ends a child and its group when the parent is killed", async () => {
    const parentScript = join(folder, "parent.mjs");
    const childScript = join(folder, "child.mjs");
    const guard = new URL("./orphan-guard.js", import.meta.url).href;
    writeFileSync(childScript, STAY);
    writeFileSync(
      parentScript,
      `import { spawn } from "node:child_process";
       const child = spawn(process.execPath, ["--import", ${JSON.stringify(guard)}, ${JSON.stringify(childScript)}], { detached: true, stdio: "ignore" });
       console.log(child.pid);
       ${STAY}`,
    );
    const parent = spawn(process.execPath, [parentScript]);
    const childPid = await new Promise<number>((resolve) => {
      parent.stdout.once("data", (data: Buffer) => resolve(Number(data.toString())));
    });
    // eslint-disable-next-line no-restricted-syntax -- nothing may happen to it: a busy machine proves less.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isAlive(childPid)).toBe(true);
    parent.kill("SIGKILL");
    await vi.waitFor(() => expect(isAlive(childPid)).toBe(false), { timeout: 120_000 });
  });
});
