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
  return tables.find((table) => namesTable(newer.input, table));
}

/**
 * Says whether something was made with a table: with a reference to it, a permission of it, a function of its module,
 * or as a change of it.
 * @param input what a run was asked for
 */
export function namesTable(input: unknown, table: string): boolean {
  const asked = input as Record<string, unknown>;
  const { fields, args, returns, table: changed, of, names } = asked;
  if (changed === table || of === table) return true;
  if (Array.isArray(names) && names.includes(table)) return true;
  const named = [asked.name, asked.runs, asked.query, asked.mutation];
  const parts = [...named, asked.access, asked.grant, asked.without].flat();
  if (parts.some((part) => typeof part === "string" && isPartOf(part, table))) return true;
  const texts = [fields, args].flatMap((list) => (Array.isArray(list) ? (list as string[]) : []));
  if (typeof returns === "string") texts.push(`answer:${returns}`);
  // What was recorded has been checked: an argument may have a name that no field has, such as id.
  const grammar = { faultOf: () => null, isStored: false };
  return parseFields(texts, grammar).fields.some(({ field }) => field.table === table);
}

/** `notes.update`, `notes.update:own`, `notes/reports.total`. */
function isPartOf(text: string, table: string): boolean {
  return text.startsWith(`${table}.`) || text.startsWith(`${table}/`);
}
