// References of a team's row stay in its team, whichever table it is in, and none leads in a circle.
import { defineAccess, grantFor, roles } from "@repo/validators/access";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { beforeEach, describe, expect, test } from "vitest";
import type { TableNames } from "../../convex/_generated/dataModel";
import {
  type Reference,
  type References,
  defineReferences,
  references,
} from "../../convex/model/platform/references.ts";
import { documentOf, exampleDocument, exampleRow } from "../../testing/manifest.ts";
import {
  type Person,
  type TestApp,
  codeOf,
  inTeam,
  initTest,
  initTestOf,
  signedInAs,
} from "../../testing/setup.ts";
import {
  NESTING_MAX,
  type RowWrite,
  checkReferences,
  teamColumnOf,
} from "../../convex/builders/referenceRules.ts";

const tables = Object.entries(references) as [TableNames, Record<string, Reference>][];

/** Each reference of a team's row to a person, or to a row that is of a team itself. */
const held = tables
  .filter(([table]) => teamColumnOf(table) !== undefined)
  .flatMap(([table, fields]) =>
    Object.entries(fields).flatMap(([field, { to }]) => {
      const isHeld = to === "users" || (to !== "_storage" && teamColumnOf(to) !== undefined);
      return isHeld ? [[table, field, to as TableNames] as const] : [];
    }),
  );

function isList(table: TableNames, field: string): boolean {
  return (
    "isList" in ((references as Record<string, Record<string, Reference>>)[table]![field] ?? {})
  );
}

test("the references that are held to a team are found", () => {
  const names = held.map(([table, field]) => `${table}.${field}`);
  expect(names).toEqual(expect.arrayContaining(["tasks.assigneeId", "tasks.creatorId"]));
});

test("a table whose rows always name one team says in the matrix that they are the team's", () => {
  const lost = tables.filter(([table, fields]) => {
    const row = documentOf(table);
    const always = Object.entries(fields).filter(
      ([field, { to }]) => to === "teams" && row.type === "object" && !row.value[field]!.optional,
    );
    return always.length === 1 && teamColumnOf(table) === undefined && !isOfPersons(table);
  });
  expect(lost.map(([table]) => table)).toEqual([]);
});

/** Whether each person sees none but their own rows, whatever team those are about. */
function isOfPersons(table: TableNames): boolean {
  const scopes = roles.flatMap((role) => grantFor(role, table, "read")?.scope ?? []);
  return scopes.length > 0 && scopes.every((scope) => scope === "own");
}

describe("a row of a team", () => {
  let app: TestApp;
  let ann: Person;
  let bob: Person;

  beforeEach(async () => {
    app = initTest();
    ann = await signedInAs(app, "member");
    bob = await signedInAs(app, "member");
    await exampleRow(app, ann, "teams");
    // She could read there what she may not refer to from her own team.
    await inTeam(app, { owner: bob, members: [ann] });
  });

  const check = (write: Omit<RowWrite, "userId">) =>
    app.run((ctx) => checkReferences(ctx.db, { ...write, userId: ann.userId }));

  test.each(held)("of %s refers by %s to no row of another team", async (table, field, to) => {
    const row = await exampleDocument(app, ann, table, true);
    const theirs = to === "users" ? (await signedInAs(app, "member")).userId : null;
    const after = { ...row, [field]: theirs ?? (await exampleRow(app, bob, to)) };
    const refused = { data: { code: "INVALID", issues: [{ path: field }] } };
    await check({ table, before: null, after: row });
    await expect(check({ table, before: null, after })).rejects.toMatchObject(refused);
    await expect(check({ table, before: row, after })).rejects.toMatchObject(refused);
    // What exists stays, though the other has left the team since.
    await check({ table, before: after, after });
  });

  test.each(held)("of %s does not move to another team with its %s", async (table, field, to) => {
    const made = await exampleDocument(app, ann, table, true);
    const row = isList(table, field)
      ? { ...made, [field]: [await exampleRow(app, ann, to)] }
      : made;
    const column = teamColumnOf(table)!;
    const after = { ...row, [column]: await exampleRow(app, bob, "teams") };
    const others = held.filter(([of, name]) => of === table && name !== field);
    for (const [, name] of others) delete (after as Record<string, unknown>)[name];
    if ([row[field]].flat().includes(ann.userId))
      (after as Record<string, unknown>)[field] = await stranger();
    expect(await codeOf(check({ table, before: row, after }))).toBe("INVALID");
  });
  const stranger = async () => (await signedInAs(app, "member")).userId;
});

describe("a row that is under another of its table", () => {
  const schema = defineSchema({
    folders: defineTable({ parentId: v.id("folders").optional() }).index("by_parentId", [
      "parentId",
    ]),
  });
  const map = defineReferences({
    folders: { parentId: { to: "folders", onRemove: "clear" } },
  } as unknown as References);
  const newApp = () => initTestOf(schema);
  let app: ReturnType<typeof newApp>;
  beforeEach(() => void (app = newApp()));

  /** Puts in folders, each under the one before. */
  const chain = (length: number) =>
    app.run(async (ctx) => {
      const ids = [await ctx.db.insert("folders", {})];
      while (ids.length < length) {
        ids.push(await ctx.db.insert("folders", { parentId: ids.at(-1)! }));
      }
      return ids;
    });
  const move = (id: string, parentId: string) =>
    app.run((ctx) => {
      const write = { table: "folders", before: { _id: id }, after: { _id: id, parentId } };
      const options = { map, matrix: defineAccess({}) };
      return checkReferences(ctx.db as never, { ...write, userId: undefined }, options);
    });

  test("is not under itself, nor under what is under it", async () => {
    const [top, middle, bottom] = await chain(3);
    const refused = { data: { code: "INVALID", issues: [{ path: "parentId" }] } };
    for (const parent of [top, middle, bottom]) {
      await expect(move(top!, parent!)).rejects.toMatchObject(refused);
    }
    await move(bottom!, top!);
    const [other] = await chain(1);
    await move(top!, other!);
  });

  test("is under no more rows than one write can read", async () => {
    const [other] = await chain(1);
    const ids = await chain(NESTING_MAX + 1);
    await move(other!, ids[NESTING_MAX - 1]!);
    expect(await codeOf(move(other!, ids[NESTING_MAX]!))).toBe("INVALID");
  });
});
