// One field of the grammar, once it is read: `title:string(1..120)+search`.

/** Bounds, both included. A missing side is open. */
export interface Range {
  min?: number;
  max?: number;
}

interface Type {
  /** What the brackets after the type hold, if anything. Values may be followed by a range, where there is one. */
  brackets?: "range" | "values";
  /** What a range bounds, where the type takes one. */
  range?: "length" | "whole number" | "number";
  /** How the values are written, where a field has to have them. */
  example?: string;
  /** The range of a field without one, so that every text has a bound. */
  bounds?: Required<Range>;
}

/** The types of a field. */
export const types = {
  string: { brackets: "range", range: "length", bounds: { min: 0, max: 500 } },
  text: { brackets: "range", range: "length", bounds: { min: 0, max: 20_000 } },
  email: {},
  url: {},
  int: { brackets: "range", range: "whole number" },
  bigint: { brackets: "range", range: "whole number" },
  number: { brackets: "range", range: "number" },
  money: { brackets: "values", range: "number", example: "money(EUR)" },
  bool: {},
  date: {},
  day: {},
  time: {},
  duration: { brackets: "range", range: "whole number", bounds: { min: 0, max: 3_155_760_000 } },
  enum: { brackets: "values", example: "enum(open,done)" },
  ref: { brackets: "values", example: "ref(users)" },
  file: {},
  vector: { brackets: "values", example: "vector(1536)" },
  json: {},
} as const satisfies Record<string, Type>;
export type FieldType = keyof typeof types;
export const fieldTypes = Object.keys(types) as FieldType[];

/** What the grammar says of a type. */
export function typeOf(type: FieldType): Type {
  return types[type];
}

/** What a field may carry after its type. `optional` and `list` also have the signs `?` and `[]`. */
export const modifiers = [
  ...(["optional", "nullable", "list", "index", "unique", "once", "search", "name"] as const),
  ...(["immutable", "server", "private", "owner", "restrict", "cascade", "clear"] as const),
];
export type Modifier = (typeof modifiers)[number];

/** What happens to a row when the row that it refers to is removed. */
export const onRemoveActions = ["restrict", "cascade", "clear"] as const;
export type OnRemove = (typeof onRemoveActions)[number];

/** A value, the time of the call, or the caller. */
export type Default =
  | { kind: "literal"; value: string | number | boolean | null | readonly never[] }
  | { kind: "now" }
  | { kind: "me" };

export interface Field {
  name: string;
  type: FieldType;
  /** The length of a text, the value of a number; of money in minor units. A text has both bounds. */
  range: Range;
  /** The options of an enum. */
  values: string[];
  /** The words that a person reads for an option, where they do not follow from it. */
  labels: Record<string, string>;
  /** The currency of money. */
  currency: string | null;
  /** The table that a reference leads to. */
  table: string | null;
  /** The length of a vector. */
  dimensions: number | null;
  /** How many items a list has; null for a single value. */
  list: Required<Range> | null;
  isOptional: boolean;
  /** Whether null is one of its values, which says that there is none. */
  isNullable: boolean;
  default: Default | null;
  isIndexed: boolean;
  isUnique: boolean;
  /** One row for each owner and value: a person does it once. */
  isOnce: boolean;
  isSearchable: boolean;
  /** The display name of a row. */
  isName: boolean;
  /** Set by `create`, never by `update`. */
  isImmutable: boolean;
  /** Set by functions only, never by an argument. */
  isServer: boolean;
  /** Never part of an answer. */
  isPrivate: boolean;
  /** The caller who created the row. */
  isOwner: boolean;
  /** Made from the other values of a row when it is read; neither given nor stored. */
  isComputed: boolean;
  onRemove: OnRemove;
}

/** Whether a field is a list of references, whose ids leave it when their rows are removed. */
export function isListOfRows({ type, list }: Field): boolean {
  return type === "ref" && list !== null;
}

/** The longest list of references: each of them is checked, and has a row of its own. */
export const MOST_LISTED = 100;

/** How many items a list without a range may have. */
export const listBounds = { min: 0, max: 50 } as const;

/** The sizes of vector that Convex indexes. */
export const vectorBounds = { min: 2, max: 4096 } as const;

/** The timestamps of a date: 1970 to the end of 2199, in milliseconds. */
export const dateBounds = { min: 0, max: Date.UTC(2200, 0) - 1 } as const;

/** Whether the server numbers the rows by a field: 1, 2, 3. */
export function isRunningNumber({ type, isServer, isUnique, isOptional, list }: Field): boolean {
  return type === "int" && isServer && isUnique && !isOptional && list === null;
}
