// Which subscriptions run again. The queries of reads.ts return Math.random(), seeded for each
// execution, so an update that was not pushed is a query that was not run.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call } from "./support/call.ts";
import { deploy, type Deployment } from "./support/deploy.ts";
import { setEnv } from "./support/project.ts";
import { openSession, type SyncSession } from "./support/sync-session.ts";
import { waitFor } from "./support/wait-for.ts";

let backend: Backend;
let deployment: Deployment;
let session: SyncSession;
/** Opened before everything else and left alone. */
let idle: SyncSession;

beforeAll(async () => {
  backend = await startBackend({ inMemory: true });
  deployment = await deploy("basic", backend);
  idle = await openSession(backend.url);
  idle.connect();
  idle.add();
});
afterEach(() => session?.close());
afterAll(async () => {
  await backend?.stop();
});

/** Subscribes and returns a function that does something and says whether the query has run again. */
async function subscribe(path: string, args: Record<string, any>) {
  session = await openSession(backend.url);
  session.connect();
  session.add({ id: 0, path, args }, { id: 1, path: "counters:get", args: { name: "fence" } });
  await waitFor(
    "the first results",
    () => session.updates(0).length > 0 && session.updates(1).length > 0,
  );
  return async function rerunsAfter(change: () => Promise<unknown>): Promise<boolean> {
    const before = session.updates(0).length;
    await change();
    // The fence is another subscription of this socket: once it has moved, everything before it has been shown.
    const fence = await call<number>(backend, "counters:increment", { name: "fence" });
    await session.waitForValue(1, (value) => value === fence);
    return session.updates(0).length > before;
  };
}

const create = (list: string, rank: number, title = "t") =>
  call<string>(backend, "tasks:create", { list, rank, title });

describe("a query runs again", () => {
  test("only for rows inside the index range it read", async () => {
    await create("range", 5);
    const rerunsAfter = await subscribe("reads:range", { list: "range", from: 3, to: 10 });
    expect(await rerunsAfter(() => create("range", 2))).toBe(false);
    expect(await rerunsAfter(() => create("range", 10))).toBe(false);
    expect(await rerunsAfter(() => create("other", 5))).toBe(false);
    expect(
      await rerunsAfter(() => call(backend, "counters:increment", { name: "unrelated" })),
    ).toBe(false);
    expect(await rerunsAfter(() => create("range", 3))).toBe(true);
    expect(await rerunsAfter(() => create("range", 9.99))).toBe(true);
  });

  test("when an empty range gets its first row, and not for a row beside it", async () => {
    const rerunsAfter = await subscribe("reads:first", { list: "empty", from: 0, to: 10 });
    expect(await rerunsAfter(() => create("empty", 11))).toBe(false);
    expect(await rerunsAfter(() => create("empty", 4))).toBe(true);
  });

  test("for first() only when an earlier row appears or the first one changes", async () => {
    const first = await create("first", 5);
    const rerunsAfter = await subscribe("reads:first", { list: "first", from: 0, to: 10 });
    expect(await rerunsAfter(() => create("first", 7))).toBe(false);
    expect(await rerunsAfter(() => create("first", 4))).toBe(true);
    expect(
      await rerunsAfter(() =>
        call(backend, "tasks:update", { id: first, title: "no longer first" }),
      ),
    ).toBe(false);
  });

  test("for take(n) not for rows beyond the nth, in either order", async () => {
    for (const rank of [1, 2, 3, 4, 5]) await create("take", rank);
    const upwards = await subscribe("reads:take", { list: "take", count: 3, order: "asc" });
    expect(await upwards(() => create("take", 4.5))).toBe(false);
    expect(await upwards(() => create("take", 2.5))).toBe(true);
    session.close();
    const downwards = await subscribe("reads:take", { list: "take", count: 3, order: "desc" });
    expect(await downwards(() => create("take", 1.5))).toBe(false);
    expect(await downwards(() => create("take", 6))).toBe(true);
  });

  test("for take(n) with fewer than n rows, when a row appears at the end", async () => {
    await create("short", 1);
    const rerunsAfter = await subscribe("reads:take", { list: "short", count: 3, order: "asc" });
    expect(await rerunsAfter(() => create("short", 99))).toBe(true);
  });

  test("for get(id) only when that document changes or goes", async () => {
    const [id, other] = [await create("one", 1), await create("one", 2)];
    const rerunsAfter = await subscribe("reads:one", { id });
    expect(await rerunsAfter(() => call(backend, "tasks:update", { id: other, title: "x" }))).toBe(
      false,
    );
    expect(await rerunsAfter(() => call(backend, "tasks:update", { id, title: "x" }))).toBe(true);
    expect(await rerunsAfter(() => call(backend, "tasks:remove", { id }))).toBe(true);
  });

  test("when a document moves into or out of its range", async () => {
    const id = await create("moving", 50);
    const rerunsAfter = await subscribe("reads:range", { list: "moving", from: 0, to: 10 });
    expect(await rerunsAfter(() => call(backend, "tasks:update", { id, rank: 60 }))).toBe(false);
    expect(await rerunsAfter(() => call(backend, "tasks:update", { id, rank: 5 }))).toBe(true);
    expect(await rerunsAfter(() => call(backend, "tasks:update", { id, rank: 60 }))).toBe(true);
    expect(await rerunsAfter(() => call(backend, "tasks:update", { id, rank: 61 }))).toBe(false);
  });

  test("never, when it reads nothing", async () => {
    const rerunsAfter = await subscribe("reads:nothing", {});
    expect(await rerunsAfter(() => create("anything", 1))).toBe(false);
  });

  test("not for a mutation that failed", async () => {
    const rerunsAfter = await subscribe("reads:range", { list: "failed", from: -1, to: 1 });
    const failing = () =>
      call(backend, "tasks:createThenFail", { list: "failed", how: "plain" }).catch(() => null);
    expect(await rerunsAfter(failing)).toBe(false);
  });
});

