// The sync protocol on a raw socket: the rules the official clients depend on but never check alone.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { quiet } from "../src/testing/let-pass.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { call } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { openSession, readTs, type SyncSession } from "./support/sync-session.ts";
import { waitFor } from "./support/wait-for.ts";

let backend: Backend;
const open: SyncSession[] = [];

async function connected(
  options: { sessionId?: string; path?: string } = {},
): Promise<SyncSession> {
  const session = await openSession(backend.url, options);
  open.push(session);
  session.connect();
  return session;
}

beforeAll(async () => {
  backend = await startBackend();
  await deploy("basic", backend);
});
afterEach(() => {
  for (const session of open.splice(0)) {
    session.checkVersions();
    session.close();
  }
});
afterAll(async () => {
  await backend?.stop();
});

describe("transitions", () => {
  test("a query set without queries still gets its Transition", async () => {
    const session = await connected();
    session.add();
    const message = await session.waitForMessage(
      "the Transition",
      ({ type }) => type === "Transition",
    );
    expect(message.endVersion).toMatchObject({ querySet: 1, identity: 0 });
    expect(message.modifications).toEqual([]);
  });

  test("clock fields are numbers or absent, never null", async () => {
    const session = await connected();
    session.add();
    const message = await session.waitForMessage(
      "the Transition",
      ({ type }) => type === "Transition",
    );
    for (const field of ["clientClockSkew", "serverTs"]) {
      if (field in message) expect(typeof message[field]).toBe("number");
    }
  });

  test("the first result comes in the Transition that covers its query set version", async () => {
    const session = await connected();
    session.add({ id: 0, path: "counters:get", args: { name: "first" } });
    session.add({ id: 1, path: "runtime:throwsPlain" }, { id: 2, path: "nowhere:nothing" });
    await session.waitForMessage("version 2", ({ endVersion }) => endVersion?.querySet === 2);
    for (const id of [0, 1, 2]) expect(session.updates(id)).toHaveLength(1);
    expect(session.updates(1)[0]).toMatchObject({ type: "QueryFailed" });
    expect(session.updates(1)[0]).not.toHaveProperty("errorData");
    expect(session.updates(2)[0]!.errorMessage).toContain(
      "Could not find public function for 'nowhere:nothing'",
    );
  });

  test("versions chain and time never runs back, however subscriptions and mutations interleave", async () => {
    const session = await connected();
    for (let n = 0; n < 20; n++) {
      session.add({ id: n, path: "counters:get", args: { name: `chain ${n % 3}` } });
      if (n % 2) session.mutate(n, "counters:increment", { name: `chain ${n % 3}` });
      if (n % 3 === 2) session.remove(n - 1);
    }
    session.send({ type: "Authenticate", baseVersion: 0, tokenType: "None" });
    await session.waitForMessage(
      "the last version",
      ({ endVersion }) => endVersion?.identity === 1,
    );
    await session.response(19);
    session.checkVersions();
  });

  test("a base version that does not follow is a fatal error, and the socket closes", async () => {
    const session = await connected();
    session.send({ type: "ModifyQuerySet", baseVersion: 5, newVersion: 6, modifications: [] });
    await session.waitForMessage("the error", ({ type }) => type === "FatalError");
    await waitFor("the close", () => session.closed());
  });

  test("several queries are shown at one moment", async () => {
    const session = await connected();
    session.add(
      { id: 0, path: "counters:get", args: { name: "moment" } },
      { id: 1, path: "counters:get", args: { name: "moment" } },
    );
    await session.waitForMessage("version 1", ({ endVersion }) => endVersion?.querySet === 1);
    for (let n = 0; n < 10; n++) session.mutate(n, "counters:increment", { name: "moment" });
    await session.waitForValue(0, (value) => value === 10);
    for (const { type, modifications } of session.received) {
      if (type !== "Transition" || modifications!.length === 0) continue;
      expect(new Set(modifications!.map(({ value }) => value)).size).toBe(1);
    }
  });

  test("a failed query recovers when its data does, and its log lines come once", async () => {
    const session = await connected();
    session.add({ id: 0, path: "reads:fails", args: { name: "flip" } });
    for (let n = 0; n < 2; n++) {
      session.mutate(n, "counters:increment", { name: "flip" });
      await session.response(n);
      const wanted = n === 0 ? "QueryFailed" : "QueryUpdated";
      await waitFor(wanted, () => session.updates(0).at(-1)?.type === wanted);
    }
    expect(session.value(0)).toBe(2);
  });

  test("after Remove there are no more updates of the query", async () => {
    const session = await connected();
    session.add({ id: 0, path: "counters:get", args: { name: "gone" } });
    session.remove(0);
    await session.waitForMessage("version 2", ({ endVersion }) => endVersion?.querySet === 2);
    const before = session.updates(0).filter(({ type }) => type === "QueryUpdated").length;
    session.mutate(0, "counters:increment", { name: "gone" });
    await session.response(0);
    await quiet(200);
    expect(session.updates(0).filter(({ type }) => type === "QueryUpdated")).toHaveLength(before);
  });

  test("a result of 12 MB arrives whole", async () => {
    const session = await connected();
    session.add({ id: 0, path: "reads:big", args: { megabytes: 12 } });
    const transition = await session.waitForMessage(
      "the big result",
      ({ type, modifications }) =>
        type === "TransitionChunk" || (type === "Transition" && modifications!.length > 0),
    );
    const whole = transition.type === "Transition" ? transition : await assemble(session);
    expect((whole.modifications![0]!.value as string[]).join("")).toHaveLength(12 * 1024 * 1024);
    if (transition.type !== "Transition") open.splice(open.indexOf(session), 1);
  });
});

