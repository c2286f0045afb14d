// @vitest-environment node
// A migration of 10 000 rows on the embedded backend, whose process is killed half way.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { importRows, runFunction } from "../../embedded/admin.ts";
import { storeApp } from "../../embedded/app.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const ROWS = 10_000;
const home = join(import.meta.dirname, "../..");
/** How the app counts the users without a key. */
const shape = { table: "users", field: "nameKey", is: "absent" };

let data: string;
let child: ChildProcess;
let backend: { url: string; adminKey: string };

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "migrations-"));
  await storeApp(data, {}, async (app) => {
    const rows = Array.from({ length: ROWS }, (_, n) => ({
      ...{ name: `Émile ${n}`, email: `e${n}@example.com`, role: "member" },
    }));
    await importRows(app, "users", "append", rows);
  });
  await start();
});

afterAll(async () => {
  await kill();
  await rm(data, { recursive: true, force: true });
});

async function start() {
  // One process, so that it is gone, and its lock on the data with it, once its end is reported.
  child = spawn(process.execPath, ["--import", "tsx", "embedded/stored-backend.ts", data], {
    cwd: home,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The backend ended with ${code} before it was ready.`);
  });
  const ready = once(createInterface(child.stdout!), "line") as Promise<[string]>;
  const [line] = await Promise.race([ready, ended]);
  backend = JSON.parse(line) as typeof backend;
}

/** Nothing gets a chance to be written on the way out. */
async function kill() {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Reads every row as it is stored, and how many of them are old. */
const count = async () =>
  (await runFunction(backend, "oldRows:count", shape)) as { rows: number; old: number };

/** Waits until fewer rows are old than before; all of them can be read all the time. */
async function untilFewer(before: number): Promise<number> {
  for (;;) {
    const { rows, old } = await count();
    expect(rows).toBe(ROWS);
    if (old < before) return old;
  }
}

test("10 000 rows are changed, though the process is killed half way, and can be read all the time", async () => {
  expect(await count()).toEqual({ rows: ROWS, old: ROWS });
  await runFunction(backend, "migrations:fillNameKeys", { batchSize: 500 });
  await untilFewer(ROWS);
  await kill();

  await start();
  const interrupted = await count();
  expect(interrupted.rows).toBe(ROWS);
  let { old } = interrupted;
  expect(old).toBeGreaterThan(0);
  expect(old).toBeLessThan(ROWS);
  await runFunction(backend, "migrations:runAll");
  while (old > 0) old = await untilFewer(old);
  expect(await count()).toEqual({ rows: ROWS, old: 0 });
});
