import { noteLimits } from "@repo/validators/notes";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { beforeEach, describe, expect, test } from "vitest";
import { api } from "./_generated/api";
import { rateLimits } from "./rateLimits";
import { type TestApp, initTest, signedInAs } from "./testing.setup";

const input = { title: "Milk", body: "Two litres" };
const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const failsWith = (code: string) => ({ data: { code } });

let app: TestApp;
let ann: Awaited<ReturnType<typeof signedInAs>>;
let bob: Awaited<ReturnType<typeof signedInAs>>;

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});

describe("the owner", () => {
  test("creates, reads, changes and removes a note", async () => {
    const id = await ann.mutation(api.notes.create, input);
    expect(await ann.query(api.notes.get, { id })).toMatchObject({ _id: id, ...input });

    await ann.mutation(api.notes.update, { id, title: "Bread" });
    expect(await ann.query(api.notes.get, { id })).toMatchObject({
      title: "Bread",
      body: input.body,
    });

    await ann.mutation(api.notes.remove, { id });
    await expect(ann.query(api.notes.get, { id })).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("lists their own notes only, the newest first", async () => {
    await ann.mutation(api.notes.create, { ...input, title: "first" });
    await bob.mutation(api.notes.create, { ...input, title: "not hers" });
    await ann.mutation(api.notes.create, { ...input, title: "second" });

    const { page } = await ann.query(api.notes.list, firstPage);
    expect(page.map((note) => note.title)).toEqual(["second", "first"]);
  });

  test("gets the public fields and no others", async () => {
    const id = await ann.mutation(api.notes.create, input);
    const fields = ["_creationTime", "_id", "body", "title"];

    expect(Object.keys(await ann.query(api.notes.get, { id })).sort()).toEqual(fields);
    const { page } = await ann.query(api.notes.list, firstPage);
    expect(page.map((note) => Object.keys(note).sort())).toEqual([fields]);
  });
});

describe("anybody else", () => {
  test("is told that there is no such note", async () => {
    const id = await ann.mutation(api.notes.create, input);
    const notFound = failsWith("NOT_FOUND");

    await expect(bob.query(api.notes.get, { id })).rejects.toMatchObject(notFound);
    await expect(bob.mutation(api.notes.update, { id, title: "x" })).rejects.toMatchObject(
      notFound,
    );
    await expect(bob.mutation(api.notes.remove, { id })).rejects.toMatchObject(notFound);
    expect(await ann.query(api.notes.get, { id })).toMatchObject(input);
  });

  test("is refused when signed out", async () => {
    const id = await ann.mutation(api.notes.create, input);
    const unauthenticated = failsWith("UNAUTHENTICATED");

    await expect(app.query(api.notes.list, firstPage)).rejects.toMatchObject(unauthenticated);
    await expect(app.query(api.notes.get, { id })).rejects.toMatchObject(unauthenticated);
    await expect(app.mutation(api.notes.create, input)).rejects.toMatchObject(unauthenticated);
    await expect(app.mutation(api.notes.update, { id })).rejects.toMatchObject(unauthenticated);
    await expect(app.mutation(api.notes.remove, { id })).rejects.toMatchObject(unauthenticated);
  });
});

describe("limits", () => {
  test.each([
    ["title", "x".repeat(noteLimits.title.min - 1)],
    ["title", "   "],
    ["title", "x".repeat(noteLimits.title.max + 1)],
    ["body", "x".repeat(noteLimits.body.max + 1)],
  ])("a bad %s is refused on create and update (%#)", async (path, value) => {
    const invalid = { data: { code: "INVALID", issues: [{ path }] } };
    const id = await ann.mutation(api.notes.create, input);
    const bad = { ...input, [path]: value };

    await expect(ann.mutation(api.notes.create, bad)).rejects.toMatchObject(invalid);
    await expect(ann.mutation(api.notes.update, { id, ...bad })).rejects.toMatchObject(invalid);
    expect(await ann.query(api.notes.get, { id })).toMatchObject(input);
  });

  test("values at the limits are kept", async () => {
    const longest = {
      title: "x".repeat(noteLimits.title.max),
      body: "x".repeat(noteLimits.body.max),
    };
    const id = await ann.mutation(api.notes.create, longest);
    expect(await ann.query(api.notes.get, { id })).toMatchObject(longest);
  });

  test("space around a title is dropped", async () => {
    const id = await ann.mutation(api.notes.create, { ...input, title: "  Milk " });
    expect(await ann.query(api.notes.get, { id })).toMatchObject({ title: "Milk" });
  });

  test("a page holds no more than the limit, whatever is asked for", async () => {
    await app.run(async (ctx) => {
      for (let n = 0; n <= PAGE_SIZE_MAX; n++) {
        await ctx.db.insert("notes", { ...input, ownerId: ann.userId });
      }
    });
    const greedy = { paginationOpts: { numItems: 1_000_000, cursor: null } };
    const first = await ann.query(api.notes.list, greedy);
    expect(first.page).toHaveLength(PAGE_SIZE_MAX);
    expect(first.isDone).toBe(false);

    const rest = { paginationOpts: { numItems: 1_000_000, cursor: first.continueCursor } };
    expect((await ann.query(api.notes.list, rest)).page).toHaveLength(1);
  });

  test("creating too often is refused, for that person only", async () => {
    for (let n = 0; n < rateLimits["notes.create"].capacity; n++) {
      await ann.mutation(api.notes.create, input);
    }
    const limited = { data: { code: "RATE_LIMITED", retryAfter: expect.any(Number) } };
    await expect(ann.mutation(api.notes.create, input)).rejects.toMatchObject(limited);
    await expect(bob.mutation(api.notes.create, input)).resolves.toEqual(expect.any(String));
  });
});
