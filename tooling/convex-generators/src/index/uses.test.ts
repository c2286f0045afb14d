import { memoryTree } from "@groundwork/plop-engine/tree";
import { expect, test } from "vitest";
import { layout } from "../repository/layout.ts";
import { indexUses } from "./uses.ts";

const usesOf = (code: string) =>
  indexUses(
    memoryTree({
      [`${layout.convex}/reports.ts`]: code,
      [`${layout.convex}/_generated/api.ts`]: 'q.withIndex("generated");',
      [layout.references]:
        "export const references = defineReferences({ ...noteReferences });\nconst noteReferences = { notes: { ownerId: { to: 'users', onRemove: 'clear' } } };\n",
    }),
  ).map(({ table, index, line }) => `${table}.${index}:${line}`);

test.each([
  ['ctx.db.query("notes").withIndex("by_title", (q) => q).first();', "notes.by_title:1"],
  [
    'ctx.db\n  .query("notes")\n  .withSearchIndex("search_title", (q) => q)\n  .take(5);',
    "notes.search_title:3",
  ],
  ['const all = ctx.db.query("notes");\nall.withIndex("by_title");', "null.by_title:2"],
  ['ctx.vectorSearch("notes", "by_vector", {});', "notes.by_vector:1"],
  [
    'checkUnique(ctx, "notes", { title: args.title }, { teamId: of.teamId });',
    "notes.by_teamId_and_title:1",
  ],
  ['checkUniqueTogether(ctx, "notes", ["kind", "code"], {});', "notes.by_kind_and_code:1"],
  ['nextNumber(ctx, "notes", "number", { teamId });', "notes.by_teamId_and_number:1"],
])("%s", (code, use) => {
  expect(usesOf(code)).toEqual([use, "notes.by_ownerId:1"]);
});
