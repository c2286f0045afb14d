// Whether the code of one run would not work without the table of another.
import { parseFields } from "../fields/parse.ts";
import { layout } from "./layout.ts";
import type { RunRecord } from "@groundwork/plop-engine/run-record";

/** The file of a table's own. */
const tablesFile = new RegExp(`^${layout.tables("(\\w+)")}$`);

/**
 * Names the table that an older run made and a newer one refers to.
 * @returns undefined when there is none
 */
export function dependency(newer: RunRecord, older: RunRecord): string | undefined {
  const tables = older.files.flatMap(({ path, fragments }) => [
    ...fragments.filter(({ kind }) => kind === "schemaTable").map(({ key }) => key),
    ...(tablesFile.exec(path)?.slice(1) ?? []),
  ]);
  return tables.find((table) => refersTo(newer.input, table));
}

/** Whether something was made with a reference to a table, or with a permission of it. */
function refersTo(input: unknown, table: string): boolean {
  const { fields, args, returns, access, table: changed } = input as Record<string, unknown>;
  if (changed === table) return true;
  const texts = [fields, args].flatMap((list) => (Array.isArray(list) ? (list as string[]) : []));
  if (typeof returns === "string") texts.push(`answer:${returns}`);
  const isNamed = parseFields(texts).fields.some(({ field }) => field.table === table);
  return isNamed || (typeof access === "string" && access.startsWith(`${table}.`));
}
