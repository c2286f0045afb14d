// `pnpm bench`: what the backend costs on this machine, beside something known, in one run.
import { convexTest, type TestConvex } from "convex-test";
import { anyApi } from "convex/server";
import { generateKeyPair } from "node:crypto";
import { appendFile, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import schema from "../test/fixtures/bench/convex/schema.ts";
import { startBackend, type Backend } from "../test/support/backend.ts";
import { call, httpClient } from "../test/support/call.ts";
import { createProject, push, setEnv } from "../test/support/project.ts";
import { openSession, type SyncSession } from "../test/support/sync-session.ts";
import {
  duration,
  elapsed,
  machine,
  median,
  printTable,
  residentMegabytes,
  type Measurement,
} from "./measure.ts";

const api = anyApi as any;
const backendPackage = fileURLToPath(new URL("../../../packages/backend", import.meta.url));
const sizes = [1_000, 10_000, 50_000, 100_000];
const modules = {
  "./convex/_generated/api.js": async () => ({}),
  "./convex/bench.ts": () => import("../test/fixtures/bench/convex/bench.ts"),
};

async function startAndPush(rows: Measurement[]): Promise<void> {
  const node = await elapsed(async () => {
    const { startProcess, cleanEnv } = await import("../test/support/processes.ts");
    await startProcess(process.execPath, ["-e", ""], { env: cleanEnv() }).exited;
  });
  let backend!: Backend;
  const start = await elapsed(async () => (backend = await startBackend()));
  rows.push({
    what: "start to ready",
    value: duration(start),
    ratio: `${(start / node).toFixed(1)} × an empty node`,
  });
  const idle = await residentMegabytes(backend.pid());
  const project = await createProject(backendPackage);
  try {
    const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", {
      modulusLength: 2048,
    });
    await setEnv(backend, {
      JWT_PRIVATE_KEY: privateKey
        .export({ type: "pkcs8", format: "pem" })
        .toString()
        .trimEnd()
        .replaceAll("\n", " "),
      JWKS: JSON.stringify({ keys: [{ use: "sig", ...publicKey.export({ format: "jwk" }) }] }),
      SITE_URL: "http://localhost:5173",
    });
    const cold = await elapsed(() => push(project, backend));
    const same = await elapsed(() => push(project, backend));
    await project.edit("convex/users.ts", "\n", "\n// one more line\n");
    const line = await elapsed(() => push(project, backend));
    const inCli = `${(cold / same).toFixed(2)} × a push of nothing new`;
    rows.push({ what: "push of packages/backend, cold", value: duration(cold), ratio: inCli });
    rows.push({
      what: "push after a one-line change",
      value: duration(line),
      ratio: `${(line / cold).toFixed(2)} × cold`,
    });
    const loaded = await residentMegabytes(backend.pid());
    if (idle && loaded) {
      rows.push({ what: "memory, idle", value: `${idle.toFixed(0)} MB`, ratio: "" });
      rows.push({
        what: "memory, backend pushed",
        value: `${loaded.toFixed(0)} MB`,
        ratio: `${(loaded / idle).toFixed(1)} × idle`,
      });
    }
  } finally {
    await Promise.all([backend.stop(), project.dispose()]);
  }
}

/** Time of one `withIndex().take(20)` in ms at each size; many to a call, so that HTTP does not count. */
async function indexReads(backend: Backend): Promise<number[]> {
  const costs: number[] = [];
  let filled = 0;
  const reads = (times: number, salt: number) => call(backend, "bench:reads", { times, salt });
  for (const size of sizes) {
    for (; filled < size; filled += 1_000) {
      await call(backend, "bench:fill", { from: filled, count: 1_000 });
    }
    for (let warm = 0; warm < 3; warm++) await reads(401, warm);
    const few = await median(7, (run) => reads(1, 10 + run));
    const many = await median(7, (run) => reads(401, 20 + run));
    costs.push((many - few) / 400);
  }
  return costs;
}

