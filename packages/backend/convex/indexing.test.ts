import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { sourceLimits } from "@repo/validators/sources";
import { addText, settle, travel, twoTeams } from "./testing.knowledge";

let world: Awaited<ReturnType<typeof twoTeams>>;

beforeEach(async () => {
  vi.useFakeTimers();
  world = await twoTeams();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const onlyJob = async () => (await world.app.run((ctx) => ctx.db.query("jobs").first()))!;

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
    const entry = { text: travel, entryId: "entry", index: "some model", chunkCount: 2 };
    await app.mutation(internal.indexing.finish, { ...attempt, ...entry });
    expect(await ann.query(api.sources.get, { id })).toMatchObject({ status: "ready" });
  });

  test("leaves the entry in the index that its first report put into use", async () => {
    const { app, ann, teamOfAnn } = world;
    const id = await addText(app, ann, teamOfAnn, travel, "Travel");
    const { _id: jobId, attempts } = await onlyJob();
    const { entryId, index, chunkCount } = (await app.run((ctx) => ctx.db.get("sources", id)))!;
    const again = { entryId: entryId!, index: index!, chunkCount, text: travel };
    await app.mutation(internal.indexing.finish, { jobId, attempt: attempts, ...again });
    await settle(app);
    const { hits } = await ann.action(api.knowledge.search, { teamId: teamOfAnn, query: "hotel" });
    expect(hits[0]).toMatchObject({ sourceId: id });
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

  test("is indexed anew without outgrowing a transaction", async () => {
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
