import { usageLimits } from "@repo/validators/ai/usage";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import { embeddingTokens } from "../../convex/model/ai/metering.ts";
import { recordTokens } from "../../convex/model/ai/tokenBudget.ts";
import { uploaded } from "../../testing/files.ts";
import { addText, ask, serviceOf, travel, twoTeams } from "../../testing/knowledge.ts";
import { settle } from "../../testing/settle.ts";

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

const usedToday = async () => (await world.ann.query(api.usage.get, { now: Date.now() })).used;
const search = async (query: string, limit?: number) =>
  await world.ann.action(api.knowledge.search, { teamId: world.teamOfAnn, query, limit });

describe("a search", () => {
  test("finds passages with their place, by words in other forms", async () => {
    const { app, ann, teamOfAnn } = world;
    const sourceId = await addText(app, ann, teamOfAnn, travel, "Travel");
    const { hits } = await search("booking of trains");
    const hit = hits.find(({ text }) => text.includes("Book trains"))!;
    expect(hit).toMatchObject({ sourceId, title: "Travel", headings: ["Travel"] });
    expect(travel.slice(hit.start, hit.end)).toBe(hit.text);
  });

  test("finds nothing of another team, for every caller and query", async () => {
    const { app, ann, bob, teamOfAnn, teamOfBob } = world;
    await addText(app, ann, teamOfAnn, "The vault code is 4711.");
    await addText(app, bob, teamOfBob, "The garden is green.");
    const query = "vault code 4711";
    const mine = await bob.action(api.knowledge.search, { teamId: teamOfBob, query });
    expect(mine.hits.map(({ text }) => text)).toEqual(["The garden is green."]);
    const theirs = bob.action(api.knowledge.search, { teamId: teamOfAnn, query });
    await expect(theirs).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
    const status = bob.query(api.knowledge.status, { teamId: teamOfAnn });
    await expect(status).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
  });

  test.each(["the of and", "🙂", "東京"])("for %j does not fail", async (query) => {
    const { app, ann, teamOfAnn } = world;
    await addText(app, ann, teamOfAnn, travel);
    expect((await search(query)).hits.length).toBeGreaterThan(0);
  });

  test("answers as many hits as asked for, and no fewer words than one", async () => {
    const { app, ann, teamOfAnn } = world;
    await addText(app, ann, teamOfAnn, travel);
    expect((await search("hotel", 1)).hits).toHaveLength(1);
    await expect(search("  ")).rejects.toMatchObject({ data: { code: "INVALID" } });
    await expect(search("hotel", 1000)).rejects.toMatchObject({ data: { code: "INVALID" } });
  });

  test("counts what embedding its words costs, also when it finds nothing", async () => {
    const before = await usedToday();
    await search("hotel");
    expect(await usedToday()).toBe(before + embeddingTokens("hotel"));
    const long = "hotel ".repeat(80).trim();
    await search(long);
    expect(await usedToday()).toBe(before + embeddingTokens("hotel") + embeddingTokens(long));
  });

  test("is refused once the tokens are used up, and nothing is embedded", async () => {
    const { userId } = world.ann;
    const service = serviceOf(() => 200);
    await world.app.run((ctx) => recordTokens(ctx.db, userId, usageLimits.tokensPerDay));
    await expect(search("hotel")).rejects.toMatchObject({ data: { code: "QUOTA_EXCEEDED" } });
    expect(service.calls).toBe(0);
  });

  test("costs nothing when the service fails", async () => {
    const service = serviceOf(() => 400);
    await expect(search("hotel")).rejects.toThrow();
    expect(service.calls).toBeGreaterThan(0);
    expect(await usedToday()).toBe(0);
  });

  test("too often is refused", async () => {
    const often = (async () => {
      for (let n = 0; n < 70; n++) await search("hotel");
    })();
    await expect(often).rejects.toMatchObject({ data: { code: "RATE_LIMITED" } });
  });
});