async function assemble(session: SyncSession) {
  const chunks = await waitFor("all chunks", () => {
    const parts = session.received.filter(({ type }) => type === "TransitionChunk");
    return parts.length > 0 && parts.length === parts[0]!["totalParts"] ? parts : null;
  });
  return JSON.parse(chunks.map(({ chunk }) => chunk).join("")) as SyncSession["received"][number];
}

describe("mutations and actions", () => {
  test("the response comes first, then a Transition at its timestamp or later, even without queries", async () => {
    const session = await connected();
    session.add();
    session.mutate(0, "counters:increment", { name: "alone" });
    const response = await session.response(0);
    expect(response).toMatchObject({ success: true, result: 1 });
    const position = session.received.indexOf(response);
    const ts = readTs(response.ts!);
    await session.waitForMessage(
      "a Transition at the mutation's time",
      ({ type, endVersion }) => type === "Transition" && readTs(endVersion!.ts) >= ts,
      position + 1,
    );
  });

  test("the Transition after a response shows what the mutation wrote", async () => {
    const session = await connected();
    session.add({ id: 0, path: "counters:get", args: { name: "shown" } });
    for (let n = 0; n < 5; n++) {
      session.mutate(n, "counters:increment", { name: "shown" });
      const response = await session.response(n);
      const position = session.received.indexOf(response);
      const next = await session.waitForMessage(
        "the Transition",
        ({ type, endVersion }) =>
          type === "Transition" && readTs(endVersion!.ts) >= readTs(response.ts!),
        position + 1,
      );
      const upTo = session.received.slice(0, session.received.indexOf(next) + 1);
      expect(upTo.flatMap(({ modifications }) => modifications ?? []).at(-1)!.value).toBe(n + 1);
    }
  });

  test("a failed mutation has no timestamp and keeps the ConvexError's data", async () => {
    const session = await connected();
    session.add();
    session.mutate(0, "tasks:createThenFail", { list: "x", how: "plain" });
    session.mutate(1, "tasks:createThenFail", { list: "x", how: "convex" });
    const plain = await session.response(0);
    expect(plain).toMatchObject({ success: false });
    expect(plain.result).toContain("refused plainly");
    expect(plain).not.toHaveProperty("ts");
    expect(plain).not.toHaveProperty("errorData");
    expect((await session.response(1)).errorData).toEqual({
      code: "REFUSED",
      big: { $integer: "BwAAAAAAAAA=" },
    });
  });

  test("mutations of one socket run in order, one after another", async () => {
    const session = await connected();
    session.add();
    const count = 30;
    for (let n = 0; n < count; n++)
      session.mutate(n, "tasks:create", { list: "queue", title: `${n}`, rank: 0 });
    await session.response(count - 1);
    const responses = session.received.filter(({ type }) => type === "MutationResponse");
    expect(responses.map(({ requestId }) => requestId)).toEqual(
      Array.from({ length: count }, (_, n) => n),
    );
    expect(await call(backend, "tasks:titles", { list: "queue" })).toEqual(
      Array.from({ length: count }, (_, n) => `${n}`),
    );
  });

  test("actions run side by side and do not hold up mutations", async () => {
    const session = await connected();
    session.add();
    session.act(0, "tasks:slowEcho", { value: "slow", ms: 1_000 });
    session.act(1, "tasks:slowEcho", { value: "quick", ms: 10 });
    session.mutate(2, "counters:increment", { name: "beside" });
    await session.response(0);
    const order = session.received.flatMap(({ type, requestId }) =>
      type.endsWith("Response") ? [requestId] : [],
    );
    expect(order.indexOf(0)).toBe(2);
    expect(await session.response(1)).toMatchObject({
      type: "ActionResponse",
      success: true,
      result: "quick",
    });
    expect((await session.response(1)).logLines).toEqual(["[LOG] 'echo' 'quick'"]);
  });

  test("a repeated mutation answers as the first time and runs once, also on a new connection", async () => {
    const sessionId = crypto.randomUUID();
    const first = await connected({ sessionId });
    first.add();
    first.mutate(7, "counters:increment", { name: "once" });
    const answered = await first.response(7);
    first.close();
    const second = await connected({ sessionId });
    second.add();
    second.mutate(7, "counters:increment", { name: "once" });
    expect(await second.response(7)).toMatchObject({ success: true, result: 1, ts: answered.ts });
    expect(await call(backend, "counters:get", { name: "once" })).toBe(1);
  });

  test("a duplicate whose first run is still in flight waits for it", async () => {
    const sessionId = crypto.randomUUID();
    const [first, second] = [await connected({ sessionId }), await connected({ sessionId })];
    first.mutate(1, "counters:increment", { name: "in flight", spin: 300 });
    second.mutate(1, "counters:increment", { name: "in flight", spin: 300 });
    const results = await Promise.all([first.response(1), second.response(1)]);
    expect(results.map(({ result }) => result)).toEqual([1, 1]);
    expect(await call(backend, "counters:get", { name: "in flight" })).toBe(1);
  });

  test("the record of a finished mutation survives a crash of the server", async () => {
    const sessionId = crypto.randomUUID();
    const first = await connected({ sessionId });
    first.mutate(3, "counters:increment", { name: "recorded" });
    const answered = await first.response(3);
    await backend.crash();
    await backend.start();
    const second = await connected({ sessionId });
    second.add();
    second.mutate(3, "counters:increment", { name: "recorded" });
    expect(await second.response(3)).toMatchObject({ result: 1, ts: answered.ts });
    expect(await call(backend, "counters:get", { name: "recorded" })).toBe(1);
  });

  test("timestamps after a restart are later than those before", async () => {
    const before = await connected();
    before.add();
    before.mutate(0, "counters:increment", { name: "clock" });
    const { ts } = await before.response(0);
    await backend.crash();
    await backend.start();
    const after = await openSession(backend.url);
    open.push(after);
    after.connect({ maxObservedTimestamp: ts!, connectionCount: 1 });
    after.add();
    const transition = await after.waitForMessage(
      "the Transition",
      ({ type }) => type === "Transition",
    );
    expect(readTs(transition.endVersion!.ts)).toBeGreaterThanOrEqual(readTs(ts!));
  });
});

