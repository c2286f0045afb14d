// Plans that the rows of an entity are knowledge: what is indexed of them, the migration of those that exist, a test.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import type { Plan, Tree } from "@groundwork/plop-engine/plan";
import { renderAll } from "@groundwork/plop-engine/templates/render";
import { layout } from "../repository/layout.ts";
import { convexCommand, referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { assertSameOrNew } from "../repository/rendered.ts";
import { folderOf } from "../repository/settings.ts";
import type { RagInput } from "./input.ts";
import { readRag } from "./read.ts";

/**
 * Plans what makes rows knowledge.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when all of it is there
 * @throws GeneratorError (2) with all problems of the input, (3) for a conflict with what exists, (4) for a file that
 *   cannot be edited
 */
export function planRag(input: RagInput, tree: Tree): Plan {
  const { entity, team, title, texts } = readRag(input, tree);
  const { table } = entity.names;
  const plan = { command: "rag", subject: table, input, notes: [] };
  const json = JSON.stringify;
  const indexed = {
    kind: "indexedTable",
    key: table,
    text: `${table}: { team: ${json(team)}, title: ${json(title)}, texts: ${json(texts)} }`,
  };
  assertSameOrNew(
    tree,
    layout.indexedRows,
    indexed,
    {
      code: "RAG_OTHER",
      arg: table,
      message: `Other texts of "${table}" are knowledge already.`,
      fix: `Change them in ${layout.indexedRows}.`,
    },
    (code) => `({${code}})`,
  );
  const migration = `index${table.charAt(0).toUpperCase()}${table.slice(1)}`;
  const view = { table, migration, team, title, text: texts[0]!, one: entity.names.one };
  const rendered = renderAll(folderOf("rag"), { view, helpers: {}, isWritten: () => true });
  const edits = planEdits(tree, [
    { path: layout.indexedRows, fragments: [indexed] },
    { path: layout.migrations, fragments: backfill(table, migration) },
  ]);
  const tests = rendered
    .map(({ path, text }) => ({ path, before: tree.read(path), after: text, fragments: [] }))
    .filter(({ before }) => before === null)
    .map((file) => ({ ...file, protected: true }));
  const files = [...edits, ...tests];
  const next = [
    ...[referenceCommand(), snapshotCommand()],
    `Deploy, then index the rows that exist: ${convexCommand("run migrations:runAll")}`,
  ];
  return { ...plan, files, next: files.length === 0 ? [] : next };
}

function backfill(table: string, name: string) {
  const text = `/** Has the rows of \`${table}\` that were there before indexed. */
export const ${name} = migrations.define({
  table: "${table}",
  // Each starts a job of its own.
  batchSize: 20,
  migrateOne: async (ctx, row) => await indexRow(ctx, "${table}", row),
});`;
  const called = `internal.migrations.${name}`;
  return [
    ...importFragments('import { indexRow } from "./model/knowledge/rows";'),
    { kind: "functionExport", key: name, text },
    { kind: "pendingMigration", key: called, text: called },
  ];
}
