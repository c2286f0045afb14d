// Many entities are added to the files of this repository and removed in any order: the files stay formatted, and end
// as they were.
import { join } from "node:path";
import { check, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { addFragments, removeFragments } from "@groundwork/plop-engine/edit/fragments";
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { spreadKey } from "@groundwork/plop-engine/edit/members";
import type { Fragment } from "@groundwork/plop-engine/plan";
import { templateFiles } from "../repository.ts";
import { apiModuleFragment } from "@groundwork/convex-generators/repository/api-modules";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { rateLimitFragments } from "@groundwork/convex-generators/repository/rate";
import { variableEdits } from "@groundwork/convex-generators/repository/variables";

const root = join(import.meta.dirname, "../../..");
const tables = ["cats", "dogs", "aardvarks", "yaks", "zebras", "z".repeat(18)];

/** A record that is imported and spread. */
function spread(kind: string, record: string, from: string): Fragment[] {
  const key = spreadKey(record);
  return [...importFragments(`import { ${record} } from "${from}";`), { kind, key, text: key }];
}

/** What an entity adds to each file. */
const added: Readonly<Record<string, (table: string) => Fragment[]>> = {
  [layout.schema]: (table) => spread("schemaTable", `${table}Tables`, `./tables/${table}`),
  [layout.access]: (table) => spread("accessRow", `${table}Access`, `./access/${table}.ts`),
  [layout.references]: (table) =>
    spread("reference", `${table}References`, `../../tables/${table}`),
  [layout.rateLimits]: (table) =>
    rateLimitFragments([`${table}.create`], { times: 30, unit: "minute" }),
  [layout.names]: (table) => [{ kind: "rowName", key: table, text: `${table}: "name"` }],
  [layout.apiTypes]: (table) => [apiModuleFragment(table)],
  [layout.crons]: (table) => [
    {
      kind: "cron",
      key: table,
      text: `crons.interval("${table}", { hours: 1 }, internal.a.b, {});`,
    },
  ],
  [layout.errands]: (table) => [{ kind: "errand", key: table, text: `${table}: "to write"` }],
  ...Object.fromEntries(
    [layout.components, layout.serverTypes, layout.deployGuide].map((path) => [
      path,
      (table: string) =>
        variableEdits({ name: `${table.toUpperCase()}_KEY`, about: `the key of ${table}` }).find(
          (edit) => edit.path === path,
        )!.fragments as Fragment[],
    ]),
  ),
};

test.each(Object.entries(added))("%s", async (path, fragmentsOf) => {
  const options = { ...(await resolveConfig(join(root, path))), filepath: path };
  const isFormatted = async (text: string) =>
    path.includes("/_generated/") || (await check(text, options));
  const start = templateFiles[path]!;
  const fragments: Fragment[][] = [];
  let text = start;
  for (const table of tables) {
    const edited = addFragments(path, text, fragmentsOf(table));
    expect(await isFormatted(edited.text), table).toBe(true);
    expect(addFragments(path, edited.text, fragmentsOf(table)).added).toEqual([]);
    fragments.push(edited.added);
    text = edited.text;
  }
  for (const at of [3, 0, 5, 1, 4, 2]) {
    const removed = removeFragments(path, text, fragments[at]!);
    expect(removed).toMatchObject({ kept: [], changed: [] });
    expect(await isFormatted(removed.text), tables[at]).toBe(true);
    text = removed.text;
  }
  expect(text).toBe(start);
});
