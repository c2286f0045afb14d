import { defineAccess, roleRules } from "@repo/validators/access";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Doc, Id } from "../../convex/_generated/dataModel";
import type { DatabaseWriter } from "../../convex/_generated/server";
import { findMembership } from "../../convex/model/teams/teams.ts";
import { readerFor, writerFor } from "../../convex/builders/scopedDb.ts";
import { getOrThrow } from "../../convex/lib/rows.ts";
import { type TestApp, initTest, makeTeam, signedInAs } from "../../testing/setup.ts";

const note = { title: "Milk", body: "" };
const failsWith = (code: string) => ({ data: { code } });

let app: TestApp;
let ann: Id<"users">;
let bob: Id<"users">;
let hers: Id<"notes">;
let his: Id<"notes">;

beforeEach(async () => {
  app = initTest();
  ann = (await signedInAs(app, "member")).userId;
  bob = (await signedInAs(app, "member")).userId;
  hers = await app.run((ctx) => ctx.db.insert("notes", { ...note, ownerId: ann }));
  his = await app.run((ctx) => ctx.db.insert("notes", { ...note, ownerId: bob }));
});

type Matrix = Parameters<typeof writerFor>[2];

/** Runs a piece of a handler with the database as Ann may use it. */
const asAnn = <Result>(piece: (db: DatabaseWriter) => Promise<Result>, matrix?: Matrix) =>
  app.run(async (ctx) => await piece(writerFor(ctx, await ctx.db.get("users", ann), matrix)));

const asNobody = <Result>(piece: (db: DatabaseWriter) => Promise<Result>) =>
  app.run(async (ctx) => await piece(writerFor(ctx, null)));

