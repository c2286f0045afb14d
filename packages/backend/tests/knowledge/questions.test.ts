import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { GENERIC_FAILURE } from "../../convex/model/platform/failures.ts";
import { uploaded } from "../../testing/files.ts";
import { addText, ask, expenses, serviceOf, travel, twoTeams } from "../../testing/knowledge.ts";
import { settle } from "../../testing/settle.ts";
import { inTeam } from "../../testing/setup.ts";

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

describe("a question", () => {
  test("is answered with passages that stand in their source to the letter", async () => {
    const { app, ann, teamOfAnn } = world;
    await addText(app, ann, teamOfAnn, travel, "Travel");
    const fileId = await uploaded(
      app,
      ann,
      { contentType: "text/html", bytes: expenses },
      "knowledge",
    );
    await ann.mutation(api.sources.addFile, { teamId: teamOfAnn, fileId });
    await settle(app);

    const asked = await ask(app, ann, teamOfAnn, "What may a hotel cost a night?");
    expect(asked).toMatchObject({ status: "answered", model: "local-quotes-v1" });
    expect(asked.answer).toMatch(/A hotel may cost 120 euros a night\..* \[1\]/);
    expect(asked.citations[0]).toMatchObject({ number: 1, title: "Travel" });
    for (const { sourceId, passage, start, end } of asked.citations) {
      const text = await ann.query(api.sources.text, { id: sourceId });
      expect(text!.slice(start, end)).toBe(passage);
    }
    const html = await ask(app, ann, teamOfAnn, "When are claims paid back?");
    expect(html.citations.map(({ passage }) => passage)).toContain(
      "Claims are paid back within two weeks.",
    );
  });

  test("is answered once when its job is delivered twice", async () => {
    const { app, ann, teamOfAnn } = world;
    const args = { teamId: teamOfAnn, question: "What may a hotel cost?" };
    const id = await ann.mutation(api.questions.ask, args);
    const [job] = await app.run((ctx) => ctx.db.query("jobs").take(1));
    const attempt = { jobId: job!._id, attempt: 1 };
    expect(await app.mutation(internal.answering.claim, attempt)).not.toBeNull();
    expect(await app.mutation(internal.answering.claim, attempt)).toBeNull();
    const answered = { ...attempt, answer: "A hundred.", model: "a model", citations: [] };
    await app.mutation(internal.answering.finish, answered);
    expect(await ann.query(api.questions.get, { id })).toMatchObject({ status: "answered" });
  });

  test("of somebody who was shut out since is not answered", async () => {
    const { app, ann, teamOfAnn } = world;
    await addText(app, ann, teamOfAnn, travel);
    const args = { teamId: teamOfAnn, question: "What may a hotel cost?" };
    const id = await ann.mutation(api.questions.ask, args);
    await app.run((ctx) => ctx.db.patch("users", ann.userId, { bannedAt: Date.now() }));
    await settle(app);
    const asked = await app.run((ctx) => ctx.db.get("questions", id));
    expect(asked).toMatchObject({ status: "failed" });
  });

  test("that nothing answers gets a reply that says so, without citations", async () => {
    const { app, ann, teamOfAnn } = world;
    const asked = await ask(app, ann, teamOfAnn, "Where is the archive?");
    expect(asked).toMatchObject({ status: "answered", citations: [] });
    expect(asked.answer).toMatch(/found nothing/);
  });

  test("is never answered from another team's knowledge", async () => {
    const { app, ann, bob, teamOfAnn, teamOfBob } = world;
    const secret = "The vault code is 4711.";
    await addText(app, ann, teamOfAnn, secret);
    const asked = await ask(app, bob, teamOfBob, "What is the vault code?");
    expect(JSON.stringify(asked)).not.toContain("4711");
    expect(asked.citations).toEqual([]);
  });

  test("to another team's knowledge is refused, as is its answer", async () => {
    const { app, ann, bob, teamOfAnn } = world;
    const args = { teamId: teamOfAnn, question: "What is the vault code?" };
    const notFound = { data: { code: "NOT_FOUND" } };
    await expect(bob.mutation(api.questions.ask, args)).rejects.toMatchObject(notFound);
    const { _id: id } = await ask(app, ann, teamOfAnn, args.question);
    await expect(bob.query(api.questions.get, { id })).rejects.toMatchObject(notFound);
  });

  test("of somebody who has left the team meanwhile is not answered", async () => {
    const { app, ann, teamOfAnn } = world;
    await addText(app, ann, teamOfAnn, travel);
    const args = { teamId: teamOfAnn, question: "What may a hotel cost?" };
    const id = await ann.mutation(api.questions.ask, args);
    await app.run(async (ctx) => {
      for (const { _id } of await ctx.db.query("memberships").collect()) {
        await ctx.db.delete("memberships", _id);
      }
    });
    await settle(app);
    const row = await app.run((ctx) => ctx.db.get("questions", id));
    expect(row).toMatchObject({ status: "failed" });
    expect(row).not.toHaveProperty("answer");
  });

  test("drops a passage that is not in its source any more", async () => {
    const { app, ann, teamOfAnn } = world;
    const sourceId = await addText(app, ann, teamOfAnn, "Lunch is at noon.");
    const question = "When is lunch?";
    const questionId = await ann.mutation(api.questions.ask, { teamId: teamOfAnn, question });
    const jobId = await app.run(async (ctx) => {
      const jobs = await ctx.db.query("jobs").collect();
      return jobs.find(({ subject }) => subject === questionId)!._id;
    });
    const attempt = { jobId, attempt: 1 };
    await app.mutation(internal.answering.claim, attempt);
    const cited = { sourceId, title: "Handbook", passage: "Lunch is at one.", start: 0, end: 16 };
    await app.mutation(internal.answering.finish, {
      ...attempt,
      answer: "At noon [1].",
      model: "any",
      citations: [{ ...cited, number: 1 }],
    });
    const answered = await ann.query(api.questions.get, { id: questionId });
    expect(answered).toMatchObject({ answer: "At noon [1].", citations: [] });
  });

  test("fails with the reason when the models are set wrong", async () => {
    const { app, ann, teamOfAnn } = world;
    vi.stubEnv("AI_PROVIDER", "openai");
    const asked = await ask(app, ann, teamOfAnn, "What may a hotel cost?");
    expect(asked).toMatchObject({ status: "failed" });
    expect(asked.error).toMatch(/OPENAI_API_KEY is missing/);
  });

  test("that a service does not answer is tried again by the job alone, and says no more", async () => {
    const { app, ann, teamOfAnn } = world;
    const service = serviceOf((call) => (call === 1 ? 200 : 503));
    await addText(app, ann, teamOfAnn, travel);
    const asked = await ask(app, ann, teamOfAnn, "What may a hotel cost?");
    expect(asked).toMatchObject({ status: "failed", error: GENERIC_FAILURE });
    expect(service.calls).toBe(1 + 3);
  });

  test("asked too often is refused", async () => {
    const { ann, teamOfAnn } = world;
    const again = async () =>
      await ann.mutation(api.questions.ask, { teamId: teamOfAnn, question: "Again?" });
    await expect(
      (async () => {
        for (let n = 0; n < 30; n++) await again();
      })(),
    ).rejects.toMatchObject({ data: { code: "RATE_LIMITED" } });
  });

  test("is not removed by who asked once they have left the team", async () => {
    const { app, ann, bob } = world;
    const teamId = await inTeam(app, { owner: ann, members: [bob] });
    const id = await bob.mutation(api.questions.ask, { teamId, question: "What is this?" });
    await bob.mutation(api.memberships.leave, { teamId });
    const removed = bob.mutation(api.questions.remove, { id });
    await expect(removed).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
    expect(await ann.query(api.questions.get, { id })).toMatchObject({ askedBy: bob.userId });
  });

  test("is removed by who asked, with its citations", async () => {
    const { app, ann, teamOfAnn } = world;
    await addText(app, ann, teamOfAnn, travel);
    const { _id: id, citations } = await ask(app, ann, teamOfAnn, "What may a hotel cost?");
    expect(citations.length).toBeGreaterThan(0);
    await ann.mutation(api.questions.remove, { id });
    expect(await app.run((ctx) => ctx.db.query("citations").collect())).toEqual([]);
  });
});

