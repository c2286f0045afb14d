// What one field of the grammar means, once it is read: `title:string(1..120)+search`.

export const fieldTypes = [
  "string",
  "text",
  "email",
  "url",
  "int",
  "number",
  "bool",
  "date",
  "enum",
  "ref",
  "file",
  "vector",
  "json",
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** What a field may carry after its type. `optional` and `list` also have the signs `?` and `[]`. */
export const modifiers = [
  "optional",
  "list",
  "index",
  "unique",
  "once",
  "search",
  "name",
  "immutable",
  "server",
  "private",
  "owner",
  "restrict",
  "cascade",
  "clear",
] as const;
export type Modifier = (typeof modifiers)[number];

/** What removing the row that a reference leads to does to the row that refers. */
export const onRemoveActions = ["restrict", "cascade", "clear"] as const;
export type OnRemove = (typeof onRemoveActions)[number];

/** Bounds, both included. A missing side is open, until the type closes it. */
export interface Range {
  min?: number;
  max?: number;
}

/** A value, the moment of the call, or the caller. */
export type Default =
  | { kind: "literal"; value: string | number | boolean | readonly never[] }
  | { kind: "now" }
  | { kind: "me" };

export interface Field {
  name: string;
  type: FieldType;
  /** Of a text, its length; of a number, its value. Closed for texts. */
  range: Range;
  /** Of an enum, its values. */
  values: string[];
  /** Of a reference, the table it leads to. */
  table: string | null;
  /** Of a vector, its length. */
  dimensions: number | null;
  /** Of a list, how many items; null for a single value. */
  list: Required<Range> | null;
  isOptional: boolean;
  default: Default | null;
  isIndexed: boolean;
  isUnique: boolean;
  /** One row for each owner and value: a person does it once. */
  isOnce: boolean;
  isSearchable: boolean;
  /** What a person calls a row by. */
  isName: boolean;
  /** Set once, by `create`. */
  isImmutable: boolean;
  /** Set by functions alone, never by an argument. */
  isServer: boolean;
  /** Never part of an answer. */
  isPrivate: boolean;
  /** The caller who made the row. */
  isOwner: boolean;
  onRemove: OnRemove;
}

/** How long a text may be when nothing is said, so that none is without a bound. */
export const textBounds = {
  string: { min: 0, max: 500 },
  text: { min: 0, max: 20_000 },
} as const;

/** How many items a list may have when nothing is said. */
export const listBounds = { min: 0, max: 50 } as const;

/** The sizes of vector that Convex indexes. */
export const vectorBounds = { min: 2, max: 4096 } as const;

/** The moments that a date may name: 1970 to the end of 2199, in milliseconds. */
export const dateBounds = { min: 0, max: Date.UTC(2200, 0) - 1 } as const;