describe("after another embedding model is set", () => {
  const status = async () =>
    await world.ann.query(api.knowledge.status, { teamId: world.teamOfAnn });

  beforeEach(async () => {
    const { app, ann, teamOfAnn } = world;
    await addText(app, ann, teamOfAnn, travel, "Travel");
    await addText(app, ann, teamOfAnn, "Lunch is at noon.", "Canteen");
    expect(await status()).toEqual({
      index: "local-hash-v1-256/256",
      hasEntries: true,
      otherIndex: null,
    });
    vi.stubEnv("AI_EMBEDDING_DIMENSION", "512");
  });

  test("a search says that the index is another model's, and never just finds nothing", async () => {
    expect(await status()).toEqual({
      index: "local-hash-v1-512/512",
      hasEntries: false,
      otherIndex: "local-hash-v1-256/256",
    });
    await expect(search("hotel")).rejects.toMatchObject({
      data: { code: "CONFLICT", message: expect.stringContaining("sources:reindex") },
    });
    const { app, ann, teamOfAnn } = world;
    const asked = await ask(app, ann, teamOfAnn, "What may a hotel cost?");
    expect(asked).toMatchObject({ status: "failed" });
    expect(asked.error).toMatch(/index is of the model "local-hash-v1-256/);
  });

  test("a search of what is added since tells that there is more", async () => {
    const { app, ann, teamOfAnn } = world;
    await addText(app, ann, teamOfAnn, "The garden is green.", "Garden");
    const { hits, otherIndex } = await search("green garden");
    expect(hits.map(({ title }) => title)).toEqual(["Garden"]);
    expect(otherIndex).toBe("local-hash-v1-256/256");
  });

  test("reindexing brings everything back, and again changes nothing", async () => {
    const { app } = world;
    await app.mutation(internal.sources.reindex, {});
    await settle(app);
    expect(await status()).toMatchObject({ hasEntries: true, otherIndex: null });
    expect((await search("hotel")).hits.map(({ title }) => title)).toContain("Travel");
    expect((await search("lunch")).hits.map(({ title }) => title)).toContain("Canteen");
    const jobs = async () => (await app.run((ctx) => ctx.db.query("jobs").collect())).length;
    const before = await jobs();
    await app.mutation(internal.sources.reindex, {});
    await settle(app);
    expect(await jobs()).toBe(before);
  });

  test("reindexing reaches a source whose replacement cannot be read, which still says so", async () => {
    const { app, ann, teamOfAnn } = world;
    const fileId = await uploaded(
      app,
      ann,
      { contentType: "application/pdf", bytes: "broken" },
      "knowledge",
    );
    vi.stubEnv("AI_EMBEDDING_DIMENSION", "");
    const id = await addText(app, ann, teamOfAnn, "Tea is at four.", "Tea");
    await ann.mutation(api.sources.replaceFile, { id, fileId });
    await settle(app);
    const source = async () => await ann.query(api.sources.get, { id });
    const failed = await source();
    expect(failed).toMatchObject({ status: "failed", isInUse: true });
    vi.stubEnv("AI_EMBEDDING_DIMENSION", "512");

    // Two runs at once, whose jobs do the same work, and one more.
    await app.mutation(internal.sources.reindex, {});
    await app.mutation(internal.sources.reindex, {});
    await settle(app);
    await app.mutation(internal.sources.reindex, {});
    await settle(app);
    expect(await source()).toEqual({ ...failed, index: "local-hash-v1-512/512" });
    expect(await status()).toMatchObject({ otherIndex: null });
    const hits = (await search("tea")).hits.filter(({ sourceId }) => sourceId === id);
    expect(hits).toHaveLength(1);

    await ann.mutation(api.sources.retry, { id });
    await settle(app);
    expect(await source()).toMatchObject({ status: "failed", error: failed.error });
  });

  test("reindexing goes on batch by batch", async () => {
    const { app, ann, teamOfAnn } = world;
    vi.stubEnv("AI_EMBEDDING_DIMENSION", "");
    for (let n = 0; n < 25; n++)
      await addText(app, ann, teamOfAnn, `Room ${n} is free.`, `Room ${n}`);
    vi.stubEnv("AI_EMBEDDING_DIMENSION", "256");
    await app.mutation(internal.sources.reindex, {});
    await settle(app);
    expect(await status()).toMatchObject({ hasEntries: true, otherIndex: null });
  });
});
