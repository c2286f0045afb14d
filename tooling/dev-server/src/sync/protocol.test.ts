import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { quiet } from "../testing/let-pass.ts";
import { useSessions } from "../testing/session-fixture.ts";

const backend = useSessions();
const { connected, unconnected, runsOf } = backend;

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
    await quiet(5);
    expect(runsOf("counters:add")).toBe(0);
  });

  it.each(["args", "udfPath", "other"])(
    "is what nests too deeply in %s, or it is ignored",
    async (field) => {
      const client = connected();
      const nested = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
      const fields = { args: '"args":[{}]', udfPath: '"udfPath":"counters:add"' };
      const rest = Object.entries(fields).filter(([name]) => name !== field);
      const value = field === "args" ? `[{"a":${nested}}]` : nested;
      client.sendText(
        `{"type":"Mutation","requestId":0,${rest.map(([, text]) => text).join(",")},"${field}":${value}}`,
      );
      if (field === "other") expect(await client.response(0)).toMatchObject({ success: true });
      else await client.message(({ type }) => type === "FatalError");
    },
  );

  it("begins with anything but Connect", async () => {
    const client = unconnected();
    client.mutate(0, "counters:add", { name: "a" });
    await client.message(({ type }) => type === "FatalError");
    expect(runsOf("counters:add")).toBe(0);
  });

  it("is not a bad path or bad values: those fail the one call", async () => {
    const client = connected();
    client.add(0, "../../etc/passwd:x");
    client.mutate(0, "", {});
    client.mutate(1, "counters:add", { name: { $integer: "!" } });
    client.add(1, "counters:get", { name: { $integer: "!" } });
    for (const id of [0, 1]) expect(await client.response(id)).toMatchObject({ success: false });
    await client.message((m) => m.modifications?.[0]?.type === "QueryFailed");
    expect(client.closed).toBeNull();
  });
});
