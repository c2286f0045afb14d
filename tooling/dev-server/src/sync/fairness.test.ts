// Many queries of one client, and one of another: in which order they are run.

import { expect, test } from "vitest";
import type { Identity, QueryOutcome } from "../kernel/function-types.ts";
import { useSessions } from "../testing/session-fixture.ts";
import { createSubscriptions, type QuerySpec, type Subscriptions } from "./subscriptions.ts";

const ANN: Identity = {
  kind: "user",
  attributes: { issuer: "i", subject: "ann" },
  expiresAt: Infinity,
  token: "",
};
const NOBODY: Identity = { kind: "none" };

/** Subscriptions whose queries end on command; `started` names them in their order. */
function scripted() {
  const started: string[] = [];
  const running: { path: string; end: () => void }[] = [];
  const subscriptions: Subscriptions = createSubscriptions({
    database: { latestTs: () => 1n, onCommit: () => () => undefined },
    runner: { onActivate: () => () => undefined },
    newRequestId: () => "",
    run: ({ path }) =>
      new Promise<QueryOutcome>((resolve) => {
        started.push(path);
        const outcome: QueryOutcome = {
          result: { ok: true, value: "1" },
          logLines: [],
          ts: 1n,
          reads: { ranges: [] },
          journal: null,
        };
        running.push({ path, end: () => resolve(outcome) });
      }),
  });
  return {
    subscriptions,
    started,
    running,
    /** Ends the run that began first, and lets the next begin. */
    async endOne() {
      running.shift()?.end();
      await new Promise(setImmediate);
    },
  };
}

const spec = (path: string, identity: Identity = NOBODY): QuerySpec => {
  return { componentPath: null, path, args: "{}", identity, journal: null };
};
const session = () => ({ onChange: () => undefined });

function watchMany(subscriptions: Subscriptions, count: number, name: string) {
  const stranger = session();
  for (let n = 0; n < count; n++) subscriptions.subscribe(spec(`${name}:${n}`), stranger);
}

test("a query is run at once beside any number of slow ones of one session", () => {
  const { subscriptions, started } = scripted();
  watchMany(subscriptions, 4000, "stranger");
  expect(started).toHaveLength(3);
  subscriptions.subscribe(spec("mine"), session());
  expect(started).toHaveLength(4);
  expect(started.at(-1)).toBe("mine");
});

test("behind 100 sessions of one stranger, who signs in waits for one run", async () => {
  const { subscriptions, started, endOne } = scripted();
  for (let n = 0; n < 100; n++) watchMany(subscriptions, 40, `stranger${n}`);
  const before = started.length;
  subscriptions.subscribe(spec("mine", ANN), session());
  await endOne();
  await endOne();
  expect(started.slice(before)).toContain("mine");
});

test("and who has not signed in waits for one run of each of them", async () => {
  const { subscriptions, started, endOne } = scripted();
  for (let n = 0; n < 100; n++) watchMany(subscriptions, 40, `stranger${n}`);
  const before = started.length;
  subscriptions.subscribe(spec("mine"), session());
  for (let n = 0; n <= 100; n++) await endOne();
  expect(started.slice(before)).toContain("mine");
});

test("a query that waits among many of another session is run in the turn of who also wants it", () => {
  const { subscriptions, started } = scripted();
  watchMany(subscriptions, 4000, "stranger");
  subscriptions.subscribe(spec("stranger:3999"), session());
  expect(started.at(-1)).toBe("stranger:3999");
});

test("a query that many watch is run once", async () => {
  const { subscriptions, started, endOne } = scripted();
  watchMany(subscriptions, 10, "a");
  for (let n = 0; n < 5; n++) watchMany(subscriptions, 10, "b");
  for (let n = 0; n < 30; n++) await endOne();
  expect(started.toSorted()).toEqual([...new Set(started)].toSorted());
  expect(started).toHaveLength(20);
});

test("queries of a session that has gone are not run", async () => {
  const { subscriptions, started, endOne } = scripted();
  const stranger = session();
  const watched = Array.from({ length: 1000 }, (_, n) =>
    subscriptions.subscribe(spec(`stranger:${n}`), stranger),
  );
  for (const { release } of watched) release();
  subscriptions.subscribe(spec("mine"), session());
  for (let n = 0; n < 10; n++) await endOne();
  expect(started).toEqual(["stranger:0", "stranger:1", "stranger:2", "mine"]);
});

const { connected } = useSessions();

test.each([4097, 20_000])("a connection that would watch %d queries is ended", (count) => {
  const client = connected();
  client.send({
    type: "ModifyQuerySet",
    baseVersion: 0,
    newVersion: 1,
    modifications: Array.from({ length: count }, (_, queryId) => {
      return { type: "Add", queryId, udfPath: "counters:get", args: [{ name: `${queryId}` }] };
    }),
  });
  expect(client.messages.at(-1)).toMatchObject({
    type: "FatalError",
    error: expect.stringContaining("TooManyQueries"),
  });
  expect(client.closed?.code).toBe(1000);
});

test("a message with more values than can be read at once ends its connection", () => {
  const client = connected();
  client.sendText(`{"type":"Event","event":[${"[],".repeat(600_000)}1]}`);
  expect(client.messages.at(-1)).toMatchObject({
    type: "FatalError",
    error: expect.stringContaining("more than 1000000 values"),
  });
});
