// Tools for the test of removed people: marks in their data, rows that hold them, and a search of everything
// that is stored.
import { type AccessMatrix, accessMatrix } from "@repo/validators/access";
import type { TableNames } from "../convex/_generated/dataModel";
import { keyedHash } from "../convex/lib/keyedHash.ts";
import type { Reference } from "../convex/lib/reference.ts";
import { references } from "../convex/model/platform/references.ts";
import { remainsIn } from "../convex/model/platform/remains.ts";
import schema from "../convex/schema.ts";
import { assistantHeldIds } from "./assistant-lists.ts";
import { documentOf, exampleDocument, exampleOf, type Shape, walk } from "./manifest.ts";
import { type Person, type TestApp, allRows } from "./setup.ts";

/** A unique word. In names, addresses, and data that is removed or kept for a bounded time. */
export const MARK = "qzvax";
/** The same for data that a team keeps, and for what others wrote. */
export const SHARED_MARK = "wjyfo";

export const tables = Object.keys(schema.tables) as TableNames[];

/** Where the scheduler keeps arguments, until Convex removes them a week later. */
export const SCHEDULED = "/_scheduled_functions";

/**
 * Lists the text fields of a table that may hold any words.
 * @param table a table of the app
 * @returns paths, such as `title` or `details[].to`
 */
export function textsOf(table: TableNames): string[] {
  const paths = new Set<string>();
  walk(documentOf(table), (part, path) => {
    if (["string", "any", "bytes", "record"].includes(part.type)) paths.add(path);
  });
  return [...paths];
}

/**
 * Makes a row of a person's with all optional fields, and a mark in each text that may identify somebody.
 * @param app where the rows go that it refers to
 * @param person whose it is
 * @param table which table
 * @param markOf the mark of a text, by what `remainsIn` says of it
 * @returns the fields, to be inserted
 */
export async function markedDocument(
  app: TestApp,
  person: Person,
  table: TableNames,
  markOf: (until: "theirs" | "bounded") => string,
): Promise<Record<string, unknown>> {
  const row = await exampleDocument(app, person, table, true);
  const textAt: TextAt = (path) => {
    const at = heldByHand.includes(path) ? null : remainsIn(table, path);
    if (!at) return undefined;
    if (at.until !== "theirs") return markOf("bounded");
    return isSomebodys(table) ? markOf("theirs") : SHARED_MARK;
  };
  const marked = await withMarks({ app, person, textAt }, documentOf(table), row, "");
  // A finished one, because no other is purged.
  return table === "jobs" ? { ...marked, status: "failed", dueAt: Date.now() } : marked;
}

/** Who reaches the rows of tables, and where their fields lead. */
interface Declared {
  matrix: AccessMatrix;
  references: { readonly [table: string]: { readonly [field: string]: Reference } };
}

/**
 * Says whether rows of a table are a person's or a team's, and go with them: by a column that decides who reaches them,
 * or with a row that they refer to. One that only loses its reference stays, with what its writers put in.
 * @param table a table of the app
 * @param declared what is declared of tables; default: the app's own
 * @param passed the tables that led there
 */
export function isSomebodys(
  table: TableNames,
  declared: Declared = { matrix: accessMatrix, references },
  passed: readonly TableNames[] = [],
): boolean {
  if (table === "users" || table === "teams") return true;
  // Tables of Convex itself, such as that of files, name nobody.
  if (passed.includes(table) || !tables.includes(table)) return false;
  const columns = Object.values(declared.matrix[table]?.columns ?? {});
  let found = false;
  walk(documentOf(table), (part, path) => {
    const reference = declared.references[table]?.[path];
    const isCleared = reference && reference.to !== "_storage" && reference.onRemove === "clear";
    const goesAlong = !isCleared || columns.includes(path);
    found ||=
      part.type === "id" &&
      goesAlong &&
      isSomebodys(part.tableName as TableNames, declared, [...passed, table]);
  });
  return found;
}

/** Texts that are ids of components, which rows require. */
const heldByHand: readonly string[] = [...assistantHeldIds];

/** The mark for a text by its path, if it gets one. */
type TextAt = (path: string) => string | undefined;
type Marking = { app: TestApp; person: Person; textAt: TextAt };