describe("reading, in the scope own", () => {
  test("finds one's own row and no other", async () => {
    expect(await asAnn((db) => db.get("notes", hers))).toMatchObject(note);
    expect(await asAnn((db) => db.get("notes", his))).toBeNull();
  });

  test("insists on a row, with the same answer for one that is gone and one that is another's", async () => {
    expect(await asAnn((db) => getOrThrow({ db }, "notes", hers))).toMatchObject(note);
    const another = asAnn((db) => getOrThrow({ db }, "notes", his));
    await expect(another).rejects.toMatchObject(failsWith("NOT_FOUND"));
    await app.run((ctx) => ctx.db.delete("notes", hers));
    const gone = asAnn((db) => getOrThrow({ db }, "notes", hers));
    await expect(gone).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("works through an index of the scope, in every form", async () => {
    const own = (db: DatabaseWriter) =>
      db.query("notes").withIndex("by_ownerId", (q) => q.eq("ownerId", ann));
    expect(await asAnn((db) => own(db).take(5))).toHaveLength(1);
    expect(await asAnn((db) => own(db).unique())).toMatchObject({ _id: hers });
    expect(await asAnn((db) => own(db).order("desc").first())).toMatchObject({ _id: hers });
    const page = await asAnn((db) => own(db).paginate({ numItems: 5, cursor: null }));
    expect(page.page).toHaveLength(1);
  });

  test("fails aloud when a query would meet another's rows", async () => {
    const everything = asAnn((db) => db.query("notes").order("desc").take(5));
    await expect(everything).rejects.toThrow("SCOPE_ESCAPED");
    const paged = asAnn((db) => db.query("notes").paginate({ numItems: 5, cursor: null }));
    await expect(paged).rejects.toThrow("SCOPE_ESCAPED");
  });

  test("asks for the table's name", async () => {
    await expect(asAnn((db) => db.get(hers))).rejects.toThrow("TABLE_MISSING");
    await expect(asAnn((db) => db.patch(hers, note))).rejects.toThrow("TABLE_MISSING");
    await expect(asAnn((db) => db.delete(hers))).rejects.toThrow("TABLE_MISSING");
  });
});

describe("a table that the role holds nothing on", () => {
  test("cannot be read or written", async () => {
    const forbidden = failsWith("FORBIDDEN");
    await expect(asAnn((db) => db.get("users", ann))).rejects.toMatchObject(forbidden);
    await expect(asAnn((db) => db.query("users").take(1))).rejects.toMatchObject(forbidden);
    const patch = asAnn((db) => db.patch("users", ann, { role: "admin" }));
    await expect(patch).rejects.toMatchObject(forbidden);
    await expect(asAnn((db) => db.query("authAccounts").take(1))).rejects.toMatchObject(forbidden);
  });

  test("is every table, for nobody", async () => {
    const forbidden = failsWith("FORBIDDEN");
    await expect(asNobody((db) => db.get("notes", hers))).rejects.toMatchObject(forbidden);
    await expect(asNobody((db) => db.query("notes").take(1))).rejects.toMatchObject(forbidden);
    const insert = asNobody((db) => db.insert("notes", { ...note, ownerId: ann }));
    await expect(insert).rejects.toMatchObject(forbidden);
    await expect(asNobody((db) => db.delete("notes", hers))).rejects.toMatchObject(forbidden);
  });
});

describe("writing, in the scope own", () => {
  test("reaches one's own rows", async () => {
    await asAnn((db) => db.patch("notes", hers, { title: "Bread" }));
    expect(await asAnn((db) => db.get("notes", hers))).toMatchObject({ title: "Bread" });
    await asAnn((db) => db.replace("notes", hers, { ...note, ownerId: ann }));
    expect(await asAnn((db) => db.get("notes", hers))).toMatchObject(note);
    await asAnn((db) => db.delete("notes", hers));
    expect(await asAnn((db) => db.get("notes", hers))).toBeNull();
  });

  test("does not find another's", async () => {
    const notFound = failsWith("NOT_FOUND");
    const replace = asAnn((db) => db.replace("notes", his, { ...note, ownerId: ann }));
    await expect(asAnn((db) => db.patch("notes", his, note))).rejects.toMatchObject(notFound);
    await expect(replace).rejects.toMatchObject(notFound);
    await expect(asAnn((db) => db.delete("notes", his))).rejects.toMatchObject(notFound);
    expect(await app.run((ctx) => ctx.db.get("notes", his))).toMatchObject({ ownerId: bob });
  });

  test("cannot put a row in another's name", async () => {
    const forbidden = failsWith("FORBIDDEN");
    const insert = asAnn((db) => db.insert("notes", { ...note, ownerId: bob }));
    const patch = asAnn((db) => db.patch("notes", hers, { ownerId: bob }));
    const replace = asAnn((db) => db.replace("notes", hers, { ...note, ownerId: bob }));
    for (const write of [insert, patch, replace]) {
      await expect(write).rejects.toMatchObject(forbidden);
    }
  });
});

describe("other grants", () => {
  test("of some fields refuse the rest, by patch and by replace", async () => {
    const matrix = defineAccess({
      notes: {
        columns: { own: "ownerId" },
        read: { member: "own" },
        update: { member: { scope: "own", only: ["body"] } },
      },
    });
    await asAnn((db) => db.patch("notes", hers, { body: "new", title: note.title }), matrix);
    const patch = asAnn((db) => db.patch("notes", hers, { title: "new" }), matrix);
    await expect(patch).rejects.toMatchObject(failsWith("FORBIDDEN"));
    const replaced = { ...note, title: "new", ownerId: ann };
    const replace = asAnn((db) => db.replace("notes", hers, replaced), matrix);
    await expect(replace).rejects.toMatchObject(failsWith("FORBIDDEN"));
  });

  test("to see a row but not write it answer FORBIDDEN", async () => {
    const matrix = defineAccess({
      notes: {
        columns: { own: "ownerId" },
        read: { member: "all" },
        remove: { member: "own" },
      },
    });
    expect(await asAnn((db) => db.get("notes", his), matrix)).toMatchObject(note);
    expect(await asAnn((db) => db.query("notes").take(5), matrix)).toHaveLength(2);
    const remove = asAnn((db) => db.delete("notes", his), matrix);
    await expect(remove).rejects.toMatchObject(failsWith("FORBIDDEN"));
  });

  test("without the column that decides them cover nothing", async () => {
    const matrix = defineAccess({ notes: { read: { member: "own" } } });
    expect(await asAnn((db) => db.get("notes", hers), matrix)).toBeNull();
  });
});

describe("teams", () => {
  // A title with the id of a team stands for a column that leads to one.
  const matrix = defineAccess({
    notes: {
      columns: { own: "ownerId", team: "title" },
      read: { member: "team" },
      create: { member: "team" },
      update: { member: "led" },
      remove: { member: "own" },
    },
  });
  const noteOf = (teamId: Id<"teams">) => ({ title: teamId as string, body: "", ownerId: bob });
  let owned: Id<"teams">;
  let joined: Id<"teams">;
  let foreign: Id<"teams">;

  beforeEach(async () => {
    [owned, joined, foreign] = await app.run(async (ctx) => [
      await makeTeam(ctx.db, ann, [bob]),
      await makeTeam(ctx.db, bob, [ann]),
      await makeTeam(ctx.db, bob),
    ]);
  });

  const add = (teamId: Id<"teams">) => app.run((ctx) => ctx.db.insert("notes", noteOf(teamId)));

  test("of one's own show their rows, others do not, and nobody sees a row without one", async () => {
    const [seen, hidden] = [await add(joined), await add(foreign)];
    expect(await asAnn((db) => db.get("notes", seen), matrix)).toMatchObject({ title: joined });
    expect(await asAnn((db) => db.get("notes", hidden), matrix)).toBeNull();
    expect(await asAnn((db) => db.get("notes", hers), matrix)).toBeNull();
  });

  test("fail aloud when a query would meet the rows of another", async () => {
    const mine = await add(owned);
    await app.run((ctx) => ctx.db.delete("notes", hers));
    await app.run((ctx) => ctx.db.delete("notes", his));
    const all = asAnn((db) => db.query("notes").order("desc").take(5), matrix);
    expect(await all).toMatchObject([{ _id: mine }]);
    await add(foreign);
    const escaped = asAnn((db) => db.query("notes").order("desc").take(5), matrix);
    await expect(escaped).rejects.toThrow("SCOPE_ESCAPED");
  });

  test("are asked about once for all rows of a page", async () => {
    const reads = async (count: number) => {
      for (let n = 0; n < count; n++) await add(joined);
      return await app.run(async (ctx) => {
        const db = readerFor(ctx.db, await ctx.db.get("users", ann), matrix);
        const before = (await ctx.meta.getTransactionMetrics()).databaseQueries.used;
        await db.query("notes").order("desc").take(count);
        return (await ctx.meta.getTransactionMetrics()).databaseQueries.used - before;
      });
    };
    await app.run((ctx) => ctx.db.delete("notes", hers));
    expect(await reads(2)).toBe(await reads(10));
  });

  test("that one owns may be led, others not", async () => {
    const [led, followed, unknown] = [await add(owned), await add(joined), await add(foreign)];
    await asAnn((db) => db.patch("notes", led, { body: "new" }), matrix);
    const follow = asAnn((db) => db.patch("notes", followed, { body: "new" }), matrix);
    await expect(follow).rejects.toMatchObject(failsWith("FORBIDDEN"));
    const guess = asAnn((db) => db.patch("notes", unknown, { body: "new" }), matrix);
    await expect(guess).rejects.toMatchObject(failsWith("NOT_FOUND"));
  });

  test("take new rows of members only, and let none be moved away", async () => {
    await asAnn((db) => db.insert("notes", noteOf(joined)), matrix);
    const insert = asAnn((db) => db.insert("notes", noteOf(foreign)), matrix);
    await expect(insert).rejects.toMatchObject(failsWith("FORBIDDEN"));
    const mine = await add(owned);
    const move = asAnn((db) => db.patch("notes", mine, { title: foreign }), matrix);
    await expect(move).rejects.toMatchObject(failsWith("FORBIDDEN"));
  });

  test("that one leaves are left at once, in the same transaction", async () => {
    const seen = await add(joined);
    await app.run(async (ctx) => {
      const db = writerFor(ctx, await ctx.db.get("users", ann), matrix);
      expect(await db.get("notes", seen)).not.toBeNull();
      const membership = await findMembership(ctx.db, ann, joined);
      await ctx.db.delete("memberships", membership!._id);
      expect(await db.get("notes", seen)).toBeNull();
    });
  });

  test("keep one's own rows to those who are in them, in the scope own", async () => {
    const own = defineAccess({
      notes: {
        columns: { own: "ownerId", team: "title" },
        read: { member: "own" },
        create: { member: "own" },
        update: { member: "own" },
      },
    });
    const mine = (teamId: Id<"teams">) => ({ ...noteOf(teamId), ownerId: ann });
    const put = (teamId: Id<"teams">) => app.run((ctx) => ctx.db.insert("notes", mine(teamId)));
    const [here, left, anothers] = [await put(joined), await put(foreign), await add(joined)];
    expect(await asAnn((db) => db.get("notes", here), own)).toMatchObject({ title: joined });
    expect(await asAnn((db) => db.get("notes", left), own)).toBeNull();
    expect(await asAnn((db) => db.get("notes", anothers), own)).toBeNull();
    const change = asAnn((db) => db.patch("notes", left, { body: "new" }), own);
    await expect(change).rejects.toMatchObject(failsWith("NOT_FOUND"));
    const insert = asAnn((db) => db.insert("notes", mine(foreign)), own);
    await expect(insert).rejects.toMatchObject(failsWith("FORBIDDEN"));
    await asAnn((db) => db.insert("notes", mine(joined)), own);
  });

  test("have roles that reach more in that team, and less, and nothing in another", async () => {
    const { team } = roleRules;
    onTestFinished(() => void (roleRules.team = team));
    // Ann is a member of one team, and owns another.
    roleRules.team = {
      member: {
        extends: "nobody",
        grants: { "notes.update": "team", "notes.remove": "own" },
        without: ["notes.create"],
      },
    };
    const [followed, led, unknown] = [await add(joined), await add(owned), await add(foreign)];
    await asAnn((db) => db.patch("notes", followed, { body: "new" }), matrix);
    await asAnn((db) => db.patch("notes", led, { body: "new" }), matrix);
    const guess = asAnn((db) => db.patch("notes", unknown, { body: "new" }), matrix);
    await expect(guess).rejects.toMatchObject(failsWith("NOT_FOUND"));
    const forbidden = failsWith("FORBIDDEN");
    const insert = asAnn((db) => db.insert("notes", noteOf(joined)), matrix);
    await expect(insert).rejects.toMatchObject(forbidden);
    await asAnn((db) => db.insert("notes", noteOf(owned)), matrix);
    const removal = asAnn((db) => db.delete("notes", followed), matrix);
    await expect(removal).rejects.toMatchObject(forbidden);
  });

  test("show nothing where no column leads to one", async () => {
    const bare = defineAccess({ notes: { read: { member: "team" } } });
    const seen = await add(joined);
    expect(await asAnn((db) => db.get("notes", seen), bare)).toBeNull();
  });
});

test("an admin reads all users", async () => {
  const { userId } = await signedInAs(app, "admin");
  const names = await app.run(async (ctx) => {
    const db = readerFor(ctx.db, await ctx.db.get("users", userId));
    return (await db.query("users").take(5)).map((user: Doc<"users">) => user.role);
  });
  expect(names).toEqual(["member", "member", "admin"]);
});
