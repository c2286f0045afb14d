import { describe, expect, it } from "vitest";
import { quiet } from "../testing/let-pass.ts";
import { ADMIN_KEY, tokenFor } from "../testing/scripted-backend.ts";
import { type ScriptedClient } from "../testing/scripted-client.ts";
import { gate, useSessions } from "../testing/session-fixture.ts";

const backend = useSessions();
const { connected, runsOf } = backend;

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
    backend.scripted.functions["counters:whoAmI"]!.type = "Mutation";
    const client = connected();
    client.mutate(0, "counters:whoAmI");
    client.authenticate(tokenFor("ann"));
    client.mutate(1, "counters:whoAmI");
    expect(await client.response(0)).toMatchObject({ result: "none" });
    expect(await client.response(1)).toMatchObject({ result: "ann" });
  });

  it("that fails is reported, and closes the socket without a Transition", async () => {
    const client = connected();
    client.authenticate("nonsense");
    client.add(0, "counters:get");
    const error = await client.message(({ type }) => type === "AuthError");
    expect(error).toMatchObject({ error: "bad token", baseVersion: 0, authUpdateAttempted: true });
    expect(client.closed).not.toBeNull();
    await quiet(20);
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
  ])("that has run out is reported before a %s", async (what, act) => {
    const client = connected();
    client.authenticate(tokenFor("ann", Date.now() + 60_000));
    client.add(0, "counters:sum");
    await client.shows(0, 0);
    backend.scripted.advance(61_000);
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

  it("that has expired is ignored while a new token is being checked", async () => {
    const client = connected();
    client.authenticate(tokenFor("ann", Date.now() + 60_000));
    client.add(0, "counters:sum");
    await client.shows(0, 0);
    const checked = gate();
    const { fromToken } = backend.scripted.app.auth;
    backend.scripted.app.auth.fromToken = (token) => checked.passed.then(() => fromToken(token));
    backend.scripted.advance(61_000);
    client.authenticate(tokenFor("ann", Date.now() + 120_000));
    connected().mutate(0, "counters:add", { name: "a" });
    await client.shows(0, 1);
    checked.open();
    await client.message((m) => m.endVersion?.identity === 2);
    expect(client.closed).toBeNull();
  });

  it("whose keys cannot be had now asks the client to come back", async () => {
    const { BackendError } = await import("../kernel/errors.ts");
    backend.scripted.app.auth.fromToken = async () => {
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
    backend.scripted.activate(["child"]);
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
    backend.scripted.functions["counters:whoAmI"]!.handler = ({ identity }) =>
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
    backend.scripted.activate(["child"]);
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
