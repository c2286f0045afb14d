import { describe, expect, it, vi } from "vitest";
import { letPass, quiet } from "../testing/let-pass.ts";
import { NS, tokenFor } from "../testing/scripted-backend.ts";
import { gate, useSessions } from "../testing/session-fixture.ts";
import { decodeTs, encodeTs } from "../wire/timestamp.ts";

const backend = useSessions();
const { connected, unconnected, runsOf, counter } = backend;

describe("a query set", () => {
  it("without queries gets its Transition", async () => {
    const client = connected();
    client.send({ type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [] });
    const transition = await client.message(({ type }) => type === "Transition");
    expect(transition).toMatchObject({ endVersion: { querySet: 1 }, modifications: [] });
  });

  it("shows a first result in the Transition of its version, never before it is there", async () => {
    const slow = gate();
    backend.scripted.functions["counters:sum"]!.before = () => slow.passed;
    const client = connected();
    client.add(0, "counters:get", { name: "a" });
    client.add(1, "counters:sum");
    await quiet(30);
    expect(client.messages).toEqual([]);
    slow.open();
    await client.shows(1, 0);
    expect(client.transitions()).toHaveLength(1);
    expect(client.transitions()[0]).toMatchObject({ endVersion: { querySet: 2 } });
    expect(client.shown.get(0)).toBe(0);
  });

  it("may add, remove and add one query again in a batch", async () => {
    const client = connected();
    const add = { type: "Add", udfPath: "counters:get", args: [{ name: "a" }] };
    client.send({
      type: "ModifyQuerySet",
      baseVersion: 0,
      newVersion: 1,
      modifications: [
        { ...add, queryId: 0 },
        { type: "Remove", queryId: 0 },
        { ...add, queryId: 1 },
      ],
    });
    await client.shows(1, 0);
    expect(client.transitions()[0].modifications.map((m: { type: string }) => m.type)).toEqual([
      "QueryUpdated",
    ]);
  });

  it("sends QueryRemoved once for what was shown, and no update after", async () => {
    const client = connected();
    client.add(0, "counters:get", { name: "a" });
    await client.shows(0, 0);
    client.remove(0);
    await client.message((m) => m.endVersion?.querySet === 2);
    client.mutate(0, "counters:add", { name: "a" });
    await client.response(0);
    await client.message((m) => m.type === "Transition" && m !== client.transitions()[1]);
    const changes = client.transitions().flatMap(({ modifications }) => modifications);
    expect(changes.map(({ type }) => type)).toEqual(["QueryUpdated", "QueryRemoved"]);
  });
});