/** The same reads on convex-test, up to 50,000 documents: beyond, filling it takes longer than all the rest. */
async function besideConvexTest(here: number[], rows: Measurement[]): Promise<void> {
  const oracle: TestConvex<any> = convexTest(schema, modules);
  let filled = 0;
  for (const [at, size] of sizes.entries()) {
    const cost = here[at]!;
    const row: Measurement = {
      what: `take(20) by index, ${size.toLocaleString("en")} documents`,
      value: duration(cost),
      ratio: `${(cost / here[0]!).toFixed(2)} × the cost at 1,000`,
    };
    if (size <= 50_000) {
      for (; filled < size; filled += 1_000) {
        const from = filled;
        await oracle.mutation(api.bench.fill, { from, count: 1_000 });
      }
      const beside = await median(3, (run) =>
        oracle.query(api.bench.reads, { times: 1, salt: run }),
      );
      row.ratio = `${Math.round(beside / cost)} × faster than convex-test`;
      if (size === 50_000) row.kept = beside / cost >= 50;
    } else {
      row.kept = cost / here[0]! < 3;
    }
    rows.push(row);
  }
}

async function connect(backend: Backend, count: number): Promise<SyncSession[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const session = await openSession(backend.url);
      session.connect();
      return session;
    }),
  );
}

async function mutations(backend: Backend, rows: Measurement[]): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "groundwork-bench-"));
  const file = await open(join(directory, "log"), "a");
  const forced = await median(50, async () => {
    await appendFile(file, "x".repeat(200));
    await file.sync();
  });
  await file.close();
  await rm(directory, { recursive: true });
  const client = httpClient(backend);
  const run = (worker: number) =>
    client.mutation(api.bench.add, { name: `rate ${worker}` }, { skipQueue: true });
  await median(300, () => run(0));
  const one = await median(200, () => run(0));
  const seconds = 3;
  let done = 0;
  const end = performance.now() + seconds * 1_000;
  await Promise.all(
    Array.from({ length: 8 }, async (_, worker) => {
      for (; performance.now() < end; done++) await run(worker);
    }),
  );
  rows.push({
    what: "one durable mutation over HTTP",
    value: duration(one),
    ratio: `${(one / forced).toFixed(1)} × a forced append to a file (${duration(forced)})`,
  });
  rows.push({
    what: "durable mutations, 8 clients",
    value: `${Math.round(done / seconds)} /s`,
    ratio: `${((done / seconds) * (one / 1_000)).toFixed(1)} × one client`,
  });
}

/** From sending a mutation until the last subscriber has seen it. */
async function fanOut(backend: Backend, rows: Measurement[]): Promise<void> {
  let first = 0;
  for (const count of [1, 10, 100]) {
    const name = `seen by ${count}`;
    const sessions = await connect(backend, count);
    for (const session of sessions) session.add({ id: 0, path: "bench:value", args: { name } });
    await Promise.all(sessions.map((session) => session.waitForValue(0, (value) => value === 0)));
    const cost = await median(15, async (run) => {
      const seen = sessions.map(
        (session) =>
          new Promise<void>((done) => {
            const look = (data: unknown) => {
              if (
                !String(data).includes(`"value":${run + 1},`) &&
                !String(data).includes(`"value":${run + 1}}`)
              )
                return;
              session.socket.off("message", look);
              done();
            };
            session.socket.on("message", look);
          }),
      );
      await call(backend, "bench:add", { name });
      await Promise.all(seen);
    });
    for (const session of sessions) session.close();
    first ||= cost;
    const ratio = count === 1 ? "" : `${(cost / first).toFixed(1)} × one subscriber`;
    rows.push({
      what: `commit until ${count} subscribed sockets have seen it`,
      value: duration(cost),
      ratio,
    });
  }
}

async function main(): Promise<number> {
  console.log(`Machine: ${machine()}\n`);
  const rows: Measurement[] = [];
  await startAndPush(rows);
  const [backend, project] = await Promise.all([startBackend(), createProject("bench")]);
  try {
    await push(project, backend);
    // Before the documents are filled in, which keeps the disk busy for a while.
    await mutations(backend, rows);
    await fanOut(backend, rows);
    const costs = await indexReads(backend);
    const full = await residentMegabytes(backend.pid());
    if (full)
      rows.push({
        what: "memory, 100,000 documents, after all this",
        value: `${full.toFixed(0)} MB`,
        ratio: "",
      });
    // Last, because what convex-test holds in this process would slow the clients down.
    await besideConvexTest(costs, rows);
  } finally {
    await Promise.all([backend.stop(), project.dispose()]);
  }
  return printTable(rows) ? 0 : 1;
}

process.exit(await main());
