import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { REFERRING, SCOPED_DB, codesThrown, factsOf, sourceOf } from "./facts.ts";
import { indexUses, readingsIn } from "./reads.ts";
import { parseModule } from "./syntax.ts";

/** The facts of `a:fn`, whose handler is given, among other modules. */
function factsAbout(handler: string, rest = "", others: Record<string, string> = {}) {
  const text = `${rest}\nexport const fn = query({ args: {}, handler: ${handler} });`;
  const modules = Object.entries({ "a.ts": text, ...others }).map(([file, text]) =>
    parseModule(file, text),
  );
  return factsOf(sourceOf(modules), "a:fn", true);
}

const readsOf = (code: string) => readingsIn(parseModule("a.ts", code).program).reads;

describe("reads", () => {
  test.each([
    ['db.query("t").withIndex("by_a", (q) => q.eq("a", 1)).unique()', "by_a", "1"],
    ['db.query("t").withIndex("by_a").order("desc").paginate(clamp(opts))', "by_a", "a page"],
    ['db.query("t").withIndex("by_a").paginate({ numItems: 50, cursor })', "by_a", "50 at a time"],
    ['db.query("t").withSearchIndex("search_a", search).take(20)', "search_a", "up to 20"],
    ['db.query("t").order("desc").take(LIMIT)', "creation time", "up to LIMIT"],
    ['db.query("t").collect()', "creation time", "all"],
    ['filter(db.query("t").withIndex("by_a"), keep).first()', "by_a", "1"],
    ['db.query("t").withIndex("by_a")', "by_a", "as its caller says"],
    ['db.get("t", id)', "id", "1"],
    ['getOrThrow(ctx, "t", id)', "id", "1"],
    ['checkUnique(ctx, "t", { slug: value })', "by_slug", "1"],
    [
      'checkUniqueTogether(ctx, "t", ["teamId", "slug"], { given, row })',
      ...["by_teamId_and_slug", "1"],
    ],
    ['checkUnique(ctx, "t", { slug: value }, { teamId: row.teamId })', "by_teamId_and_slug", "1"],
    ['nextNumber(ctx, "t", "number")', "by_number", "1"],
    ['nextNumber(ctx, "t", "number", { teamId: args.teamId })', "by_teamId_and_number", "1"],
  ])("%s", (chain, by, bound) => {
    const code = chain.startsWith("db.") ? `ctx.${chain}` : chain.replace("(db.", "(ctx.db.");
    expect(readsOf(code)).toEqual([{ table: "t", by, bound }]);
  });

  test.each([
    [
      'const rows = (isMine ? ctx.db.query("t").withIndex("by_a", f) : ctx.db.query("t")).order("desc"); await rows.take(9);',
      ["by_a up to 9", "creation time up to 9"],
    ],
    [
      'const rows = ctx.db.query("t"); const few = isMine ? rows.withIndex("by_a", f) : rows.withIndex("by_b", f); few.first();',
      ["by_a 1", "by_b 1"],
    ],
    [
      'const rows = ctx.db.query("t").withIndex("by_a", f); rows.first(); rows.take(2);',
      ["by_a 1", "by_a up to 2"],
    ],
    ['const rows = ctx.db.query("t"); use(rows);', ["creation time as its caller says"]],
  ])("are followed through variables and conditions: %s", (code, expected) => {
    expect(readsOf(code).map(({ by, bound }) => `${by} ${bound}`)).toEqual(expected);
  });

  test("of a table that is not a literal have none", () => {
    expect(readsOf("ctx.db.query(table).first()")).toEqual([
      { table: null, by: "creation time", bound: "1" },
    ]);
  });

  test("that other things are called by the same names are none", () => {
    expect(readsOf("list.filter(keep); query({ args }); map.get('t', 1)")).toEqual([]);
  });
});

