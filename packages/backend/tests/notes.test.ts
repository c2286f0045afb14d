import { noteLimits } from "@repo/validators/notes";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { beforeEach, describe, expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { rateLimits } from "../convex/model/platform/rateLimits.ts";
import { removeRow } from "../convex/model/platform/removal.ts";
import {
  type Person,
  type TestApp,
  codeOf,
  failsWith,
  firstPage,
  idsOf,
  initTest,
  signedInAs,
} from "../testing/setup.ts";

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});

/** What making a note takes. */
const input = () => ({ title: "Title 1", body: "Body 1" });

/** A note of a person's as it is stored. */
const docOf = (person: Person) => ({ ...input(), ownerId: person.userId });

/** Puts a note of a person's in by hand, and answers its id. */
const rowOf = async (person: Person) => {
  const doc = docOf(person);
  return await app.run((ctx) => ctx.db.insert("notes", doc));
};

/** A note, whatever of it callers see. */
const stored = (id: Id<"notes">) => app.run((ctx) => ctx.db.get("notes", id));

describe("a note", () => {
  test("is made, read, changed and removed", async () => {
    const sent = input();
    const id = await ann.mutation(api.notes.create, sent);
    expect(await ann.query(api.notes.get, { id })).toMatchObject({ _id: id, ...sent });

    await ann.mutation(api.notes.update, { id, title: "Title 2" });
    expect(await ann.query(api.notes.get, { id })).toMatchObject({ title: "Title 2" });

    await ann.mutation(api.notes.remove, { id });
    const gone = ann.query(api.notes.get, { id });
    await expect(gone).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("stands in the list of its owner only, the newest first", async () => {
    const [first, , third] = [await rowOf(ann), await rowOf(bob), await rowOf(ann)];
    const found = await ann.query(api.notes.list, firstPage);
    expect(idsOf(found)).toEqual([third, first]);
  });

  test("shows its public fields and no others", async () => {
    const fields = ["_creationTime", "_id", "body", "title"];
    const id = await rowOf(ann);
    const row = await ann.query(api.notes.get, { id });
    expect(Object.keys(row).sort()).toEqual(fields);
    const { page } = await ann.query(api.notes.list, firstPage);
    expect(page.map((row) => Object.keys(row).sort())).toEqual([fields]);
  });
});

describe("access", () => {
  const calls = (id: Id<"notes">) => ({
    get: (person: Person) => person.query(api.notes.get, { id }),
    update: (person: Person) => person.mutation(api.notes.update, { id }),
    remove: (person: Person) => person.mutation(api.notes.remove, { id }),
  });

  test.each([
    ["member", "get", null, "NOT_FOUND"],
    ["member", "update", null, "NOT_FOUND"],
    ["member", "remove", null, "NOT_FOUND"],
    ["admin", "get", null, "NOT_FOUND"],
    ["admin", "update", null, "NOT_FOUND"],
    ["admin", "remove", null, "NOT_FOUND"],
  ] as const)(
    "a %s calling %s gets %j for a note of their own, %j for another person's",
    async (role, name, own, another) => {
      const person = await signedInAs(app, role);
      expect(await codeOf(calls(await rowOf(bob))[name](person))).toBe(another);
      expect(await codeOf(calls(await rowOf(person))[name](person))).toBe(own);
    },
  );

  test.each([
    ["member", null, null],
    ["admin", null, null],
  ] as const)("a %s gets %j for the list, %j for making one", async (role, list, create) => {
    const person = await signedInAs(app, role);
    expect(await codeOf(person.query(api.notes.list, firstPage))).toBe(list);
    const sent = input();
    expect(await codeOf(person.mutation(api.notes.create, sent))).toBe(create);
  });

  test("nobody is let in without signing in", async () => {
    const id = await rowOf(ann);
    const sent = input();
    const calls = [
      app.query(api.notes.list, firstPage),
      app.query(api.notes.get, { id }),
      app.mutation(api.notes.create, sent),
      app.mutation(api.notes.update, { id }),
      app.mutation(api.notes.remove, { id }),
    ];
    const codes = await Promise.all(calls.map(codeOf));
    expect(codes).toEqual(calls.map(() => "UNAUTHENTICATED"));
  });
});

describe("limits", () => {
  test.each([
    ["title", "x".repeat(noteLimits.title.min - 1)],
    ["title", "   "],
    ["title", "x".repeat(noteLimits.title.max + 1)],
    ["body", "x".repeat(noteLimits.body.max + 1)],
  ])("a bad %s is refused by create and update (%#)", async (path, value) => {
    const invalid = { data: { code: "INVALID", issues: [{ path }] } };
    const sent = { ...input(), [path]: value };
    const creation = ann.mutation(api.notes.create, sent as never);
    await expect(creation).rejects.toMatchObject(invalid);
    const changes = { id: await rowOf(ann), [path]: value };
    const changed = ann.mutation(api.notes.update, changes as never);
    await expect(changed).rejects.toMatchObject(invalid);
  });

  test("values at the limits are kept", async () => {
    const greatest = {
      title: "x".repeat(noteLimits.title.max),
      body: "x".repeat(noteLimits.body.max),
    };
    const sent = { ...input(), ...greatest };
    const id = await ann.mutation(api.notes.create, sent);
    expect(await stored(id)).toMatchObject(greatest);
  });

  test("space around a title is dropped", async () => {
    const sent = input();
    const spaced = { ...sent, title: `  ${sent.title} ` };
    const id = await ann.mutation(api.notes.create, spaced);
    expect(await stored(id)).toMatchObject({ title: sent.title });
  });

  test.each(["ownerId"])("nobody says what %s a new one has", async (field) => {
    const sent = { ...input(), [field]: 1 };
    const creation = ann.mutation(api.notes.create, sent as never);
    await expect(creation).rejects.toThrow(field);
  });

  test.each(["ownerId"])("nobody changes its %s", async (field) => {
    const changes = { id: await rowOf(ann), [field]: 1 };
    const changed = ann.mutation(api.notes.update, changes as never);
    await expect(changed).rejects.toThrow(field);
  });
});

describe("references", () => {
  test("the person who is its ownerId cannot be removed while a note is there", async () => {
    const target = (await signedInAs(app, "member")).userId;
    const doc = { ...docOf(ann), ownerId: target };
    const id = await app.run((ctx) => ctx.db.insert("notes", doc));
    const removal = app.run((ctx) => removeRow(ctx, "users", target));
    await expect(removal).rejects.toMatchObject(failsWith("CONFLICT"));
    expect(await stored(id)).not.toBeNull();
  });
});

describe("bounds", () => {
  test("a page holds no more than the limit, whatever is asked for", async () => {
    const doc = docOf(ann);
    await app.run(async (ctx) => {
      for (let n = 0; n <= PAGE_SIZE_MAX; n++) await ctx.db.insert("notes", doc);
    });
    const greedy = { paginationOpts: { numItems: 1_000_000, cursor: null } };
    const first = await ann.query(api.notes.list, greedy);
    expect(first.page).toHaveLength(PAGE_SIZE_MAX);
    expect(first.isDone).toBe(false);

    const next = { paginationOpts: { numItems: 1_000_000, cursor: first.continueCursor } };
    expect((await ann.query(api.notes.list, next)).page).toHaveLength(1);
  });

  test("making them too often is refused, for that person only", async () => {
    for (let n = 0; n < rateLimits["notes.create"].capacity; n++) {
      await ann.mutation(api.notes.create, input());
    }
    const limited = { data: { code: "RATE_LIMITED", retryAfter: expect.any(Number) } };
    const sent = input();
    const refused = ann.mutation(api.notes.create, sent);
    await expect(refused).rejects.toMatchObject(limited);
    const other = bob.mutation(api.notes.create, input());
    await expect(other).resolves.toEqual(expect.any(String));
  });
});