describe("results", () => {
  it("are pushed when what they read changes, and not otherwise", async () => {
    const [watcher, writer] = [connected(), connected()];
    watcher.add(0, "counters:get", { name: "a" });
    await watcher.shows(0, 0);
    writer.mutate(0, "counters:add", { name: "b" });
    await writer.response(0);
    writer.mutate(1, "counters:add", { name: "a" });
    await watcher.shows(0, 1);
    expect(runsOf("counters:get")).toBe(2);
  });

  it("that stay equal are not sent again", async () => {
    const client = connected();
    client.add(0, "counters:isPositive", { name: "a" });
    for (let n = 0; n < 3; n++) {
      client.mutate(n, "counters:add", { name: "a" });
      await client.response(n);
      await expect.poll(() => runsOf("counters:isPositive")).toBeGreaterThan(n + 1);
    }
    await client.shows(0, true);
    const changes = client.transitions().flatMap(({ modifications }) => modifications);
    expect(changes.map(({ value }) => value)).toEqual([false, true]);
  });

  it("of all queries stand at one moment, however long each takes", async () => {
    // On a clock that stands still no session starves, which is when it takes results of several moments.
    vi.spyOn(backend.scripted.app.clock, "now").mockReturnValue(backend.scripted.app.clock.now());
    backend.scripted.functions["counters:sum"]!.after = () => letPass(5);
    const client = connected();
    client.add(0, "counters:get", { name: "a" });
    client.add(1, "counters:sum");
    for (let n = 0; n < 20; n++) client.mutate(n, "counters:add", { name: "a" });
    await client.shows(1, 20);
    let [value, sum]: (number | undefined)[] = [];
    for (const { modifications } of client.transitions()) {
      for (const { queryId, value: shown } of modifications) {
        if (queryId === 0) value = shown;
        else sum = shown;
      }
      expect(value).toBe(sum);
    }
  });

  it("that were overtaken are not shown beside older ones", async () => {
    const write = counter("a");
    write(0);
    const [sum, get] = [gate(), gate()];
    const client = connected();
    client.add(0, "counters:get", { name: "a" });
    client.add(1, "counters:sum");
    await client.shows(1, 0);
    const before = client.transitions().length;
    backend.scripted.functions["counters:sum"]!.before = () => sum.passed;
    backend.scripted.functions["counters:get"]!.after = () => get.passed;
    write(1);
    await expect.poll(() => runsOf("counters:get")).toBe(2);
    write(2);
    get.open();
    await expect.poll(() => runsOf("counters:get")).toBe(3);
    await quiet(20);
    expect(client.transitions()).toHaveLength(before);
    sum.open();
    await client.shows(1, 2);
    expect(client.shown.get(0)).toBe(2);
  });

  it("reach the client although commits come faster than its queries run", async () => {
    for (const path of ["counters:get", "counters:sum", "counters:isPositive"]) {
      backend.scripted.functions[path]!.after = () => letPass(5 + 20 * Math.random());
    }
    const watcher = connected();
    watcher.add(0, "counters:get", { name: "a" });
    watcher.add(1, "counters:sum");
    for (let n = 2; n < 16; n++) watcher.add(n, "counters:isPositive", { name: "a", n });
    await watcher.shows(0, 0);
    const write = counter("a");
    let value = 0;
    write(value);
    const writing = setInterval(() => write(++value), 1);
    const before = watcher.transitions().length;
    await expect
      .poll(() => watcher.transitions().length, { timeout: 120_000 })
      .toBeGreaterThan(before + 2)
      .finally(() => clearInterval(writing));
    await watcher.shows(0, value);
    await watcher.shows(1, value);
  });

  it("of equal subscriptions come from one execution", async () => {
    const clients = [connected(), connected(), connected()];
    for (const client of clients) client.add(0, "counters:get", { name: "a", more: 1 });
    clients[2]!.add(1, "counters:get", { more: 1, name: "a" });
    for (const client of clients) await client.shows(0, 0);
    expect(runsOf("counters:get")).toBe(1);
    clients[0]!.mutate(0, "counters:add", { name: "a" });
    for (const client of clients) await client.shows(0, 1);
    expect(runsOf("counters:get")).toBe(2);
    const client = connected();
    client.authenticate(tokenFor("ann"));
    client.add(0, "counters:get", { name: "a", more: 1 });
    await client.shows(0, 1);
    expect(runsOf("counters:get")).toBe(3);
  });

  it("are computed once for a burst of commits", async () => {
    const client = connected();
    client.add(0, "counters:sum");
    await client.shows(0, 0);
    for (let n = 0; n < 100; n++) {
      backend.scripted.app.database.transact((tx) =>
        tx.insert(NS, "counters", { name: "x", value: 1 }),
      );
    }
    await client.shows(0, 100);
    expect(runsOf("counters:sum")).toBe(2);
  });

  it("that fail recover, and say their log lines once", async () => {
    const client = connected();
    client.add(0, "counters:even", { name: "a" });
    client.mutate(0, "counters:add", { name: "a" });
    await client.message((m) => m.modifications?.[0]?.type === "QueryFailed");
    client.mutate(1, "counters:add", { name: "a" });
    await client.shows(0, 2);
    const changes = client.transitions().flatMap(({ modifications }) => modifications);
    expect(changes.at(-2)).toMatchObject({
      type: "QueryFailed",
      errorData: { odd: 1 },
      errorMessage: expect.stringMatching(/^\[Request ID: [0-9a-f]{16}\] Server Error\nUncaught /),
      logLines: ["[LOG] 'value' 1"],
    });
    expect(changes.at(-1)).toMatchObject({ type: "QueryUpdated", logLines: ["[LOG] 'value' 2"] });
  });

  it("that fail alike are not sent again, and have no errorData without a ConvexError", async () => {
    const client = connected();
    client.add(0, "nowhere:nothing");
    await client.message((m) => m.modifications?.[0]?.type === "QueryFailed");
    backend.scripted.activate();
    await expect.poll(() => runsOf("nowhere:nothing")).toBe(2);
    await quiet(20);
    expect(client.transitions()).toHaveLength(1);
    expect(client.transitions()[0].modifications[0]).not.toHaveProperty("errorData");
  });

  it("are computed again by a new deployment", async () => {
    const client = connected();
    client.add(0, "counters:get", { name: "a" });
    await client.shows(0, 0);
    backend.scripted.functions["counters:get"]!.handler = () => "new code";
    backend.scripted.activate();
    await client.shows(0, "new code");
  });

  it("of code that was replaced while it ran are not shown", async () => {
    const slow = gate();
    backend.scripted.functions["counters:get"] = {
      type: "Query",
      handler: () => "old",
      after: () => slow.passed,
    };
    const client = connected();
    client.add(0, "counters:get");
    await expect.poll(() => runsOf("counters:get")).toBe(1);
    backend.scripted.functions["counters:get"] = { type: "Query", handler: () => "new" };
    backend.scripted.activate();
    slow.open();
    await client.shows(0, "new");
    expect(client.transitions()).toHaveLength(1);
  });

  it("wait while the client is behind with reading", async () => {
    const client = connected();
    client.add(0, "counters:get", { name: "a" });
    await client.shows(0, 0);
    client.congested = true;
    for (let n = 0; n < 3; n++) client.mutate(n, "counters:add", { name: "a" });
    await client.response(2);
    await quiet(20);
    expect(client.transitions()).toHaveLength(1);
    client.congested = false;
    client.poke();
    await client.shows(0, 3);
    expect(client.transitions()).toHaveLength(2);
  });
});

