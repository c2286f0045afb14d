// kill -9 at random moments under load: what was acknowledged is there, nothing is there by half.
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { letPass } from "../src/testing/let-pass.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, httpClient } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { createProject, push, pushAnyway, type Project } from "./support/project.ts";
import { seededRandom, testSeed } from "./support/random.ts";
import { waitFor } from "./support/wait-for.ts";

const api = anyApi as any;
const random = seededRandom(testSeed());
let backend: Backend;
let project: Project;

beforeAll(async () => {
  [backend, project] = await Promise.all([startBackend(), createProject("basic")]);
  await deploy("basic", backend);
});
afterAll(async () => {
  await backend?.stop();
  await project?.dispose();
});

/** Every acknowledged pair is whole, every pair is whole, and the index agrees with the scan. */
async function checkPairs(acknowledged: Iterable<number>) {
  const { scan, index } = await call<{ scan: string[]; index: string[] }>(
    backend,
    "counters:pairs",
  );
  expect(index, `seed ${random.seed}`).toEqual(scan);
  const halves = new Map<string, number>();
  for (const row of scan) halves.set(row.split(" ")[0]!, (halves.get(row.split(" ")[0]!) ?? 0) + 1);
  expect(
    [...halves.values()].every((number) => number === 2),
    `seed ${random.seed}`,
  ).toBe(true);
  const lost = [...acknowledged].filter((n) => !halves.has(`${n}`));
  expect(lost, `seed ${random.seed}`).toEqual([]);
  return halves.size;
}

test("acknowledged mutations over HTTP survive kills, none is half there", async () => {
  const acknowledged = new Set<number>();
  let next = 0;
  for (let round = 0; round < 3; round++) {
    let alive = true;
    const worker = async () => {
      const client = httpClient(backend);
      while (alive) {
        const n = next++;
        await client
          .mutation(api.counters.addPair, { n }, { skipQueue: true })
          .then(() => acknowledged.add(n))
          .catch(() => {});
      }
    };
    const load = Array.from({ length: 8 }, worker);
    const before = acknowledged.size;
    await waitFor("acknowledged mutations", () => acknowledged.size >= before + 10);
    await letPass(random.int(500));
    await backend.crash();
    alive = false;
    await Promise.all(load);
    await backend.start();
    expect(await checkPairs(acknowledged)).toBeGreaterThanOrEqual(acknowledged.size);
  }
  expect(acknowledged.size).toBeGreaterThan(20);
});

test("a client that resends through kills ends with every mutation done once", async () => {
  const client = new ConvexClient(backend.url, {
    logger: false,
    skipConvexDeploymentUrlCheck: true,
  });
  const sent: Promise<number>[] = [];
  for (let n = 0; n < 120; n++) {
    sent.push(client.mutation(api.counters.increment, { name: "resent" }));
    if (n % 40 === 20) {
      await letPass(random.int(60));
      await backend.crash();
      await backend.start();
    }
  }
  const results = await Promise.all(sent);
  expect(results, `seed ${random.seed}`).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
  expect(await call(backend, "counters:get", { name: "resent" })).toBe(120);
  await client.close();
});

test("a kill in the middle of pushes leaves the old code or the new, and the next push works", async () => {
  await call(backend, "tasks:create", { list: "pushed", title: "kept" });
  for (let round = 0; round < 2; round++) {
    await project.edit("convex/folder/deep.ts", "from a folder", "from a folder!");
    const pushing = pushAnyway(project, backend).catch(() => null);
    await letPass(600 + random.int(900));
    await backend.crash();
    await backend.start();
    await pushing;
    expect(await call(backend, "folder/deep:answer")).toMatch(/^from a folder!*$/);
    expect(await call(backend, "tasks:titles", { list: "pushed" })).toEqual(["kept"]);
  }
  await push(project, backend);
  expect(await call(backend, "folder/deep:answer")).toBe("from a folder!!");
});

test("SIGTERM ends the server with code 0 and everything on disk", async () => {
  await call(backend, "counters:increment", { name: "gentle" });
  expect(await backend.terminate()).toBe(0);
  await backend.start();
  expect(await call(backend, "counters:get", { name: "gentle" })).toBe(1);
});

test("a second server on the same data is refused and does the first no harm", async () => {
  const second = startBackend({ args: ["--data", backend.dataDirectory] });
  await expect(second).rejects.toThrow(/exited/);
  expect(await call(backend, "counters:get", { name: "gentle" })).toBe(1);
});
