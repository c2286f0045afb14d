import { zid } from "@repo/validators/convex";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { sourceLimits } from "@repo/validators/knowledge/sources";
import { usageLimits } from "@repo/validators/ai/usage";
import { api, components, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { internalAction } from "../../convex/builders/functions.ts";
import { INTERRUPTED_OFTEN, GENERIC_FAILURE } from "../../convex/model/platform/failures.ts";
import { uploaded } from "../../testing/files.ts";
import { addText, serviceOf, travel, twoTeams } from "../../testing/knowledge.ts";
import { settle } from "../../testing/settle.ts";
import type { Person } from "../../testing/setup.ts";

let world: Awaited<ReturnType<typeof twoTeams>>;

beforeEach(async () => {
  vi.useFakeTimers();
  world = await twoTeams();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const onlyJob = async () => (await world.app.run((ctx) => ctx.db.query("jobs").first()))!;
const jobsOf = async () => await world.app.run((ctx) => ctx.db.query("jobs").collect());
const sourceOf = async (id: Id<"sources">) => await world.ann.query(api.sources.get, { id });
/** A text of so many sections, each of which is a piece. */
const sections = (count: number) =>
  Array.from({ length: count }, (_, n) => `# Part ${n}\n\n${"So it goes. ".repeat(20)}`).join(
    "\n\n",
  );
/** The texts of all chunks in the index, of any source. */
const piecesOf = async () =>
  await world.app.run(async (ctx) => {
    const paginationOpts = { numItems: 1000, cursor: null };
    const texts: string[] = [];
    for (const status of ["ready", "pending", "replaced"] as const) {
      const { page } = await ctx.runQuery(components.rag.entries.list, { status, paginationOpts });
      for (const { entryId } of page) {
        const of = { entryId, order: "asc" as const, paginationOpts };
        const found = (await ctx.runQuery(components.rag.chunks.list, of)).page;
        texts.push(...found.map(({ text }) => text), ...(found.length === 0 ? ["none yet"] : []));
      }
    }
    return texts;
  });

describe("an attempt that is delivered twice", () => {
  test("is made once, and what it brings is kept", async () => {
    const { app, ann, teamOfAnn } = world;
    const args = { teamId: teamOfAnn, title: "Travel", kind: "markdown", text: travel } as const;
    const id = await ann.mutation(api.sources.addText, args);
    const { _id: jobId } = await onlyJob();
    const attempt = { jobId, attempt: 1 };
    expect(await app.mutation(internal.indexing.claim, attempt)).not.toBeNull();
    expect(await app.mutation(internal.indexing.claim, attempt)).toBeNull();
    expect(await onlyJob()).toMatchObject({ status: "running" });
    const read = { title: "Travel", titleBefore: "Travel", text: travel, chunkCount: 1 };
    const entry = { ...read, entryId: "entry", index: "some model" };
    await app.mutation(internal.indexing.finish, { ...attempt, ...entry });
    expect(await ann.query(api.sources.get, { id })).toMatchObject({ status: "ready" });
  });

  test("leaves the entry in the index that its first report put into use", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await addText(app, ann, teamOfAnn, travel, "Travel");
    const { _id: jobId, attempts } = await onlyJob();
    const { entryId, index, chunkCount } = (await app.run((ctx) => ctx.db.get("sources", id)))!;
    const read = { title: "Travel", titleBefore: "Travel", text: travel, chunkCount };
    const again = { ...read, entryId: entryId!, index: index! };
    await app.mutation(internal.indexing.finish, { jobId, attempt: attempts, ...again });
    await settle(app);
    const { hits } = await ann.action(api.knowledge.search, { teamId: teamOfAnn, query: "hotel" });
    expect(hits[0]).toMatchObject({ sourceId: id });
  });
});

describe("an attempt that fails", () => {
  test("removes what it has put into the index, and the next one starts from nothing", async () => {
    const { app, ann, teamOfAnn } = world;
    // The first 100 pieces have their vectors, the others do not get them, twice.
    const service = serviceOf((call) => (call === 2 || call === 4 ? 503 : 200));
    const id = await addText(app, ann, teamOfAnn, sections(150), "Long");
    expect(await sourceOf(id)).toMatchObject({ status: "ready", attempts: 3, chunkCount: 150 });
    expect(service.calls).toBe(6);
    const jobs = (await jobsOf()).map(({ status }) => status);
    expect(jobs).toEqual(["done"]);
    expect(await piecesOf()).toHaveLength(150);
  });

  test("at its last step removes that, too, unless it counted after all", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await addText(app, ann, teamOfAnn, travel, "Travel");
    const [job] = await jobsOf();
    const { entryId } = (await app.run((ctx) => ctx.db.get("sources", id)))!;
    const lost = { jobId: job!._id, attempt: 1, error: "connection lost", isFinal: false, entryId };
    await app.mutation(internal.indexing.fail, lost);
    await settle(app);
    expect(await piecesOf()).toHaveLength(1);
    await app.run((ctx) => ctx.db.patch("sources", id, { entryId: undefined }));
    await app.mutation(internal.indexing.fail, lost);
    await settle(app);
    expect(await piecesOf()).toEqual([]);
  });

  test("is made once for each call: what the service turns down for now is the job's to repeat", async () => {
    const { app, ann, teamOfAnn } = world;
    const service = serviceOf(() => 429);
    const id = await addText(app, ann, teamOfAnn, travel);
    expect(await sourceOf(id)).toMatchObject({ status: "failed", attempts: 5 });
    expect(service.calls).toBe(5);
  });

  test.each([400, 401, 403, 404])("with %i is the last one", async (status) => {
    const { app, ann, teamOfAnn } = world;
    const service = serviceOf(() => status);
    const id = await addText(app, ann, teamOfAnn, travel);
    expect(await sourceOf(id)).toMatchObject({ status: "failed", attempts: 1 });
    expect(service.calls).toBe(1);
  });

  test("tells the team nothing of the service, and admins everything", async () => {
    const { app, ann, teamOfAnn } = world;
    serviceOf(() => 401);
    const id = await addText(app, ann, teamOfAnn, travel);
    expect((await sourceOf(id)).error).toBe(GENERIC_FAILURE);
    expect(await jobsOf()).toMatchObject([{ error: "10.0.0.7 says no to account 4711" }]);
  });
});

describe("a PDF whose reading is cut off", () => {
  /** Fails so many times as the runtime does when it ends a thread, then reads. */
  const cutOff = (times: number) => {
    let left = times;
    const extract = internalAction({
      args: { storageId: zid("_storage") },
      returns: z.string(),
      handler: async () => {
        if (left-- > 0) throw new TypeError("Function execution timed out");
        return "The office opens at eight.";
      },
    });
    return { "./pdf.ts": async () => ({ extract }) };
  };
  const addedPdf = async () => {
    const { app, ann, teamOfAnn } = world;
    const fileId = await uploaded(
      app,
      ann,
      { contentType: "application/pdf", bytes: "%PDF" },
      "knowledge",
    );
    const id = await ann.mutation(api.sources.addFile, { teamId: teamOfAnn, fileId });
    await settle(app);
    return await sourceOf(id);
  };

  test("is not charged an attempt", async () => {
    world = await twoTeams(cutOff(3));
    expect(await addedPdf()).toMatchObject({ status: "ready", attempts: 1 });
    expect(await onlyJob()).toMatchObject({ status: "done", attempts: 4, interruptions: 3 });
  });

  test("again and again is given up, with a word on what to do", async () => {
    world = await twoTeams(cutOff(1000));
    const failed = { status: "failed", attempts: 0, error: INTERRUPTED_OFTEN };
    expect(await addedPdf()).toMatchObject(failed);
  });
});

describe("embedding a source", () => {
  const usedBy = async (person: Person) =>
    (await person.query(api.usage.get, { now: Date.now() })).used;
  /** A tenth of a token for each three bytes. */
  const costOf = (text: string) => Math.ceil(Math.ceil(text.length / 3) / 10);

  test("counts on the tokens of the person who added it, once, and not again when it is reindexed", async () => {
    const { app, ann, bob, teamOfAnn } = world;
    const text = sections(20);
    const id = await addText(app, ann, teamOfAnn, text);
    expect(await usedBy(ann)).toBe(costOf(text));
    expect(await usedBy(bob)).toBe(0);
    await ann.mutation(api.sources.rename, { id, title: "Another" });
    await settle(app);
    expect(await usedBy(ann)).toBe(costOf(text));
    await ann.mutation(api.sources.replaceText, { id, kind: "text", text });
    await settle(app);
    expect(await usedBy(ann)).toBe(2 * costOf(text));
  });

  test("waits for another day when the tokens are used up, and nothing is embedded", async () => {
    const { app, ann, teamOfAnn } = world;
    const tokens = usageLimits.tokensPerDay - 5;
    await app.mutation(internal.usage.spend, { userId: ann.userId, tokens });
    const service = serviceOf(() => 200);
    const id = await addText(app, ann, teamOfAnn, sections(20));
    expect(await sourceOf(id)).toMatchObject({
      ...{ status: "failed", attempts: 1 },
      error: expect.stringContaining("tokens for today are used up"),
    });
    expect([service.calls, await usedBy(ann)]).toEqual([0, tokens]);
  });

  test("that comes to nothing costs nothing", async () => {
    const { app, ann, teamOfAnn } = world;
    serviceOf(() => 401);
    await addText(app, ann, teamOfAnn, travel);
    expect(await usedBy(ann)).toBe(0);
  });
});

describe("a team's many sources", () => {
  test("are no reason for another team's to wait", async () => {
    const { app, ann, bob, teamOfAnn, teamOfBob } = world;
    const add = async (person: Person, teamId: Id<"teams">, title: string) =>
      await person.mutation(api.sources.addText, { teamId, title, kind: "text", text: "Hello." });
    for (let n = 0; n < 10; n++) await add(ann, teamOfAnn, `${n}`);
    const small = await add(bob, teamOfBob, "small");
    const waiting = async () =>
      (await jobsOf()).filter(({ status }) => status === "waiting").map(({ group }) => group);
    expect(await waiting()).toEqual(Array<string>(8).fill(`team:${teamOfAnn}`));
    await settle(app);
    expect(await bob.query(api.sources.get, { id: small })).toMatchObject({ status: "ready" });
    expect(new Set((await jobsOf()).map(({ status }) => status))).toEqual(new Set(["done"]));
  });
});

describe("a text of too many pieces", () => {
  test("is refused before any is embedded", async () => {
    const { app, ann, teamOfAnn } = world;
    const service = serviceOf(() => 200);
    const id = await addText(app, ann, teamOfAnn, sections(sourceLimits.pieces + 1));
    expect(await sourceOf(id)).toMatchObject({
      status: "failed",
      attempts: 1,
      error: "It has 2001 chunks, and a source may have 2000. Split it.",
    });
    expect([service.calls, await piecesOf()]).toEqual([0, []]);
  });
});

describe("a source that is renamed", () => {
  const rename = async (id: Id<"sources">, title: string) =>
    await world.ann.mutation(api.sources.rename, { id, title });

  test("is found by its new title, and indexed once for all the titles in between", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await addText(app, ann, teamOfAnn, "It opens at noon.", "Canteen");
    await rename(id, "Canteen");
    expect(await jobsOf()).toHaveLength(1);
    await rename(id, "Cafeteria");
    await rename(id, "Bistro");
    await settle(app);
    expect(await piecesOf()).toEqual(["# Bistro\n\nIt opens at noon."]);
    expect(await jobsOf()).toHaveLength(2);
    expect(await sourceOf(id)).toMatchObject({ title: "Bistro", status: "ready" });
  });

  test("while another content is read that turns out to be none, is found by its new title", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await addText(app, ann, teamOfAnn, "It opens at noon.", "Canteen");
    const kind = "html" as const;
    await ann.mutation(api.sources.replaceText, { id, kind, text: "<script>none()</script>" });
    await rename(id, "Bistro");
    await settle(app);
    expect(await sourceOf(id)).toMatchObject({ title: "Bistro", status: "failed" });
    expect(await piecesOf()).toEqual(["# Bistro\n\nIt opens at noon."]);
  });

  test("while it is being indexed is indexed once more", async () => {
    const { app, ann, teamOfAnn } = world;
    const args = { teamId: teamOfAnn, title: "Canteen", kind: "note" as const };
    const id = await ann.mutation(api.sources.addText, { ...args, text: "It opens at noon." });
    const attempt = { jobId: (await onlyJob())._id, attempt: 1 };
    await app.mutation(internal.indexing.claim, attempt);
    await rename(id, "Bistro");
    const named = { title: "Canteen", titleBefore: "Canteen" };
    const read = { ...named, text: "It opens at noon.", chunkCount: 1 };
    const entry = { ...read, entryId: "entry", index: "some model" };
    await app.mutation(internal.indexing.finish, { ...attempt, ...entry });
    await settle(app);
    expect(await piecesOf()).toEqual(["# Bistro\n\nIt opens at noon."]);
  });
});

