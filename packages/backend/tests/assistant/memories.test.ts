import { memoryLimits } from "@repo/validators/assistant/memories";
import { beforeEach, describe, expect, test } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import { removeRow } from "../../convex/model/platform/removal.ts";
import { type Person, type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const failsWith = (code: string) => ({ data: { code } });

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});

const textsOf = (memories: { text: string }[]) => memories.map(({ text }) => text);
const listOf = async (person: Person) =>
  textsOf((await person.query(api.memories.list, firstPage)).page);

describe("a memory", () => {
  test("is kept, listed with the newest first, and forgotten", async () => {
    await ann.mutation(api.memories.remember, { text: " I like teal. " });
    const id = await ann.mutation(api.memories.remember, { text: "I live in Lyon." });
    expect(await listOf(ann)).toEqual(["I live in Lyon.", "I like teal."]);

    await ann.mutation(api.memories.forget, { id });
    expect(await listOf(ann)).toEqual(["I like teal."]);
  });

  test("goes with all others of its owner, and of nobody else, when they are forgotten", async () => {
    for (const text of ["I like teal.", "I live in Lyon."]) {
      await ann.mutation(api.memories.remember, { text });
      await bob.mutation(api.memories.remember, { text });
    }
    await ann.mutation(api.memories.forgetAll, {});
    expect(await listOf(ann)).toEqual([]);
    expect(await listOf(bob)).toHaveLength(2);
  });

  test("that is known already is not kept twice", async () => {
    const id = await ann.mutation(api.memories.remember, { text: "I like teal." });
    expect(await ann.mutation(api.memories.remember, { text: "i like TEAL." })).toBe(id);
    expect(await listOf(ann)).toEqual(["I like teal."]);
  });

  test.each([0, memoryLimits.text.max + 1])("of %i letters is refused", async (length) => {
    const refused = ann.mutation(api.memories.remember, { text: "x".repeat(length) });
    await expect(refused).rejects.toMatchObject(failsWith("INVALID"));
  });

  test("is refused when there is no more room, and nothing is lost", async () => {
    await app.run(async (ctx) => {
      for (let n = 0; n < memoryLimits.perPerson; n++) {
        const text = `Fact ${n}`;
        await ctx.db.insert("memories", { ownerId: ann.userId, text, keywords: text });
      }
    });
    const refused = ann.mutation(api.memories.remember, { text: "One more" });
    await expect(refused).rejects.toMatchObject(failsWith("QUOTA_EXCEEDED"));
    expect(await listOf(ann)).toContain(`Fact ${memoryLimits.perPerson - 1}`);
    await ann.mutation(api.memories.remember, { text: "Fact 3" });
    await bob.mutation(api.memories.remember, { text: "One more" });
  });

  test("goes with the account of its owner", async () => {
    await ann.mutation(api.memories.remember, { text: "I like teal." });
    await bob.mutation(api.memories.remember, { text: "I like red." });
    await app.run((ctx) => removeRow(ctx, "users", ann.userId));
    expect(textsOf(await app.run((ctx) => ctx.db.query("memories").collect()))).toEqual([
      "I like red.",
    ]);
  });
});

describe("recalling", () => {
  test("finds what shares words with the query, of the caller's own", async () => {
    await ann.mutation(api.memories.remember, { text: "My favourite colour is teal." });
    await ann.mutation(api.memories.remember, { text: "Meetings on Fridays tire me." });
    await bob.mutation(api.memories.remember, { text: "My favourite colour is red." });
    const found = await ann.query(api.memories.recall, {
      query: "Which colours are my favourites?",
    });
    expect(textsOf(found)).toEqual(["My favourite colour is teal."]);
  });

  test("finds nothing by words that say nothing", async () => {
    await ann.mutation(api.memories.remember, { text: "My favourite colour is teal." });
    expect(await ann.query(api.memories.recall, { query: "what is my" })).toEqual([]);
  });
});

