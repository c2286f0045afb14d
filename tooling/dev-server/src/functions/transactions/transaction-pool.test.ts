// Calls that never end, and threads that do.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import type { FunctionCall } from "../../kernel/function-types.ts";
import { HOUR_MS, PATIENCE, movableClock, untilSettled } from "../../testing/movable-clock.ts";
import { startTestBackend } from "../../testing/runner-fixture.ts";
import { insertJob, readJob, systemTables } from "../scheduling/scheduled-job.ts";
import { createScheduler } from "../scheduling/scheduler.ts";
import { TransactionPool } from "./transaction-pool.ts";
import { TransactionThreads } from "./transaction-threads.ts";

const FILES = {
  "main.ts": `
    export const add = mutation((ctx, args) => ctx.db.insert("rows", args));
    export const count = query(async (ctx) => (await ctx.db.query("rows").collect()).length);
    export const loop = query(async () => { for (;;) {} });
    // Binary types are the host's own, and through them its process can be reached.
    export const dieOnce = mutation(async (ctx, { marker }) => {
      await ctx.db.insert("rows", {});
      TextEncoder.constructor("marker", \`
        const fs = process.getBuiltinModule("fs");
        if (fs.existsSync(marker)) return;
        fs.writeFileSync(marker, "");
        process.exit(1);
      \`)(marker);
    });
  `,
};

async function start() {
  const backend = await startTestBackend({ files: FILES });
  onTestFinished(() => backend.close());
  return backend;
}

it("four queries that loop for ever hold nobody up and time out", async () => {
  const backend = await start();
  movableClock("call");
  expect(await backend.query("main:count")).toBe(0);
  let isOver = false;
  const looping = Array.from({ length: 4 }, () =>
    backend.query("main:loop").catch((error: Error) => {
      isOver = true;
      return error.message;
    }),
  );
  await backend.mutation("main:add");
  expect(await backend.query("main:count")).toBe(1);
  expect(isOver).toBe(false);
  const message = "Function execution timed out (maximum duration: 3600s)";
  const messages = Promise.all(looping);
  await untilSettled(messages);
  expect(await messages).toEqual(Array(4).fill(message));
  expect(await backend.query("main:count")).toBe(1);
});

it("threads of the reserve come when all are busy for long, and leave when idle", async () => {
  const backend = await start();
  movableClock("call");
  const { dataDirectory } = backend;
  const { directory } = backend.database;
  const instanceSecret = new Uint8Array(32);
  const threads = new TransactionThreads({ directory, dataDirectory, instanceSecret });
  onTestFinished(() => threads.close());
  const pool = new TransactionPool({
    threads,
    deployment: backend.runner.deployment,
    maxWorkers: 1,
    reserve: 2,
    timeoutMs: HOUR_MS,
  });
  onTestFinished(() => pool.close(0));
  const run = (path: string, udfType: "Query" | "Mutation", as: Partial<FunctionCall> = {}) =>
    pool.run({
      call: backend.call(path, {}, as),
      udfType,
      now: Date.now(),
      seed: "",
      initialWrites: [],
      journal: null,
    });
  // Short calls, however many, need no more than the one thread.
  await Promise.all(Array.from({ length: 20 }, () => run("main:count", "Query")));
  expect(pool.size).toBe(1);
  const loops = [1, 2, 3].map(() => run("main:loop", "Query"));
  // One loop gets a thread, the others wait: a thread is for mutations, one for other callers.
  expect(await run("main:add", "Mutation")).toMatchObject({ kind: "done" });
  const admin = { identity: { kind: "admin", impersonating: null } } as const;
  expect(await run("main:count", "Query", admin)).toMatchObject({ kind: "done" });
  expect(pool.size).toBeGreaterThan(1);
  const replies = Promise.all(loops);
  await untilSettled(replies);
  expect(await replies).toEqual(Array(3).fill({ kind: "timeout" }));
  await run("main:count", "Query");
  await vi.waitUntil(() => {
    vi.advanceTimersByTime(HOUR_MS);
    return pool.size <= 1;
  }, PATIENCE);
  expect(await run("main:count", "Query")).toMatchObject({ kind: "done" });
});

it("a scheduled mutation whose thread ends runs again, and its job succeeds", async () => {
  const backend = await start();
  const { database, runner } = backend;
  const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
  onTestFinished(() => errors.mockRestore());
  const folder = mkdtempSync(path.join(os.tmpdir(), "convex-died-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const marker = path.join(folder, "died");
  const scheduler = createScheduler({ ...backend, logs: { append: () => undefined } });
  await scheduler.start();
  onTestFinished(() => scheduler.stop());
  const now = Date.now();
  const { analysis } = runner.deployment.components[""] ?? { analysis: {} };
  const target = { component: "", udfPath: "main:dieOnce", analysis, args: { marker } };
  const id = database.transact((tx) =>
    insertJob(tx, "", { ...target, scheduledTime: now, now }, null),
  ).value;
  const job = () => database.read((tx) => readJob(tx, systemTables(""), id)).value;
  await vi.waitFor(() => expect(job()?.state.kind).toBe("success"), PATIENCE);
  expect(existsSync(marker)).toBe(true);
  expect(job()?.attempts).toBe(1);
  expect(await backend.query("main:count")).toBe(1);
  // Who waits for an answer gets one.
  rmSync(marker);
  await expect(backend.mutation("main:dieOnce", { marker })).rejects.toThrow(
    "The function's worker thread ended unexpectedly; try again.",
  );
});
