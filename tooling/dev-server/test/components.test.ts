// Official components, each through a real flow: rate-limiter, workpool, migrations, aggregate, rag, agent.
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { letPass } from "../src/testing/let-pass.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, httpClient, tryCall } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { cli, createProject, push, type Project } from "./support/project.ts";
import { checkTypes } from "./support/type-check.ts";
import { waitFor } from "./support/wait-for.ts";

const api = anyApi as any;

describe("rate-limiter, workpool, migrations, aggregate", () => {
  let backend: Backend;
  let project: Project;

  beforeAll(async () => {
    [backend, project] = await Promise.all([startBackend(), createProject("parts")]);
    await push(project, backend);
  });
  afterAll(async () => {
    await backend?.stop();
    await project?.dispose();
  });

  const runs = (tag: string) => call<string[]>(backend, "pool:runs", { tag });

  test("the generated types of four components check", async () => {
    await checkTypes(project);
  });

  describe("rate-limiter", () => {
    const use = (name: string, key: string, extra = {}) =>
      call<{ ok: boolean; retryAfter?: number }>(backend, "limits:use", { name, key, ...extra });

    test.each([
      ["bucket", 3],
      ["window", 2],
    ])(
      "a %s lets %i through, then says when to retry, for each key by itself",
      async (name, allowed) => {
        for (let n = 0; n < allowed; n++)
          expect(await use(name, "ada")).toMatchObject({ ok: true });
        const refused = await use(name, "ada");
        expect(refused.ok).toBe(false);
        expect(refused.retryAfter).toBeGreaterThan(0);
        expect(refused.retryAfter).toBeLessThanOrEqual(60_000);
        expect(await use(name, "bob")).toMatchObject({ ok: true });
      },
    );

    test("reset opens it again", async () => {
      for (let n = 0; n < 3; n++) await use("bucket", "reset");
      expect((await use("bucket", "reset")).ok).toBe(false);
      await call(backend, "limits:reset", { name: "bucket", key: "reset" });
      expect((await use("bucket", "reset")).ok).toBe(true);
    });

    test("a refused mutation throws the typed ConvexError and writes nothing, nor counts", async () => {
      for (let n = 0; n < 2; n++)
        await call(backend, "limits:useOrThrow", { name: "window", key: "thrown" });
      const answer = await tryCall(backend, "limits:useOrThrow", { name: "window", key: "thrown" });
      expect(answer.errorData).toMatchObject({
        kind: "RateLimited",
        name: "window",
        retryAfter: expect.any(Number),
      });
      expect(await runs("limited thrown")).toEqual(["window", "window"]);
    });

    test("parallel calls never let more through than allowed", async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => use("bucket", "crowd")));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
    });

    test("check looks without counting; a sharded limit and a reservation work", async () => {
      for (let n = 0; n < 5; n++) {
        expect(
          await call(backend, "limits:look", { name: "bucket", key: "looked at" }),
        ).toMatchObject({ ok: true });
      }
      expect(await call(backend, "limits:value", { name: "bucket", key: "looked at" })).toBe(3);
      expect(await use("sharded", "many", { count: 5 })).toMatchObject({ ok: true });
      expect(await use("reserved", "ahead", { reserve: true })).toMatchObject({ ok: true });
      const reserved = await use("reserved", "ahead", { reserve: true });
      expect(reserved.ok).toBe(true);
      expect(reserved.retryAfter).toBeGreaterThan(0);
    });
  });

  describe("workpool", () => {
    test("an action is retried until it works, and onComplete gets its value", async () => {
      const id = await call<string>(backend, "pool:enqueueFlaky", { tag: "flaky", succeedsAt: 3 });
      await waitFor("onComplete", async () => (await runs("done flaky")).length === 1);
      expect(await runs("done flaky")).toEqual(["success attempt 3 worked"]);
      expect(await runs("flaky")).toHaveLength(3);
      expect(await call(backend, "pool:status", { id })).toMatchObject({ state: "finished" });
    });

    test("an action that fails each time ends as failed after its attempts", async () => {
      await call(backend, "pool:enqueueFlaky", { tag: "hopeless", succeedsAt: 99 });
      await waitFor("onComplete", async () => (await runs("done hopeless")).length === 1);
      expect(await runs("done hopeless")).toEqual(["failed"]);
      expect(await runs("hopeless")).toHaveLength(3);
    });

    test("many mutations each run once and complete once", async () => {
      await call(backend, "pool:enqueueWrites", { tag: "writes", count: 20 });
      await waitFor("all completions", async () => (await runs("done writes")).length === 20);
      expect((await runs("writes")).map(Number).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, n) => n),
      );
    });

    test("with a parallelism of one, actions do not overlap", async () => {
      await call(backend, "pool:enqueueSerial", { tag: "serial", count: 3, ms: 100 });
      await waitFor("all runs", async () => (await runs("serial")).length === 6);
      expect(await runs("serial")).toEqual(["start", "end", "start", "end", "start", "end"]);
    });

    test("canceled work does not run and completes as canceled", async () => {
      await call(backend, "pool:enqueueLateThenCancel", { tag: "canceled" });
      await waitFor("onComplete", async () => (await runs("done canceled")).length === 1);
      expect(await runs("done canceled")).toEqual(["canceled"]);
      expect(await runs("canceled")).toEqual([]);
    });

    test("a push in between does not stop the loop: handles stay what they were", async () => {
      await call(backend, "pool:enqueueFlaky", { tag: "before push", succeedsAt: 2 });
      await project.edit("convex/pool.ts", "worked`", "worked` + ''");
      await push(project, backend);
      await call(backend, "pool:enqueueFlaky", { tag: "after push", succeedsAt: 1 });
      for (const tag of ["done before push", "done after push"]) {
        await waitFor(tag, async () => (await runs(tag)).length === 1);
      }
    });

    test("work enqueued before a crash is done after it", async () => {
      await call(backend, "pool:enqueueWrites", { tag: "crash", count: 5 });
      await backend.crash();
      await backend.start();
      await waitFor("all completions", async () => (await runs("done crash")).length === 5);
      expect(await runs("crash")).toHaveLength(5);
    });
  });

  describe("migrations", () => {
    test("a dry run changes nothing; a run goes through all batches; a second run has nothing to do", async () => {
      await call(backend, "migrations:seed", { count: 35 });
      const dry = await cli(project, backend, [
        "run",
        "migrations:run",
        '{"fn":"migrations:addRole","dryRun":true}',
      ]);
      expect(dry.output).toMatch(/dry/i);
      const people = () => call<{ name: string; role?: string }[]>(backend, "migrations:people");
      expect((await people()).every(({ role }) => role === undefined)).toBe(true);
      await call(backend, "migrations:runAll");
      await waitFor("both migrations", async () => {
        const status = await call<any[]>(backend, "migrations:status");
        return status.length === 2 && status.every(({ isDone }) => isDone);
      });
      const after = await people();
      expect(after.every(({ role }) => role === "member")).toBe(true);
      expect(after.every(({ name }) => name.startsWith("PERSON"))).toBe(true);
      const status = await call<any[]>(backend, "migrations:status");
      expect(status.map(({ processed }) => processed)).toEqual([35, 35]);
    });
  });

  describe("aggregate", () => {
    const stats = (team: string) => call<any>(backend, "notes:stats", { team });

    test("counts, sums and ranks follow inserts, updates and deletes of their table", async () => {
      await call(backend, "notes:addMany", {
        team: "red",
        scores: Array.from({ length: 60 }, (_, n) => n),
      });
      await call(backend, "notes:addMany", { team: "blue", scores: [7] });
      expect(await stats("red")).toEqual({ count: 60, sum: 1_770, upTo5: 6, third: 2, max: 59 });
      expect(await stats("blue")).toMatchObject({ count: 1, sum: 7 });
      await call(backend, "notes:removeBelow", { team: "red", score: 10 });
      expect(await stats("red")).toEqual({ count: 50, sum: 1_725, upTo5: 0, third: 12, max: 59 });
      await call(backend, "notes:rescore", { team: "red", by: -10 });
      expect(await stats("red")).toEqual({ count: 50, sum: 1_225, upTo5: 6, third: 2, max: 49 });
    });

    test("a mutation that fails is not counted", async () => {
      const before = await stats("red");
      expect((await tryCall(backend, "notes:addThenFail", { team: "red" })).status).toBe("error");
      expect(await stats("red")).toEqual(before);
    });

    test("a live count follows", async () => {
      const client = new ConvexClient(backend.url, {
        logger: false,
        skipConvexDeploymentUrlCheck: true,
      });
      const counts: number[] = [];
      client.onUpdate(
        api.notes.stats,
        { team: "live" },
        (value: any) => void counts.push(value.count),
      );
      await waitFor("the first count", () => counts.length > 0);
      await call(backend, "notes:addMany", { team: "live", scores: [1, 2, 3] });
      await waitFor("the count", () => counts.at(-1) === 3);
      await client.close();
    });
  });
});

