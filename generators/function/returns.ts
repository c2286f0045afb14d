// What a function answers: reads `--returns`.
import { numeral, quoted } from "../entity/print.ts";
import { parseModule } from "../lib/edit/source.ts";
import { namesIn } from "../lib/facts.ts";
import type { Field } from "../lib/fields/field.ts";
import { parseField } from "../lib/fields/parse.ts";
import { layout } from "../lib/layout.ts";
import type { Problem } from "../lib/model.ts";
import { unknownTable } from "./args.ts";
import type { Returns } from "./model.ts";
import type { Reading } from "./read.ts";

/** The answer is read as a field of this name, which its problems must not show. */
const PREFIX = "answer:";

/** Reads what the function answers, and adds what is wrong to the reading's problems. */
export function readReturns(reading: Reading, args: readonly Field[]): Returns | null {
  const text = reading.input.returns ?? "null";
  if (text === "null") return { kind: "null" };
  if (text === "row" || text === "page") return readRows(reading, text, args);
  const { field, problems } = parseField(PREFIX + text);
  reading.problems.push(...problems.map((problem) => asReturns(problem, text)));
  if (field === null) return null;
  const wrong = [
    ...wrongAnswer(reading, text, field),
    ...unknownTable(reading, PREFIX + text, field).map((problem) => asReturns(problem, text)),
  ];
  const value = valueOf(field, args, reading);
  if (wrong.length === 0 && value === null) {
    wrong.push({
      code: "RETURNS_REF",
      arg: text,
      message: `a new function has no ${field.type === "file" ? "file" : `row of "${field.table}"`} to answer with.`,
      fix: `${text}?`,
    });
  }
  reading.problems.push(...wrong);
  return wrong.length > 0 ? null : { kind: "value", field, value: value! };
}

/** A problem with the name taken off again that only the grammar needed. */
function asReturns({ at, fix, message, ...problem }: Problem, text: string): Problem {
  const isPrefixed = fix?.startsWith(PREFIX);
  return {
    ...problem,
    arg: text,
    ...(at !== undefined && { at: Math.max(0, at - PREFIX.length) }),
    message: message.replaceAll(PREFIX, ""),
    ...(fix !== undefined && { fix: isPrefixed ? fix.slice(PREFIX.length) : fix }),
  };
}

function wrongAnswer({ isInternal }: Reading, text: string, field: Field): Problem[] {
  const problem = (code: string, message: string, fix?: string): Problem[] => [
    { code, arg: text, message, ...(fix !== undefined && { fix }) },
  ];
  const isPlain =
    field.default === null &&
    !(field.isIndexed || field.isUnique || field.isSearchable || field.isOwner) &&
    !(field.isImmutable || field.isServer || field.isPrivate || field.onRemove !== "restrict");
  if (!isPlain) {
    return problem("MOD_HERE", `an answer is a type alone, with "?" when it may be null.`);
  }
  if (field.type === "json") {
    return problem("ANY_HERE", `an answer that may be anything cannot be checked: name its type.`);
  }
  if (field.list !== null || field.type === "vector") {
    if (!isInternal) {
      return problem(
        "RETURNS_LIST",
        `a list is answered as a page, so that it has a bound.`,
        "page",
      );
    }
  }
  return [];
}

/** An answer to start from, as code; null when there is none of its type at hand. */
function valueOf(field: Field, args: readonly Field[], { input, call }: Reading): string | null {
  if (field.isOptional) return "null";
  if (field.list !== null || field.type === "vector") return "[]";
  const { min = -Infinity, max = Infinity } = field.range;
  switch (field.type) {
    case "string":
    case "text":
      return min > 0 ? JSON.stringify("x".repeat(Math.min(min, 20))) : '""';
    case "email":
      return '"nobody@example.com"';
    case "url":
      return '"https://example.com/"';
    case "int":
    case "number":
      return numeral(Math.min(Math.max(0, min), max));
    case "bool":
      return "false";
    case "date":
      return "0";
    case "enum":
      return `${quoted(field.values[0]!)} as const`;
    default: {
      const same = args.find(
        ({ type, table, isOptional, list }) =>
          type === field.type && table === field.table && !isOptional && list === null,
      );
      if (same !== undefined) return `args.${same.name}`;
      const hasCaller = !input.kind.startsWith("internal") && !input.access?.startsWith("public");
      return field.table === "users" && hasCaller && call !== "action" ? "ctx.user._id" : null;
    }
  }
}

/** Rows of the module's own table, in the shape that its validators make public. */
function readRows(reading: Reading, kind: "row" | "page", args: readonly Field[]): Returns | null {
  const { module, tables, call, isInternal, input, problems, access } = reading;
  const refuse = (code: string, message: string, fix?: string) => {
    problems.push({ code, arg: kind, message, ...(fix !== undefined && { fix }) });
    return null;
  };
  if (!tables.includes(module)) {
    return refuse(
      "RETURNS_ROW",
      `"${kind}" is of the module's own table, and there is no table "${module}".`,
      "null",
    );
  }
  if (call === "action" || (kind === "page" && call !== "query")) {
    const why = call === "action" ? "an action has no database" : "only a query answers a page";
    return refuse("RETURNS_ROW", `${why}.`, "null");
  }
  if (input.access?.startsWith("public")) {
    return refuse("RETURNS_ROW", `rows are read in the caller's scope, and here is no caller.`);
  }
  const shape = publicShape(reading);
  if (shape === null) {
    const path = layout.validators(module);
    return refuse("RETURNS_ROW", `${path} exports no shape of a row that begins with "public".`);
  }
  if (kind === "page") {
    const scopes = Object.values(access.tables[module]?.grants.read ?? {});
    const isOwn = !isInternal && scopes.includes("own");
    const ownColumn = isOwn ? (access.tables[module]!.columns.own ?? null) : null;
    return { kind, table: module, shape, ownColumn };
  }
  const arg = args.find(
    ({ type, table, isOptional, list }) =>
      type === "ref" && table === module && !isOptional && list === null,
  );
  if (arg === undefined) {
    return refuse(
      "RETURNS_ROW",
      `which row is told by an argument: add --args 'id:ref(${module})'.`,
    );
  }
  return { kind, table: module, arg: arg.name, shape };
}

function publicShape({ tree, module }: Reading): string | null {
  const path = layout.validators(module);
  const text = tree.read(path);
  if (text === null) return null;
  const { exported } = namesIn(parseModule(path, text));
  const shapes = [...exported].filter((name) => /^public[A-Z]/.test(name));
  return shapes.length === 1 ? shapes[0]! : null;
}