describe("a team with many large sources", () => {
  const MANY = 20;

  beforeEach(async () => {
    const [kind, text] = ["text" as const, "x".repeat(sourceLimits.textBytes)];
    const made = { kind, status: "failed" as const, attempts: 1, chunkCount: 1, index: "another" };
    for (let n = 0; n < MANY; n++) {
      await world.app.run(async (ctx) => {
        const source = { ...made, teamId: world.teamOfAnn, title: `${n}` };
        const sourceId = await ctx.db.insert("sources", source);
        // One in use, and one that failed to replace it.
        await ctx.db.insert("sourceVersions", { kind, sourceId, state: "inUse", text });
        await ctx.db.insert("sourceVersions", { kind, sourceId, state: "next", text });
      });
    }
  });

  test("is reindexed without outgrowing a transaction", async () => {
    await world.app.mutation(internal.sources.reindex, {});
    expect(await onlyJob()).toMatchObject({ kind: "indexing:run" });
  });

  test("is removed without outgrowing one", async () => {
    const { app, ann, teamOfAnn } = world;
    await ann.mutation(api.teams.remove, { id: teamOfAnn });
    await settle(app);
    expect(await app.run((ctx) => ctx.db.query("sourceVersions").first())).toBeNull();
    expect(await app.run((ctx) => ctx.db.query("sources").first())).toBeNull();
  });
});
