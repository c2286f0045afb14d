import { join } from "node:path";
import { type Options, check, resolveConfig } from "prettier";
import { beforeAll, describe, expect, test } from "vitest";
import { layout } from "./layout.ts";
import type { Fragment } from "@groundwork/plop-engine/plan";
import { templateTree } from "../test/repository.ts";
import { apiModuleFragment } from "./api-modules.ts";
import { addFragments, removeFragments } from "@groundwork/plop-engine/edit/fragments";
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { type FileEdit, planEdits } from "@groundwork/plop-engine/edit/plan";

const repository = join(import.meta.dirname, "../..");

/** What an entity adds, in every file of this repository that one edits. */
function editsFor(table: string, type: string): FileEdit[] {
  const fragment = (kind: Fragment["kind"], key: string, text: string) => ({ kind, key, text });
  return [
    {
      path: layout.schema,
      fragments: [
        ...importFragments(`import { ${type} } from "@repo/validators/${table}";`),
        fragment("schemaTable", table, `${table}: defineTable(zodToConvex(${type}))`),
      ],
    },
    {
      path: layout.access,
      fragments: [fragment("accessRow", table, `${table}: {\n  read: { admin: "all" },\n}`)],
    },
    {
      path: layout.rateLimits,
      fragments: [
        fragment(
          "rateLimit",
          `${table}.create`,
          `"${table}.create": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 }`,
        ),
      ],
    },
    { path: layout.errors, fragments: [fragment("errorCode", "TOO_LATE", '"TOO_LATE"')] },
    { path: layout.apiTypes, fragments: [apiModuleFragment(table)] },
    {
      path: layout.names,
      fragments: [fragment("rowName", table, `${table}: "name"`)],
    },
  ];
}

describe("the files of the template", () => {
  const tree = templateTree();
  let options: Options | null;
  beforeAll(async () => {
    options = await resolveConfig(join(repository, "package.json"));
  });

  test.each([
    ["lanterns", "lantern"],
    ["aardvarks", "aardvark"],
    ["z".repeat(18), "y".repeat(17)],
  ])(
    "take an entity, stay as the formatter wants them, and lose it again: %s",
    async (table, type) => {
      const files = planEdits(tree, editsFor(table, type));
      expect(files.map(({ path }) => path)).toEqual(editsFor(table, type).map(({ path }) => path));
      for (const { path, before, after, fragments } of files) {
        const isOurs = !path.includes("_generated");
        expect(!isOurs || (await check(after, { ...options, filepath: path })), path).toBe(true);
        expect(addFragments(path, after, fragments).added).toEqual([]);
        expect(removeFragments(path, after, fragments)).toEqual({
          text: before,
          kept: [],
          changed: [],
        });
      }
    },
  );

  test("take many entities, and lose them in any order", () => {
    const names = ["cats", "dogs", "apes", "yaks", "bees", "elks"];
    for (const { path } of editsFor("cats", "cat")) {
      if (path === layout.errors) continue;
      const start = tree.read(path)!;
      const fragmentsOf = (table: string) =>
        editsFor(table, table.slice(0, -1)).find((edit) => edit.path === path)!.fragments;
      const added = names.map((table) => fragmentsOf(table));
      let text = added.reduce((text, some) => addFragments(path, text, some).text, start);
      for (const index of [3, 0, 5, 1, 4, 2]) {
        text = removeFragments(path, text, added[index]!).text;
      }
      expect(text, path).toBe(start);
    }
  });
});
