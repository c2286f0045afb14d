// What user code sees of the system tables it may read: `_storage` and `_scheduled_functions`.

import type { JsonText, JsonValue } from "../../kernel/database-types.ts";

const VISIBLE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  _scheduled_functions: [
    "_creationTime",
    "_id",
    "args",
    "completedTime",
    "name",
    "scheduledTime",
    "state",
  ],
  _storage: ["_creationTime", "_id", "contentType", "sha256", "size"],
};

/** Whether `db.system` and `convex data` may read this table; every other `_…` table is hidden. */
export function isVisibleSystemTable(table: string): boolean {
  return Object.hasOwn(VISIBLE_FIELDS, table);
}

/**
 * A stored row as user code sees it. Documents of other tables are returned as they are.
 * @param json one document, as the engine stores it
 */
export function visibleDocument(table: string, json: JsonText): JsonText {
  const fields = VISIBLE_FIELDS[table];
  if (fields === undefined) return json;
  const row = JSON.parse(json) as Record<string, JsonValue>;
  // The field lists are sorted, so the text keeps the order of keys every document has.
  return JSON.stringify(
    Object.fromEntries(fields.filter((field) => field in row).map((field) => [field, row[field]])),
  );
}
