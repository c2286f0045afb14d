import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADMIN_KEY, NS, openScripted, tokenFor, type ScriptedApp } from "./scripted-backend.ts";
import { openClient, type ScriptedClient } from "./scripted-client.ts";
import { applyCounters, counterFunctions } from "./scripted-counters.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { decodeTs, encodeTs } from "./timestamp.ts";

let scripted: ScriptedApp;
let sessions: Sessions;

beforeEach(async () => {
  scripted = await openScripted(counterFunctions());
  applyCounters(scripted);
  sessions = createSessions(scripted.app);
});
afterEach(async () => {
  sessions.close();
  await scripted.close();
});

function connected(sessionId?: string): ScriptedClient {
  const client = openClient(sessions, sessionId);
  client.connect();
  return client;
}

/** A promise and what resolves it. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

/** Writes the value of one counter, without a client. */
function counter(name: string): (value: number) => void {
  let id: string | null = null;
  return (value) =>
    void scripted.app.database.transact((tx) => {
      if (id === null) id = tx.insert(NS, "counters", { name, value });
      else tx.patch(NS, id, { value });
    });
}

const runsOf = (path: string) => scripted.runs.get(path) ?? 0;

describe("a query set", () => {
  it("without queries gets its Transition", async () => {
    const client = connected();
    client.send({ type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [] });
    const transition = await client.message(({ type }) => type === "Transition");
    expect(transition).toMatchObject({ endVersion: { querySet: 1 }, modifications: [] });
  });

  it("shows a first result in the Transition of its version, never before it is there", async () => {
    const slow = gate();
    scripted.functions["counters:sum"]!.before = () => slow.passed;
    const client = connected();
    client.add(0, "counters:get", { name: "a" });
    client.add(1, "counters:sum");
    await sleep(30);
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
    scripted.functions["counters:sum"]!.after = () => sleep(5);
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
    scripted.functions["counters:sum"]!.before = () => sum.passed;
    scripted.functions["counters:get"]!.after = () => get.passed;
    write(1);
    await expect.poll(() => runsOf("counters:get")).toBe(2);
    write(2);
    get.open();
    await expect.poll(() => runsOf("counters:get")).toBe(3);
    await sleep(20);
    expect(client.transitions()).toHaveLength(before);
    sum.open();
    await client.shows(1, 2);
    expect(client.shown.get(0)).toBe(2);
  });

  it("reach the client although commits come faster than its queries run", async () => {
    for (const path of ["counters:get", "counters:sum", "counters:isPositive"]) {
      scripted.functions[path]!.after = () => sleep(5 + 20 * Math.random());
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
      .poll(() => watcher.transitions().length, { timeout: 10_000 })
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
      scripted.app.database.transact((tx) => tx.insert(NS, "counters", { name: "x", value: 1 }));
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
    scripted.activate();
    await expect.poll(() => runsOf("nowhere:nothing")).toBe(2);
    await sleep(20);
    expect(client.transitions()).toHaveLength(1);
    expect(client.transitions()[0].modifications[0]).not.toHaveProperty("errorData");
  });

  it("are computed anew by a new deployment", async () => {
    const client = connected();
    client.add(0, "counters:get", { name: "a" });
    await client.shows(0, 0);
    scripted.functions["counters:get"]!.handler = () => "new code";
    scripted.activate();
    await client.shows(0, "new code");
  });

  it("of code that was replaced while it ran are not shown", async () => {
    const slow = gate();
    scripted.functions["counters:get"] = {
      type: "Query",
      handler: () => "old",
      after: () => slow.passed,
    };
    const client = connected();
    client.add(0, "counters:get");
    await expect.poll(() => runsOf("counters:get")).toBe(1);
    scripted.functions["counters:get"] = { type: "Query", handler: () => "new" };
    scripted.activate();
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
    await sleep(20);
    expect(client.transitions()).toHaveLength(1);
    client.congested = false;
    client.poke();
    await client.shows(0, 3);
    expect(client.transitions()).toHaveLength(2);
  });
});

describe("journals", () => {
  it("are given to later runs and come back to the client", async () => {
    scripted.functions["pages:list"] = {
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

describe("mutations", () => {
  it("are answered first, then confirmed by a Transition, also without any query", async () => {
    const client = connected();
    for (const [id, path] of ["counters:add", "counters:nothing"].entries()) {
      client.mutate(id, path, { name: "a" });
      const response = await client.response(id);
      expect(response).toMatchObject({ type: "MutationResponse", success: true, logLines: [] });
      const after = client.messages.indexOf(response);
      await expect
        .poll(() => client.messages.slice(after).find(({ type }) => type === "Transition"))
        .toBeDefined();
      const transition = client.transitions().at(-1);
      expect(decodeTs(transition.endVersion.ts)! >= decodeTs(response.ts)!).toBe(true);
    }
  });

  it("run one after another in the order they came", async () => {
    const order: string[] = [];
    scripted.functions["counters:add"]!.before = async ({ by }) => {
      order.push(`start ${by}`);
      await sleep(by === 1 ? 20 : 1);
    };
    scripted.functions["counters:add"]!.after = ({ by }) => void order.push(`end ${by}`);
    const client = connected();
    for (const by of [1, 2, 3]) client.mutate(by, "counters:add", { name: "a", by });
    expect(await client.response(3)).toMatchObject({ result: 6 });
    expect(order).toEqual(["start 1", "end 1", "start 2", "end 2", "start 3", "end 3"]);
  });

  it("are not held up by actions and slow queries; actions run side by side", async () => {
    const slow = gate();
    scripted.functions["counters:act"]!.before = ({ name }) =>
      name === "slow" ? slow.passed : undefined;
    scripted.functions["counters:sum"]!.before = () => slow.passed;
    const client = connected();
    client.add(0, "counters:sum");
    client.send({
      type: "Action",
      requestId: 1,
      udfPath: "counters:act",
      args: [{ name: "slow" }],
    });
    client.send({ type: "Action", requestId: 2, udfPath: "counters:act", args: [{ name: "b" }] });
    client.mutate(3, "counters:add", { name: "a" });
    expect(await client.response(2)).toMatchObject({ type: "ActionResponse", result: "b" });
    expect(await client.response(3)).toMatchObject({ success: true });
    expect(client.messages.some(({ requestId }) => requestId === 1)).toBe(false);
    slow.open();
    expect(await client.response(1)).toMatchObject({ success: true, result: "slow" });
    expect(await client.response(1)).not.toHaveProperty("ts");
  });

  it("that fail have no timestamp, and errorData only of a ConvexError", async () => {
    const client = connected();
    client.mutate(0, "counters:fail", { data: { code: 7 } });
    client.mutate(1, "counters:fail");
    client.mutate(2, "counters:add", { name: "a" });
    expect(await client.response(0)).toMatchObject({ success: false, errorData: { code: 7 } });
    const plain = await client.response(1);
    expect(plain).toMatchObject({ success: false, result: expect.stringContaining("Error: no") });
    expect(plain).not.toHaveProperty("ts");
    expect(plain).not.toHaveProperty("errorData");
    expect(await client.response(2)).toMatchObject({ success: true, result: 1 });
  });

  it("that were sent again answer as the first time and run once", async () => {
    const first = connected();
    first.mutate(0, "counters:add", { name: "a" });
    const answer = await first.response(0);
    first.disconnect();
    const second = connected(first.sessionId);
    second.mutate(0, "counters:add", { name: "a" });
    expect(await second.response(0)).toEqual(answer);
    const other = connected();
    other.mutate(0, "counters:add", { name: "a" });
    expect(await other.response(0)).toMatchObject({ result: 2 });
  });

  it("whose socket broke between commit and answer run once, also after a restart", async () => {
    const lost = gate();
    scripted.functions["counters:add"]!.after = () => lost.passed;
    const client = connected();
    client.mutate(0, "counters:add", { name: "a" });
    await expect
      .poll(() => scripted.app.database.read((tx) => tx.count(NS, "counters")).value)
      .toBe(1);
    client.disconnect();
    lost.open();
    sessions.close();
    await scripted.reopen();
    sessions = createSessions(scripted.app);
    const again = connected(client.sessionId);
    again.mutate(0, "counters:add", { name: "a" });
    again.add(0, "counters:get", { name: "a" });
    expect(await again.response(0)).toMatchObject({ success: true, result: 1 });
    await again.shows(0, 1);
    expect(runsOf("counters:add")).toBe(1);
  });

  it("that are still running are waited for by a duplicate on another socket", async () => {
    const slow = gate();
    scripted.functions["counters:add"]!.before = () => slow.passed;
    const client = connected();
    client.mutate(0, "counters:add", { name: "a" });
    client.mutate(1, "counters:add", { name: "a" });
    const again = connected(client.sessionId);
    client.disconnect();
    again.mutate(0, "counters:add", { name: "a" });
    again.mutate(1, "counters:add", { name: "a" });
    await sleep(20);
    slow.open();
    expect(await again.response(0)).toMatchObject({ result: 1 });
    expect(await again.response(1)).toMatchObject({ result: 2 });
    expect(runsOf("counters:add")).toBe(2);
  });

  it("with a result of several megabytes are remembered, whatever characters it has", async () => {
    const emoji = "😀".repeat(600_000);
    scripted.functions["counters:big"] = {
      type: "Mutation",
      handler: ({ args }) => `${args.pad}${emoji}`,
    };
    const client = connected();
    client.mutate(0, "counters:big", { pad: "" });
    client.mutate(1, "counters:big", { pad: "\n" });
    await client.response(1);
    const again = connected(client.sessionId);
    for (const [id, pad] of ["", "\n"].entries()) {
      again.mutate(id, "counters:big", { pad });
      expect((await again.response(id)).result === `${pad}${emoji}`).toBe(true);
    }
    expect(runsOf("counters:big")).toBe(2);
  });

  it("are forgotten after a day", async () => {
    const client = connected();
    client.mutate(0, "counters:add", { name: "a" });
    await client.response(0);
    scripted.advance(25 * 60 * 60_000);
    sessions.close();
    sessions = createSessions(scripted.app);
    const again = connected(client.sessionId);
    again.mutate(0, "counters:add", { name: "a" });
    expect(await again.response(0)).toMatchObject({ result: 2 });
  });
});

describe("authentication", () => {
  it("re-runs every query as the new identity, in the Transition that says so", async () => {
    const client = connected();
    client.add(0, "counters:whoAmI");
    client.authenticate(tokenFor("ann"));
    client.add(1, "counters:get", { name: "a" });
    await client.message((m) => m.endVersion?.identity === 1);
    for (const { endVersion, modifications } of client.transitions()) {
      const who = modifications.find(({ queryId }: { queryId: number }) => queryId === 0);
      if (who) expect(who.value).toBe(endVersion.identity === 1 ? "ann" : "none");
    }
    expect(client.shown.get(0)).toBe("ann");
    client.authenticate(null);
    await client.shows(0, "none");
    expect(client.transitions().at(-1).endVersion.identity).toBe(2);
  });

  it("with a fresh token of the same person runs nothing again", async () => {
    const client = connected();
    client.authenticate(tokenFor("ann"));
    client.add(0, "counters:whoAmI");
    await client.shows(0, "ann");
    client.authenticate(tokenFor("ann", Date.now() + 60_000));
    const transition = await client.message((m) => m.endVersion?.identity === 2);
    expect(transition.modifications).toEqual([]);
    expect(runsOf("counters:whoAmI")).toBe(1);
  });

  it("holds for what comes after it, not for what came before", async () => {
    scripted.functions["counters:whoAmI"]!.type = "Mutation";
    const client = connected();
    client.mutate(0, "counters:whoAmI");
    client.authenticate(tokenFor("ann"));
    client.mutate(1, "counters:whoAmI");
    expect(await client.response(0)).toMatchObject({ result: "none" });
    expect(await client.response(1)).toMatchObject({ result: "ann" });
  });

  it("that fails is told, and closes the socket without a Transition", async () => {
    const client = connected();
    client.authenticate("nonsense");
    client.add(0, "counters:get");
    const error = await client.message(({ type }) => type === "AuthError");
    expect(error).toMatchObject({ error: "bad token", baseVersion: 0, authUpdateAttempted: true });
    expect(client.closed).not.toBeNull();
    await sleep(20);
    expect(client.transitions()).toEqual([]);
  });

  it.each([
    ["mutation", (c: ScriptedClient) => c.mutate(5, "counters:add", { name: "a" })],
    [
      "action",
      (c: ScriptedClient) =>
        c.send({ type: "Action", requestId: 5, udfPath: "counters:act", args: [{}] }),
    ],
    ["changed result", () => void 0],
  ])("that has run out is told before a %s", async (what, act) => {
    const client = connected();
    client.authenticate(tokenFor("ann", Date.now() + 60_000));
    client.add(0, "counters:sum");
    await client.shows(0, 0);
    scripted.advance(61_000);
    act(client);
    if (what === "changed result") {
      const writer = connected();
      writer.mutate(0, "counters:add", { name: "a" });
    }
    const error = await client.message(({ type }) => type === "AuthError");
    expect(error).toEqual({
      type: "AuthError",
      error: "Convex token identity expired",
      baseVersion: 1,
      authUpdateAttempted: false,
    });
    expect(client.closed).not.toBeNull();
    expect(client.shown.get(0)).toBe(0);
    expect(client.messages.some(({ requestId }) => requestId === 5)).toBe(false);
  });

  it("that has run out is no matter while a new token is being checked", async () => {
    const client = connected();
    client.authenticate(tokenFor("ann", Date.now() + 60_000));
    client.add(0, "counters:sum");
    await client.shows(0, 0);
    const checked = gate();
    const { fromToken } = scripted.app.auth;
    scripted.app.auth.fromToken = (token) => checked.passed.then(() => fromToken(token));
    scripted.advance(61_000);
    client.authenticate(tokenFor("ann", Date.now() + 120_000));
    connected().mutate(0, "counters:add", { name: "a" });
    await client.shows(0, 1);
    checked.open();
    await client.message((m) => m.endVersion?.identity === 2);
    expect(client.closed).toBeNull();
  });

  it("whose keys cannot be had now asks the client to come back", async () => {
    const { BackendError } = await import("../errors.ts");
    scripted.app.auth.fromToken = async () => {
      throw new BackendError("AuthProviderDiscoveryFailed", "unreachable", 503);
    };
    const client = connected();
    client.authenticate(tokenFor("ann"));
    await expect.poll(() => client.closed).toMatchObject({ code: 1013 });
    expect(client.messages).toEqual([]);
  });
});

describe("an admin", () => {
  const authenticate = (client: ScriptedClient, value: string, impersonating?: object) =>
    client.send({ type: "Authenticate", baseVersion: 0, tokenType: "Admin", value, impersonating });

  it("reaches components and the backend's own queries, which are live", async () => {
    scripted.activate(["child"]);
    const client = connected();
    authenticate(client, ADMIN_KEY);
    client.add(0, "_system/cli/tableSize", { tableName: "counters" });
    client.add(1, "counters:get", { name: "a" }, { componentPath: "child" });
    client.add(2, "counters:get", { name: "a" }, { componentPath: "missing" });
    await client.shows(0, 0);
    expect(client.shown.get(1)).toBe(0);
    expect(client.shown.get(2)).toMatchObject({ failed: expect.stringContaining("missing") });
    client.mutate(0, "counters:add", { name: "a" });
    await client.shows(0, 1);
  });

  it("may act as somebody", async () => {
    scripted.functions["counters:whoAmI"]!.handler = ({ identity }) =>
      identity.kind === "admin" ? identity.impersonating : null;
    const client = connected();
    authenticate(client, ADMIN_KEY, { subject: "s", name: "Ann" });
    client.add(0, "counters:whoAmI");
    await client.shows(0, expect.objectContaining({ subject: "s", name: "Ann" }));
  });

  it("needs the right key", async () => {
    const client = connected();
    authenticate(client, "wrong");
    await client.message(({ type }) => type === "AuthError");
    expect(client.closed).not.toBeNull();
  });

  it("alone may do so", async () => {
    scripted.activate(["child"]);
    const client = connected();
    client.add(0, "_system/cli/tables", { paginationOpts: { numItems: 1, cursor: null } });
    client.add(1, "counters:get", {}, { componentPath: "child" });
    client.send({
      type: "Mutation",
      requestId: 0,
      udfPath: "counters:add",
      args: [{}],
      componentPath: "child",
    });
    expect(await client.response(0)).toMatchObject({ success: false });
    await client.message(({ type }) => type === "Transition");
    for (const id of [0, 1]) {
      expect(client.shown.get(id)).toMatchObject({ failed: expect.stringContaining("admin key") });
    }
    expect(runsOf("counters:get") + runsOf("counters:add")).toBe(0);
  });
});

describe("time", () => {
  it("never runs backwards, also for a client that comes back", async () => {
    const client = connected();
    client.mutate(0, "counters:add", { name: "a" });
    const { ts } = await client.response(0);
    sessions.close();
    await scripted.reopen();
    sessions = createSessions(scripted.app);
    const again = openClient(sessions);
    const seen = decodeTs(ts)! + 5n;
    again.connect({ maxObservedTimestamp: encodeTs(seen), connectionCount: 1 });
    again.add(0, "counters:get", { name: "a" });
    await again.shows(0, 1);
    expect(decodeTs(again.transitions()[0].endVersion.ts)! >= seen).toBe(true);
  });

  it("of a client that has seen the future makes it come back later", () => {
    const client = openClient(sessions);
    const future = BigInt(Date.now() + 60_000) * 1_000_000n;
    client.connect({ maxObservedTimestamp: encodeTs(future) });
    expect(client.closed).toMatchObject({ code: 1013 });
    expect(client.closed!.reason).toMatch(/^InternalServerError/);
  });
});

describe("a broken protocol", () => {
  const add = { type: "Add", queryId: 0, udfPath: "a:b", args: [{}] };
  const modify = { type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [] };
  it.each<[string, unknown]>([
    ["is not JSON", "{"],
    ["is not JSON", ""],
    ["must be an object", "[]"],
    ["must be an object", "null"],
    ['"type" must be a string', {}],
    ["unknown message type", { type: "Shutdown" }],
    ["unknown message type", { type: "__proto__" }],
    ["Connect twice", { type: "Connect", sessionId: randomUUID(), connectionCount: 0 }],
    ['"sessionId" must be a UUID', { type: "Connect", sessionId: "x", connectionCount: 0 }],
    ["BaseVersionMismatch", { ...modify, baseVersion: 3, newVersion: 4 }],
    ["must be above", { ...modify, newVersion: 0 }],
    ['"baseVersion" must be', { ...modify, baseVersion: -1 }],
    ['"modifications" must be', { ...modify, modifications: {} }],
    ["unknown modification type", { ...modify, modifications: [{ type: "Eat", queryId: 1 }] }],
    ['"queryId" must be', { ...modify, modifications: [{ ...add, queryId: "0" }] }],
    ['"args" must be', { ...modify, modifications: [{ ...add, args: [] }] }],
    ['"args" must be', { ...modify, modifications: [{ ...add, args: {} }] }],
    ["added twice", { ...modify, modifications: [add, add] }],
    ['"requestId" must be', { type: "Mutation", requestId: 2 ** 32, udfPath: "a", args: [{}] }],
    ['"udfPath" must be', { type: "Action", requestId: 1, args: [{}] }],
    ["unknown token type", { type: "Authenticate", baseVersion: 0, tokenType: "Guest" }],
    ["BaseVersionMismatch", { type: "Authenticate", baseVersion: 1, tokenType: "None" }],
    ['"value" must be', { type: "Authenticate", baseVersion: 0, tokenType: "User" }],
  ])("is a FatalError that says: %s", async (problem, message) => {
    const client = connected();
    client.sendText(typeof message === "string" ? message : JSON.stringify(message));
    const fatal = await client.message(({ type }) => type === "FatalError");
    expect(fatal.error).toContain(problem);
    expect(client.closed).toMatchObject({ code: 1000 });
    client.mutate(0, "counters:add", { name: "a" });
    await sleep(5);
    expect(runsOf("counters:add")).toBe(0);
  });

  it("begins with anything but Connect", async () => {
    const client = openClient(sessions);
    client.mutate(0, "counters:add", { name: "a" });
    await client.message(({ type }) => type === "FatalError");
    expect(runsOf("counters:add")).toBe(0);
  });

  it("is not a bad path or bad values: those fail the one call", async () => {
    const client = connected();
    client.add(0, "../../etc/passwd:x");
    client.mutate(0, "", {});
    expect(await client.response(0)).toMatchObject({ success: false });
    await client.message((m) => m.modifications?.[0]?.type === "QueryFailed");
    expect(client.closed).toBeNull();
  });
});
