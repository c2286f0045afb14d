// Rows of an older shape: how many are left, and what a migration changes of one. For a row that is already right
// that is nothing, so that a migration is safe to run twice.
import type { TableNames } from "../../_generated/dataModel";
import type { DatabaseReader } from "../../_generated/server";

/** Rows that are counted at once, and their bytes: a transaction reads 16 MiB at most, and a row may have 1 MiB. */
export const COUNTED = 1000;
const COUNTED_BYTES = 4 * 1024 * 1024;

/** Which rows of a table are old: those that lack a field, or those that have it. */
export interface OldShape {
  table: TableNames;
  field: string;
  is: "absent" | "present";
}

/** How many rows a page has, how many of them are old, and where the next one starts; null at the end. */
export interface CountedPage {
  rows: number;
  old: number;
  cursor: string | null;
}

/** Counts a page of a table, from a cursor on. */
export async function countOld(
  db: DatabaseReader,
  { table, field, is }: OldShape,
  cursor: string | null,
): Promise<CountedPage> {
  const { page, isDone, continueCursor } = await db
    .query(table)
    .paginate({ numItems: COUNTED, cursor, maximumBytesRead: COUNTED_BYTES });
  let old = 0;
  for (const row of page) if (field in row === (is === "present")) old++;
  return { rows: page.length, old, cursor: isDone ? null : continueCursor };
}

/**
 * Fills in a field that older rows lack.
 * @param row as it is stored
 * @param value what the row gets
 * @returns the change, for `migrateOne`; undefined where the row has the field
 */
export function filledIn<Field extends string, Value>(
  row: object,
  field: Field,
  value: Value,
): Record<Field, Value> | undefined {
  return field in row ? undefined : ({ [field]: value } as Record<Field, Value>);
}

/**
 * Takes a field away.
 * @param row as it is stored
 * @returns the change, for `migrateOne`; undefined where the row has no such field
 */
export function withoutField(row: object, field: string): object | undefined {
  return field in row ? { [field]: undefined } : undefined;
}

/**
 * Moves the value of a field to another one.
 * @param row as it is stored
 * @param from the field that goes
 * @param to the field that gets its value; one that has a value keeps it
 * @returns the change, for `migrateOne`; undefined where the row has no field `from`
 */
export function movedField(row: object, from: string, to: string): object | undefined {
  if (!(from in row)) return undefined;
  const { [from]: old, [to]: value } = row as Record<string, unknown>;
  return { [from]: undefined, [to]: value ?? old };
}
