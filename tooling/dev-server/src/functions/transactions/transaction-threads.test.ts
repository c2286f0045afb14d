import { once } from "node:events";
import { expect, it, onTestFinished } from "vitest";
import { startTestBackend } from "../../testing/runner-fixture.ts";
import { TransactionThreads } from "./transaction-threads.ts";

it("hands out loaded threads, each once, and ends only the spare one", async () => {
  const backend = await startTestBackend({ files: {} });
  onTestFinished(() => backend.close());
  const threads = new TransactionThreads({
    directory: backend.database.directory,
    dataDirectory: backend.dataDirectory,
    instanceSecret: new Uint8Array(32),
  });
  const workers = await Promise.all([threads.take(), threads.take()]);
  onTestFinished(async () => void (await Promise.all(workers.map((worker) => worker.terminate()))));
  expect(new Set(workers.map(({ threadId }) => threadId)).size).toBe(2);
  await threads.close();
  for (const worker of workers) {
    const answer = once(worker, "message");
    worker.postMessage({ kind: "deploy", deployment: backend.runner.deployment });
    expect(await answer).toEqual([{ kind: "ready" }]);
  }
});