describe("forgetting by some words", () => {
  const kept = [
    "I like teal.",
    "I like teal walls.",
    "My doctor is Dr. Who.",
    "I work on Fridays.",
  ];
  const forget = (query: string) =>
    app.mutation(internal.memories.forgetAs, { userId: ann.userId, query });

  beforeEach(async () => {
    for (const text of kept) await ann.mutation(api.memories.remember, { text });
  });

  test.each([
    ["who my doctor is", "My doctor is Dr. Who."],
    ["I like teal walls", "I like teal walls."],
    ["that I like teal", "I like teal."],
    ["I am working on Friday", "I work on Fridays."],
  ])("%s: is sure of one", async (query, forgotten) => {
    expect(await forget(query)).toEqual({ forgotten, similar: [] });
    expect((await listOf(ann)).sort()).toEqual(kept.filter((text) => text !== forgotten).sort());
  });

  test.each([
    ["I like mushrooms", ["I like teal walls.", "I like teal."]],
    ["teal", ["I like teal walls.", "I like teal."]],
    ["my doctor in Lyon", ["My doctor is Dr. Who."]],
    ["it", []],
    ["bicycles", []],
  ])("%s: is not sure, and forgets nothing", async (query, similar) => {
    const answer = await forget(query);
    expect(answer.forgotten).toBeNull();
    expect(answer.similar.sort()).toEqual(similar);
    expect(await listOf(ann)).toHaveLength(kept.length);
  });
});

describe("another person's memory", () => {
  test("is neither listed nor forgotten", async () => {
    const id = await ann.mutation(api.memories.remember, { text: "I like teal." });
    expect(await listOf(bob)).toEqual([]);
    const refused = bob.mutation(api.memories.forget, { id });
    await expect(refused).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("is out of reach of the tools of a reply, too", async () => {
    await ann.mutation(api.memories.remember, { text: "I like teal." });
    const asBob = { userId: bob.userId, query: "teal" };
    expect(await app.query(internal.memories.recallAs, asBob)).toEqual([]);
    const nothing = { forgotten: null, similar: [] };
    expect(await app.mutation(internal.memories.forgetAs, asBob)).toEqual(nothing);
    const listed = await app.query(internal.memories.listAs, { userId: bob.userId });
    expect(listed).toEqual({ texts: [], count: 0 });
    expect(await listOf(ann)).toEqual(["I like teal."]);
  });
});

describe("the tools of a reply", () => {
  test("keep, find and forget for the person they act for", async () => {
    const { userId } = ann;
    await app.mutation(internal.memories.rememberAs, { userId, text: "I like teal." });
    const about = { userId, query: "what do I like" };
    expect(await app.query(internal.memories.recallAs, about)).toEqual(["I like teal."]);
    const forgotten = await app.mutation(internal.memories.forgetAs, about);
    expect(forgotten).toEqual({ forgotten: "I like teal.", similar: [] });
    expect(await listOf(ann)).toEqual([]);
  });

  test("list the newest, and how many there are", async () => {
    const { userId } = ann;
    await app.run(async (ctx) => {
      for (let n = 0; n < memoryLimits.listed + 3; n++) {
        const text = `Fact ${n}`;
        await ctx.db.insert("memories", { ownerId: userId, text, keywords: text });
      }
    });
    const { texts, count } = await app.query(internal.memories.listAs, { userId });
    expect(texts).toHaveLength(memoryLimits.listed);
    expect(texts[0]).toBe(`Fact ${memoryLimits.listed + 2}`);
    expect(count).toBe(memoryLimits.listed + 3);
  });

  test("do nothing for somebody whose account is gone", async () => {
    await app.run((ctx) => ctx.db.delete("users", ann.userId));
    const call = app.mutation(internal.memories.rememberAs, { userId: ann.userId, text: "x" });
    await expect(call).rejects.toMatchObject(failsWith("UNAUTHENTICATED"));
  });
});

test("remembering too often is limited", async () => {
  const calls = Array.from(
    { length: 31 },
    (_, n) => () => ann.mutation(api.memories.remember, { text: `Fact ${n}` }),
  );
  const codes: unknown[] = [];
  for (const call of calls) await call().catch((error) => codes.push(error.data?.code));
  expect(codes).toEqual(["RATE_LIMITED"]);
});

test("what a reply keeps in mind counts against the person's quota", async () => {
  const admin = await signedInAs(app, "admin");
  const limit = { userId: ann.userId, table: "memories", rows: 1, bytes: null };
  await admin.mutation(api.quotas.changeForPerson, limit);
  const remember = async (text: string) =>
    await app.mutation(internal.memories.rememberAs, { userId: ann.userId, text });
  await remember("I sail on Saturdays.");
  await expect(remember("I row on Sundays.")).rejects.toMatchObject({
    data: { code: "QUOTA_EXCEEDED", quota: { table: "memories", used: 1 } },
  });
  const quotas = await ann.query(api.quotas.mine, {});
  expect(quotas.find(({ table }) => table === "memories")?.rows.used).toBe(1);
});