describe("a result is pushed", () => {
  test("only when it differs from the last one", async () => {
    const id = await create("pushed", 1, "title");
    const pushedAfter = await subscribe("tasks:titles", { list: "pushed" });
    expect(await pushedAfter(() => call(backend, "tasks:update", { id, done: true }))).toBe(false);
    expect(await pushedAfter(() => call(backend, "tasks:update", { id, title: "title" }))).toBe(
      false,
    );
    expect(await pushedAfter(() => call(backend, "tasks:update", { id, title: "other" }))).toBe(
      true,
    );
  });

  test("for a text search, when a matching document appears, changes or goes", async () => {
    const pushedAfter = await subscribe("reads:search", { list: "searched", text: "otter" });
    let id = "";
    expect(await pushedAfter(() => create("searched", 0, "a badger"))).toBe(false);
    expect(
      await pushedAfter(async () => (id = await create("searched", 0, "an otter swims"))),
    ).toBe(true);
    expect(
      await pushedAfter(() => call(backend, "tasks:update", { id, title: "an otter sleeps" })),
    ).toBe(true);
    expect(await pushedAfter(() => call(backend, "tasks:remove", { id }))).toBe(true);
  });

  test("when an environment variable it reads is set, changed and removed", async () => {
    await subscribe("reads:environment", { name: "SEEN_LIVE" });
    expect(session.value(0)).toBeNull();
    for (const value of ["one", "two", null]) {
      await setEnv(backend, { SEEN_LIVE: value });
      await session.waitForValue(0, (seen) => seen === value);
    }
  });

  test("after a push that changes the query, to clients that stay connected", async () => {
    await create("repushed", 1, "title");
    const before = await openSession(backend.url);
    before.connect();
    before.add({ id: 0, path: "tasks:titles", args: { list: "repushed" } });
    await before.waitForValue(0, (value) => value.length === 1);
    await deployment.edit("tasks.js", ".title)", ".title.toUpperCase())");
    await before.waitForValue(0, (value) => value[0] === "TITLE");
    before.checkVersions();
    before.close();
  });
});

test("an idle connection hears a Ping, so that the client does not give it up", async () => {
  await waitFor("a Ping", () => idle.pings() > 0);
  expect(idle.closed()).toBeNull();
  expect(idle.received.every(({ type }) => type === "Transition")).toBe(true);
  idle.checkVersions();
  idle.close();
});