describe("a citation", () => {
  const question = "What may a hotel cost a night?";
  const citationsOf = async (id: Id<"questions">) =>
    (await world.ann.query(api.questions.get, { id })).citations;

  test("is current until its source has another content, and never points into that", async () => {
    const { app, ann, teamOfAnn } = world;
    const sourceId = await addText(app, ann, teamOfAnn, travel, "Travel");
    const { _id: id, citations } = await ask(app, ann, teamOfAnn, question);
    expect(citations).toMatchObject([{ sourceId, isCurrent: true }]);
    // The same text in another index, and below another title.
    vi.stubEnv("AI_EMBEDDING_DIMENSION", "512");
    await app.mutation(internal.sources.reindex, {});
    await ann.mutation(api.sources.rename, { id: sourceId, title: "Trips" });
    await settle(app);
    expect(await citationsOf(id)).toEqual(citations);

    const replace = async (text: string) =>
      await ann.mutation(api.sources.replaceText, { id: sourceId, kind: "markdown", text });
    await replace(`# Preface\n\nSomething else stands here now.\n\n${travel}`);
    expect(await citationsOf(id)).toMatchObject([{ isCurrent: true }]);
    await settle(app);
    expect(await citationsOf(id)).toMatchObject([{ isCurrent: false }]);
    await replace(travel);
    await settle(app);
    expect(await citationsOf(id)).toMatchObject([{ isCurrent: false }]);
    const again = await ask(app, ann, teamOfAnn, question);
    expect(again.citations).toMatchObject([{ sourceId, isCurrent: true }]);
    expect(again.citations[0]).not.toHaveProperty("version");
  });

  test("goes with its source, while the answer that was given stays", async () => {
    const { app, ann, teamOfAnn } = world;
    const sourceId = await addText(app, ann, teamOfAnn, travel, "Travel");
    const { _id: id, answer } = await ask(app, ann, teamOfAnn, question);
    await ann.mutation(api.sources.remove, { id: sourceId });
    await settle(app);
    expect(await ann.query(api.questions.get, { id })).toMatchObject({ answer, citations: [] });
  });
});