describe("journals", () => {
  it("are given to later runs and come back to the client", async () => {
    backend.scripted.functions["pages:list"] = {
      type: "Query",
      handler: ({ journal, keepJournal, tx }) => {
        const end = journal ?? `end ${tx.count(NS, "counters")}`;
        keepJournal(end);
        return `${end} of ${tx.count(NS, "counters")}`;
      },
    };
    const client = connected();
    client.add(0, "pages:list");
    await client.shows(0, "end 0 of 0");
    client.mutate(0, "counters:add", { name: "a" });
    await client.shows(0, "end 0 of 1");
    expect(client.transitions().at(-1).modifications[0].journal).toBe("end 0");

    const newcomer = connected();
    newcomer.add(0, "pages:list");
    await newcomer.shows(0, "end 1 of 1");
    const returning = connected();
    returning.add(0, "pages:list", {}, { journal: "end 0" });
    await returning.shows(0, "end 0 of 1");
  });
});

describe("time", () => {
  it("never runs backwards, also for a client that comes back", async () => {
    const client = connected();
    client.mutate(0, "counters:add", { name: "a" });
    const { ts } = await client.response(0);
    await backend.restart();
    const again = unconnected();
    const seen = decodeTs(ts)! + 5n;
    again.connect({ maxObservedTimestamp: encodeTs(seen), connectionCount: 1 });
    again.add(0, "counters:get", { name: "a" });
    await again.shows(0, 1);
    expect(decodeTs(again.transitions()[0].endVersion.ts)! >= seen).toBe(true);
  });

  it("of a client that has seen the future makes it come back later", () => {
    const client = unconnected();
    const future = BigInt(Date.now() + 60_000) * 1_000_000n;
    client.connect({ maxObservedTimestamp: encodeTs(future) });
    expect(client.closed).toMatchObject({ code: 1013 });
    expect(client.closed!.reason).toMatch(/^InternalServerError/);
  });
});
