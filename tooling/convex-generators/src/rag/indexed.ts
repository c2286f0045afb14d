// Which fields of which tables are knowledge, as the project says.
import { declared, moduleOf, valueOf } from "@groundwork/plop-engine/edit/plain-data";
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";

/** As `IndexedTable` of the backend. */
interface IndexedTable {
  team: string;
  title: string;
  texts: string[];
}

/**
 * Lists the fields of a table that its knowledge is made of.
 * @returns none for a table that is no knowledge, and in a project without knowledge
 * @throws SHAPE_UNSUPPORTED (4) where the tables are not plain data
 */
export function indexedFields(table: string, tree: Tree): string[] {
  if (tree.read(layout.indexedRows) === null) return [];
  const tables = valueOf(declared(moduleOf(tree, layout.indexedRows), "indexedTables"));
  const indexed = (tables as Record<string, IndexedTable | undefined>)[table];
  return indexed === undefined ? [] : [indexed.team, indexed.title, ...indexed.texts];
}