describe("rag and agent", () => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await startBackend();
    await deploy("ai", backend);
  });
  afterAll(async () => {
    await backend?.stop();
  });

  describe("rag", () => {
    const namespace = "zoo";
    const texts = {
      otter: "Otters hold hands while they sleep on the river.",
      heron: "The heron stands still and waits for fish.",
      steam: "A steam engine turns heat into motion.",
    };
    const search = (query: string, extra = {}) =>
      call<{ texts: string[]; scores: number[]; keys: string[] }>(backend, "knowledge:search", {
        namespace,
        query,
        type: "vector",
        ...extra,
      });

    test("what was added is found, nearest first, by vector, by text and by both", async () => {
      for (const [key, text] of Object.entries(texts)) {
        const kind = key === "steam" ? "machine" : "animal";
        const added = await call<any>(backend, "knowledge:add", { namespace, key, text, kind });
        expect(added).toMatchObject({ status: "ready", created: true });
      }
      const byVector = await search("otters sleep hands");
      expect(byVector.texts[0]).toContain("Otters");
      expect(byVector.scores).toEqual(byVector.scores.toSorted((a, b) => b - a));
      expect((await search("heron fish", { type: "text" })).texts[0]).toContain("heron");
      expect((await search("steam heat", { type: "hybrid" })).texts[0]).toContain("steam");
    });

    test("a filter narrows, and another namespace is empty", async () => {
      const machines = await search("otters sleep hands", { kind: "machine" });
      expect(machines.keys).toEqual(["steam"]);
      expect((await search("otters", { namespace: "nowhere" })).texts).toEqual([]);
    });

    test("adding under the same key replaces", async () => {
      await call(backend, "knowledge:add", {
        namespace,
        key: "heron",
        text: "The heron has flown away.",
        kind: "animal",
      });
      const found = await search("heron flown away");
      expect(found.texts[0]).toContain("flown away");
      expect(JSON.stringify(await search("heron stands still waits fish"))).not.toContain(
        "stands still",
      );
    });

    test("a file is chunked in the background, onComplete runs, and its chunks are found", async () => {
      const text =
        "Lighthouses blink at ships.\n\nKeepers climb the stairs.\n\nFog horns sound in mist.";
      const storageId = await call<string>(backend, "knowledge:keepFile", { text });
      const entryId = await call<string>(backend, "knowledge:addFile", {
        namespace,
        key: "lighthouse",
        storageId,
      });
      await waitFor("onComplete", async () =>
        (await call<any[]>(backend, "knowledge:finished")).some((done) => done.entryId === entryId),
      );
      expect(await call(backend, "knowledge:finished")).toEqual([
        { entryId, replaced: false, error: null },
      ]);
      expect((await search("keepers climb stairs")).texts[0]).toContain("Keepers climb");
      expect(await call(backend, "knowledge:list", { namespace })).toContainEqual({
        key: "lighthouse",
        status: "ready",
      });
    });
  });

  describe("agent", () => {
    const page = { numItems: 20, cursor: null };

    test("a streamed answer arrives in growing parts and ends as a saved message", async () => {
      const threadId = await call<string>(backend, "chat:start", { userId: "ada" });
      const client = new ConvexClient(backend.url, {
        logger: false,
        skipConvexDeploymentUrlCheck: true,
      });
      const streams: any[] = [];
      client.onUpdate(
        api.chat.uiMessages,
        { threadId, paginationOpts: page, streamArgs: { kind: "list" } },
        (value: any) => void streams.push(value.streams),
      );
      await waitFor("the first value", () => streams.length > 0);
      await call(backend, "chat:send", { threadId, prompt: "Count, please.", how: "stream" });
      const messages = () =>
        call<any>(backend, "chat:messages", { threadId, paginationOpts: page });
      const answer = await waitFor("the answer", async () =>
        (await messages()).page.find(
          (message: any) => message.message?.role === "assistant" && message.status === "success",
        ),
      );
      expect(answer.text).toContain("one two three");
      expect(answer.text).toContain("fifteen");
      const user = (await messages()).page.find((message: any) => message.message?.role === "user");
      expect(user.text).toBe("Count, please.");
      const statuses = new Set(
        streams.flatMap((value) => value?.messages ?? []).map(({ status }: any) => status),
      );
      expect(statuses).toContain("streaming");
      await client.close();
    });

    test("a tool is called and its result leads to the final text", async () => {
      const threadId = await call<string>(backend, "chat:start", { userId: "bob" });
      await call(backend, "chat:send", { threadId, prompt: "What is an otter?", how: "tool" });
      const messages = () =>
        call<any>(backend, "chat:messages", { threadId, paginationOpts: page });
      await waitFor("the final text", async () =>
        (await messages()).page.some(({ text }: any) => text === "done looking"),
      );
      const all = JSON.stringify((await messages()).page);
      expect(all).toContain("otter means itself");
    });

    test("threads are apart, and messages come in order", async () => {
      const [one, two] = [
        await call<string>(backend, "chat:start", { userId: "eve" }),
        await call<string>(backend, "chat:start", { userId: "eve" }),
      ];
      for (const prompt of ["first", "second", "third"]) {
        await call(backend, "chat:send", { threadId: one, prompt, how: "only save" });
      }
      await call(backend, "chat:send", { threadId: two, prompt: "elsewhere", how: "only save" });
      await letPass(50);
      const client = httpClient(backend);
      const list = await client.query(api.chat.uiMessages, {
        threadId: one,
        paginationOpts: page,
        streamArgs: { kind: "list" },
      });
      expect(list.page.map(({ text }: any) => text)).toEqual(["first", "second", "third"]);
    });
  });
});