/** A value with its texts replaced by marks, and one element in each list that may hold some. */
async function withMarks<Value>(
  marking: Marking,
  shape: Shape,
  value: Value,
  path: string,
): Promise<Value> {
  let marked: unknown = value;
  if (shape.type === "string") marked = marking.textAt(path) ?? value;
  if (shape.type === "array") {
    const { app, person } = marking;
    const at = `${path}[]`;
    if (hasText(shape.value, at, marking.textAt))
      marked = [
        await withMarks(marking, shape.value, await exampleOf(app, person, shape.value, true), at),
      ];
  }
  if (shape.type === "object") {
    const fields = Object.entries(value as Record<string, unknown>).map(async ([name, held]) => {
      const inner = shape.value[name]?.fieldType;
      const at = path === "" ? name : `${path}.${name}`;
      return [name, inner ? await withMarks(marking, inner, held, at) : held] as const;
    });
    marked = Object.fromEntries(await Promise.all(fields));
  }
  if (shape.type === "union" && shape.value.some(({ type }) => type === "string"))
    marked = marking.textAt(path) ?? value;
  return marked as Value;
}

function hasText(shape: Shape, path: string, textAt: TextAt): boolean {
  let found = false;
  const visit = (part: Shape, at: string) => {
    found ||= part.type === "string" && textAt(at) !== undefined;
  };
  walk(shape, visit, path);
  return found;
}

/** What identifies a person: their marks, by the name of each in a failure. */
export async function marksOf(person: Person, email: string): Promise<Record<string, string>> {
  return {
    "the mark": MARK,
    "the address": email,
    "the id": person.userId,
    "a session": person.sessionId,
    "a hash of the id": await keyedHash(person.userId),
    "a hash of the address": await keyedHash(email),
  };
}

/**
 * Searches every row of every table, of the app and its components, what is scheduled, and every stored file.
 * @param app which app
 * @param marks what to look for, by what it is called
 * @returns places, such as `emails.text`, `resend/content` or `_storage`, each with what was found there
 */
export async function search(
  app: TestApp,
  marks: Record<string, string>,
): Promise<Record<string, string[]>> {
  const found: Record<string, Set<string>> = {};
  const look = (place: string, value: unknown) => {
    const text = textOf(value);
    for (const [what, mark] of Object.entries(marks)) {
      if (text.includes(mark.toLowerCase())) (found[place] ??= new Set()).add(what);
    }
  };
  for (const [table, rows] of Object.entries(await allRows(app))) {
    for (const row of rows) {
      if (table.startsWith("/")) lookInto(look, table.slice(1) as TableNames, row);
      else look(table, row);
    }
  }
  for (const [place, value] of await outsideTables(app)) look(place, value);
  const sorted = Object.entries(found).sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(sorted.map(([place, what]) => [place, [...what]]));
}

/** By column, and by part of a column where it is a list of objects. */
function lookInto(
  look: (place: string, value: unknown) => void,
  table: TableNames,
  row: Record<string, unknown>,
): void {
  for (const [field, value] of Object.entries(row)) {
    const elements = Array.isArray(value) ? value : [];
    const parts = elements.filter((each): each is object => typeof each === "object");
    if (parts.length === 0) look(`${table}.${field}`, value);
    for (const [inner, held] of parts.flatMap((part) => Object.entries(part))) {
      look(`${table}.${field}[].${inner}`, held);
    }
  }
}

async function outsideTables(app: TestApp): Promise<[string, unknown][]> {
  return await app.run(async (ctx) => {
    const scheduled = await ctx.db.system.query("_scheduled_functions").collect();
    const files = await ctx.db.system.query("_storage").collect();
    const texts = files.map(async ({ _id }) => await (await ctx.storage.get(_id))!.text());
    return [
      ...scheduled.map((row): [string, unknown] => [SCHEDULED, row]),
      ...(await Promise.all(texts)).map((text): [string, unknown] => ["_storage", text]),
    ];
  });
}

/** A value as one text in lower case; bytes as text. */
function textOf(value: unknown): string {
  const plain = (_key: string, each: unknown) => {
    if (typeof each === "bigint") return String(each);
    return each instanceof ArrayBuffer ? new TextDecoder().decode(each) : each;
  };
  return (JSON.stringify(value, plain) ?? "").toLowerCase();
}