describe("facts", () => {
  test("come from the functions that are called, in this module and in others", () => {
    const facts = factsAbout(
      "async (ctx) => { await near(ctx); await far(ctx); await all.inNamespace(ctx); }",
      `import { distant as far } from "./b"; import * as all from "./b";
       async function near(ctx) { throw appError("CONFLICT", "…"); }`,
      {
        "b.ts": `export const distant = async (ctx) => await ctx.unscopedDb.query("t").first();
                 export function inNamespace() { throw appError("NOT_FOUND", "…"); }
                 export function notCalled() { throw appError("INVALID", "…"); }`,
      },
    );
    expect(facts).toEqual({
      reads: [{ table: "t", by: "creation time", bound: "1" }],
      codes: ["CONFLICT", "NOT_FOUND"],
    });
  });

  test("go as far as the caller goes, in the table that it names", () => {
    const helpers = `
      function listed(db, table) { return db.query(table).withIndex("by_a", f); }
      function byOptions(ctx, { table }) { return nearer(ctx, table); }
      async function nearer(ctx, name) { return await ctx.db.get(name, id); }`;
    const handler = `async (ctx) => {
      await listed(ctx.db, "t").take(5); await byOptions(ctx, { table: "s" });
    }`;
    expect(factsAbout(handler, helpers).reads).toEqual([
      { table: "t", by: "by_a", bound: "up to 5" },
      { table: "s", by: "id", bound: "1" },
    ]);
  });

  test("tell once of the rows that refer to one, and nothing of what a caller's database is made of", () => {
    const others = {
      "model/platform/references.ts": `export function referringRows(ctx, { table, index }) {
        return ctx.db.query(table).withIndex(index, f);
      }`,
      "builders/scopedDb.ts":
        "export const readerFor = (raw) => ({ query: (table) => raw.db.query(table) });",
    };
    const handler = `async (ctx) => {
      readerFor(ctx); await referringRows(ctx, a).first(); await referringRows(ctx, b).take(BATCH);
    }`;
    const imports = `import { referringRows } from "./model/platform/references"; import { readerFor } from "./builders/scopedDb";`;
    expect(factsAbout(handler, imports, others).reads).toEqual([
      { table: null, by: "reference", bound: "up to BATCH" },
    ]);
  });

  test("come from a handler that is named, too, and calls in circles end", () => {
    const helper = `async function handle() { throw appError("CONFLICT", "…"); again(); }
                    function again() { handle(); }`;
    expect(factsAbout("handle", helper).codes).toEqual(["CONFLICT"]);
  });

  test("take in what scopedDb.ts checks when it stands before the database", () => {
    const rows = `export function writerFor(raw) {
      const update = () => { throw appError("NOT_FOUND", "…"); };
      return { patch: async () => { update(); }, insert: async () => { throw appError("FORBIDDEN", "…"); } };
    }`;
    const patch = '(ctx) => ctx.db.patch("t", id, {})';
    expect(factsAbout(patch, "", { "builders/scopedDb.ts": rows }).codes).toEqual(["NOT_FOUND"]);
    const unscoped = patch.replace("ctx.db", "ctx.unscopedDb");
    expect(factsAbout(unscoped, "", { "builders/scopedDb.ts": rows }).codes).toEqual([]);
  });
});

test("every code of a module is found, called or not", () => {
  const module = parseModule("a.ts", 'const f = () => appError(x ? "A" : "B"); appError("C", "");');
  expect(codesThrown([module])).toEqual(["A", "B", "C"]);
});

test("uses of indexes are found, with their table where it is written out", () => {
  const code = `ctx.db.query("t").withIndex("by_a", f); ctx.vectorSearch("t", "by_v", {});
    db.query(table).withIndex(name); checkUnique(ctx, "t", { slug: 1 });
    async () => { const rows = ctx.db.query("t"); return isMine ? rows.withIndex("by_b", f) : rows; }`;
  expect(indexUses([parseModule("a.ts", code)])).toEqual([
    { table: "t", index: "by_a" },
    { table: "t", index: "by_v" },
    { table: null, index: null },
    { table: "t", index: "by_slug" },
    { table: "t", index: "by_b" },
  ]);
});

test.each([`${SCOPED_DB}#readerFor`, `${SCOPED_DB}#writerFor`, REFERRING])(
  "%s, which is treated specially, exists",
  (place) => {
    const [module = "", name = ""] = place.split("#");
    const file = `${module}.ts`;
    const text = readFileSync(join(import.meta.dirname, "..", "convex", file), "utf8");
    expect(
      sourceOf([parseModule(file, text)])
        .get(module)
        ?.declared.has(name),
    ).toBe(true);
  },
);
