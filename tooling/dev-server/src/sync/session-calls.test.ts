import { describe, expect, it } from "vitest";
import { letPass, quiet } from "../testing/let-pass.ts";
import { NS } from "../testing/scripted-backend.ts";
import { gate, useSessions } from "../testing/session-fixture.ts";
import { decodeTs } from "../wire/timestamp.ts";
import { MAX_ACTIONS } from "./session-calls.ts";

const backend = useSessions();
const { connected, runsOf } = backend;

describe("actions", () => {
  it("of one connection run so many at a time, and the others after them", async () => {
    const gates = Array.from({ length: MAX_ACTIONS + 2 }, gate);
    const started: number[] = [];
    backend.scripted.functions["counters:act"]!.before = ({ name }) => {
      started.push(Number(name));
      return gates[Number(name)]!.passed;
    };
    const client = connected();
    for (const requestId of gates.keys()) {
      const args = [{ name: String(requestId) }];
      client.send({ type: "Action", requestId, udfPath: "counters:act", args });
    }
    await expect.poll(() => started.length).toBe(MAX_ACTIONS);
    await quiet(20);
    expect(started).toHaveLength(MAX_ACTIONS);
    gates[5]!.open();
    expect(await client.response(5)).toMatchObject({ success: true });
    await expect.poll(() => started.at(-1)).toBe(MAX_ACTIONS);
    client.disconnect();
    for (const { open } of gates) open();
    await quiet(20);
    expect(started).toHaveLength(MAX_ACTIONS + 1);
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
    backend.scripted.functions["counters:add"]!.before = async ({ by }) => {
      order.push(`start ${by}`);
      await letPass(by === 1 ? 20 : 1);
    };
    backend.scripted.functions["counters:add"]!.after = ({ by }) => void order.push(`end ${by}`);
    const client = connected();
    for (const by of [1, 2, 3]) client.mutate(by, "counters:add", { name: "a", by });
    expect(await client.response(3)).toMatchObject({ result: 6 });
    expect(order).toEqual(["start 1", "end 1", "start 2", "end 2", "start 3", "end 3"]);
  });

  it("are not held up by actions and slow queries; actions run side by side", async () => {
    const slow = gate();
    backend.scripted.functions["counters:act"]!.before = ({ name }) =>
      name === "slow" ? slow.passed : undefined;
    backend.scripted.functions["counters:sum"]!.before = () => slow.passed;
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
    backend.scripted.functions["counters:add"]!.after = () => lost.passed;
    const client = connected();
    client.mutate(0, "counters:add", { name: "a" });
    await expect
      .poll(() => backend.scripted.app.database.read((tx) => tx.count(NS, "counters")).value)
      .toBe(1);
    client.disconnect();
    lost.open();
    await backend.restart();
    const again = connected(client.sessionId);
    again.mutate(0, "counters:add", { name: "a" });
    again.add(0, "counters:get", { name: "a" });
    expect(await again.response(0)).toMatchObject({ success: true, result: 1 });
    await again.shows(0, 1);
    expect(runsOf("counters:add")).toBe(1);
  });

  it("that are still running are waited for by a duplicate on another socket", async () => {
    const slow = gate();
    backend.scripted.functions["counters:add"]!.before = () => slow.passed;
    const client = connected();
    client.mutate(0, "counters:add", { name: "a" });
    client.mutate(1, "counters:add", { name: "a" });
    const again = connected(client.sessionId);
    client.disconnect();
    again.mutate(0, "counters:add", { name: "a" });
    again.mutate(1, "counters:add", { name: "a" });
    await quiet(20);
    slow.open();
    expect(await again.response(0)).toMatchObject({ result: 1 });
    expect(await again.response(1)).toMatchObject({ result: 2 });
    expect(runsOf("counters:add")).toBe(2);
  });

  it("with a result of several megabytes are remembered, whatever characters it has", async () => {
    const emoji = "😀".repeat(600_000);
    backend.scripted.functions["counters:big"] = {
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
    backend.scripted.advance(25 * 60 * 60_000);
    await backend.restart();
    const again = connected(client.sessionId);
    again.mutate(0, "counters:add", { name: "a" });
    expect(await again.response(0)).toMatchObject({ result: 2 });
  });
});
