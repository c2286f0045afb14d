import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import type { CommitTs, Submission } from "../../kernel/database-types.ts";
import { fieldsOf, testDatabase } from "../../testing/test-database.ts";
import { APP, range } from "../../testing/test-queries.ts";
import type { WorkerRequest } from "../../testing/worker-reader.ts";

const FIXTURE = new URL("../../testing/worker-reader.ts", import.meta.url).href;
/** Node 20 does not hand `--import tsx` on to worker threads. */
const START = `import("tsx/esm/api").then(({ register }) => { register(); return import("${FIXTURE}"); })`;

async function withWorker() {
  const db = await testDatabase({ tables: { notes: { indexes: { by_n: ["n"] } } } });
  const worker = new Worker(START, { eval: true, workerData: db.directory });
  onTestFinished(async () => {
    await worker.terminate();
  });
  const ask = async <T>(kind: WorkerRequest["kind"]): Promise<T> => {
    worker.postMessage({ kind } satisfies WorkerRequest);
    const [answer] = (await once(worker, "message")) as [T];
    return answer;
  };
  return { db, ask };
}

type Seen = { ns: number[]; ts: CommitTs };

test("a worker thread sees each commit as soon as it is made, and holds its snapshot", async () => {
  const { db, ask } = await withWorker();
  for (let n = 0; n < 30; n++) {
    const { ts } = db.transact((tx) => tx.insert(APP, "notes", { n }));
    const seen = await ask<Seen>("begin");
    expect(seen).toEqual({ ns: Array.from({ length: n + 1 }, (_, i) => i), ts });
    db.transact((tx) => tx.insert(APP, "notes", { n: -1 - n }));
    expect(await ask<Seen>("read")).toEqual(seen);
    db.transact((tx) => {
      for (const id of fieldsBelowZero(db)) tx.remove(APP, id);
    });
  }

  function fieldsBelowZero(from: typeof db): string[] {
    return from.read((tx) => {
      const stream = tx.query(APP, range("notes.by_n", [["Lt", "n", 0]]));
      const ids: string[] = [];
      for (let text = stream.next(); text !== null; text = stream.next()) {
        ids.push((JSON.parse(text) as { _id: string })._id);
      }
      return ids;
    }).value;
  }
});

test("a submission crosses threads and commits", async () => {
  const { db, ask } = await withWorker();
  await ask("begin");
  const submission = await ask<Submission>("write");
  db.transact((tx) => tx.insert(APP, "notes", { n: 1 }));
  // The worker read all of by_n when it began.
  expect(await db.commit(submission)).toEqual({ committed: false, conflictingTable: "notes" });
  await ask("begin");
  expect(await db.commit(await ask<Submission>("write"))).toMatchObject({ committed: true });
  expect(fieldsOf(db, range("notes.by_n"), "n")).toEqual([1, 1000]);
});

test("a snapshot let go of lets the writer use its pages again", async () => {
  const { db, ask } = await withWorker();
  await ask("begin");
  await ask("release");
  db.transact((tx) => tx.insert(APP, "notes", { n: 1 }));
  expect((await ask<Seen>("begin")).ns).toEqual([1]);
});