describe("pagination on the wire", () => {
  const options = (extra: object) =>
    ({ list: "paged", paginationOpts: { numItems: 3, cursor: null, ...extra } }) as never;

  test("a journal keeps a page's end: inserts inside grow the page, and a reconnect gives the same page", async () => {
    await call(backend, "tasks:createMany", { list: "paged", count: 6 });
    const session = await connected();
    session.add({ id: 0, path: "tasks:page", args: options({}) });
    const ranks = (value: any) => value.page.map((task: any) => task.rank);
    await session.waitForValue(0, (value) => ranks(value).length === 3);
    const journal = session.updates(0).at(-1)!.journal!;
    expect(typeof journal).toBe("string");
    await call(backend, "tasks:create", { list: "paged", title: "inside", rank: 1.5 });
    await call(backend, "tasks:create", { list: "paged", title: "outside", rank: 3.5 });
    await session.waitForValue(0, (value) => ranks(value).join() === "0,1,1.5,2");
    const again = await connected();
    again.add({ id: 0, path: "tasks:page", args: options({}), journal });
    await again.waitForValue(0, (value) => ranks(value).join() === "0,1,1.5,2");
    const fresh = await connected();
    fresh.add({ id: 0, path: "tasks:page", args: options({}) });
    await fresh.waitForValue(0, (value) => ranks(value).join() === "0,1,1.5");
  });

  test("a cursor of another query fails as InvalidCursor with the data the hooks look for", async () => {
    const page = await call<{ continueCursor: string }>(backend, "tasks:page", options({}));
    const session = await connected();
    const other = {
      list: "other list",
      paginationOpts: { numItems: 3, cursor: page.continueCursor },
    } as never;
    session.add({ id: 0, path: "tasks:page", args: other });
    const failed = await waitFor("the failure", () => session.updates(0)[0]);
    expect(failed.type).toBe("QueryFailed");
    expect(failed.errorMessage).toContain("InvalidCursor");
    expect(failed.errorData).toMatchObject({
      isConvexSystemError: true,
      paginationError: "InvalidCursor",
    });
  });

  test("exactly a page of rows is not the end: one empty page follows", async () => {
    await call(backend, "tasks:createMany", { list: "exact", count: 3 });
    const args = (cursor: string | null) =>
      ({ list: "exact", paginationOpts: { numItems: 3, cursor } }) as never;
    const first = await call<any>(backend, "tasks:page", args(null));
    expect(first).toMatchObject({ isDone: false });
    const second = await call<any>(backend, "tasks:page", args(first.continueCursor));
    expect(second).toMatchObject({ isDone: true, page: [] });
  });
});
