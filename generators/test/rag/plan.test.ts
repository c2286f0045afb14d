import { describe, expect, test } from "vitest";
import type { EntityInput } from "@groundwork/convex-generators/entity/input";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import type { FieldInput } from "@groundwork/convex-generators/field/input";
import { planField } from "@groundwork/convex-generators/field/plan";
import { indexedFields } from "@groundwork/convex-generators/rag/indexed";
import type { RagInput } from "@groundwork/convex-generators/rag/input";
import { planRag } from "@groundwork/convex-generators/rag/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { after, codesOf, fragment, textOf } from "@groundwork/plop-engine/testing/plans";
import { memoryTree } from "@groundwork/plop-engine/tree";
import type { Tree } from "@groundwork/plop-engine/plan";
import { templateFiles, templateTree } from "../repository.ts";

const team = ["member:team", "admin:team"];

/** The repository with an entity, which came with it. */
function withEntity(fields: string[], access = team): Tree {
  const input: EntityInput = { name: "article", fields, access };
  const made = after(planEntity(input, templateTree()), templateTree());
  const shipped = memoryTree({ [`${layout.entities}/articles.json`]: JSON.stringify(input) });
  return {
    read: (path, encoding) => shipped.read(path) ?? made.read(path, encoding),
    list: (folder) => [...new Set([...made.list(folder), ...shipped.list(folder)])].sort(),
  };
}

const fields = [
  "teamId:ref(teams)+cascade",
  "title:string(1..120)",
  "body:text",
  "secret:text+private",
];
const tree = withEntity(fields);
const articles: RagInput = { table: "articles" };

test("rows are knowledge: what is indexed, the migration of those that exist, a test", () => {
  const plan = planRag(articles, tree);
  const known = "packages/backend/tests/knowledge/articlesKnown.test.ts";
  expect(plan.files.map(({ path }) => path)).toEqual([
    layout.indexedRows,
    layout.migrations,
    known,
  ]);
  expect(fragment(plan, layout.indexedRows, "indexedTable")).toBe(
    'articles: { team: "teamId", title: "title", texts: ["body"] }',
  );
  expect(fragment(plan, layout.migrations, "functionExport")).toContain("indexArticles");
  expect(textOf(plan, known)).toContain("internal.migrations.indexArticles");
  expect(planRag(articles, after(plan, tree)).files).toEqual([]);
});

test("what knowledge is made of is known of a table, and of no other", () => {
  const there = after(planRag(articles, tree), tree);
  expect(indexedFields("articles", there)).toEqual(["teamId", "title", "body"]);
  expect(indexedFields("notes", there)).toEqual([]);
  expect(indexedFields("articles", tree)).toEqual([]);
});

test.each<[string, Omit<FieldInput, "table">, string[]]>([
  ["removed", { remove: "body" }, ["2 FIELD_HELD"]],
  ["renamed", { rename: "title=headline" }, ["2 FIELD_HELD"]],
  ["hidden", { fields: ["body:text+private"], change: true }, ["2 FIELD_HELD"]],
])("a field of it is not %s", (_what, input, codes) => {
  const there = after(planRag(articles, tree), tree);
  expect(codesOf(() => planField({ table: "articles", ...input }, there))).toEqual(codes);
});

test("the fields can be named", () => {
  const plan = planRag({ ...articles, text: "title, body" }, tree);
  expect(fragment(plan, layout.indexedRows, "indexedTable")).toContain('texts: ["title","body"]');
});

describe("is refused:", () => {
  const there = after(planRag(articles, tree), tree);
  const without = Object.entries(templateFiles).filter(([path]) => path !== layout.indexedRows);
  test.each<[string, string[], RagInput, Tree]>([
    ["an unknown table", ["2 RAG_TABLE"], { table: "article" }, tree],
    ["a table of hand", ["2 RAG_TABLE"], { table: "teams" }, tree],
    ["a person's own rows", ["2 RAG_ACCESS"], { table: "notes" }, tree],
    ["a private text", ["2 RAG_TEXT"], { ...articles, text: "body,secret" }, tree],
    ["no text", ["2 RAG_TEXTS"], articles, withEntity(["teamId:ref(teams)+cascade", "rank:int"])],
    ["a role that reads none", ["2 RAG_ACCESS"], articles, withEntity(fields, ["admin:team"])],
    ["other texts than before", ["3 RAG_OTHER"], { ...articles, text: "title" }, there],
    [
      "a project without knowledge",
      ["3 RAG_REMOVED"],
      articles,
      memoryTree(Object.fromEntries(without)),
    ],
  ])("%s", (_what, codes, input, of) => {
    expect(codesOf(() => planRag(input, of))).toEqual(codes);
  });
});
