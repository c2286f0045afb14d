// Who reads an index: queries, checks of unique values, and removals of what rows refer to.
import { posix } from "node:path";
import type { CallExpression, Node } from "oxc-parser";
import { type Source, lineOf, parseModule } from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf, stringValue } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";
import { readReferences } from "../repository/facts.ts";
import { layout } from "../repository/layout.ts";
import { type DeclaredTable } from "../tables/table-indexes.ts";
import { declaredTables } from "./declared-tables.ts";

/** A place that reads an index; of any table that has one of the name where the code does not say which. */
export interface IndexUse {
  table: string | null;
  index: string;
  path: string;
  line: number;
}

/** Of `convex/lib/checks.ts`: they read one row by the index of the fields that they take. */
const CHECKS = ["checkUnique", "checkUniqueTogether", "nextNumber"];

/** Every place of the backend that reads an index. */
export function indexUses(tree: Tree): IndexUse[] {
  return [
    ...modulesIn(tree, layout.convex).flatMap((path) => usesIn(path, tree)),
    ...ofReferences(tree),
  ];
}

function modulesIn(tree: Tree, folder: string): string[] {
  return tree.list(folder).flatMap((name) => {
    if (name === "_generated/") return [];
    if (name.endsWith("/")) return modulesIn(tree, posix.join(folder, name.slice(0, -1)));
    return name.endsWith(".ts") ? [posix.join(folder, name)] : [];
  });
}

function usesIn(path: string, tree: Tree): IndexUse[] {
  const text = tree.read(path)!;
  if (!/\b(with(Search)?Index|vectorSearch|checkUnique|nextNumber)/.test(text)) return [];
  const source = parseModule(path, text);
  const calls = findAll(source, (node): node is CallExpression => node.type === "CallExpression");
  return calls.flatMap((call) => useOf(source, call));
}

function useOf(source: Source, call: CallExpression): IndexUse[] {
  const { callee, arguments: args } = call;
  const name = callee.type === "MemberExpression" ? nameOf(callee.property) : nameOf(callee);
  const at = { path: source.path, line: lineOf(source.code, args[0]?.start ?? call.start) };
  if (name === "withIndex" || name === "withSearchIndex") {
    const index = stringValue(args[0]);
    const of = callee.type === "MemberExpression" ? callee.object : null;
    return index === null ? [] : [{ table: tableRead(of), index, ...at }];
  }
  const [, second, third, fourth] = args;
  if (name === "vectorSearch") {
    const index = stringValue(second);
    return index === null ? [] : [{ table: stringValue(args[0]), index, ...at }];
  }
  if (!CHECKS.includes(name ?? "")) return [];
  const fields =
    third?.type === "ArrayExpression"
      ? third.elements.flatMap((element) => stringValue(element) ?? [])
      : [...keysOf(fourth), ...[stringValue(third) ?? keysOf(third)[0] ?? []].flat()];
  return [{ table: stringValue(second), index: nameOfIndex(fields), ...at }];
}

/** The table at the start of a chain of calls, as far as it is written there. */
function tableRead(node: Node | null): string | null {
  if (node?.type !== "CallExpression" || node.callee.type !== "MemberExpression") return null;
  const isStart = nameOf(node.callee.property) === "query";
  return isStart ? stringValue(node.arguments[0]) : tableRead(node.callee.object);
}

function keysOf(node: Node | undefined): string[] {
  if (node?.type !== "ObjectExpression") return [];
  return node.properties.flatMap((property) =>
    property.type === "Property" ? (nameOf(property.key) ?? []) : [],
  );
}

/** How an index is called after its fields. */
export function nameOfIndex(fields: readonly string[]): string {
  return `by_${fields.join("_and_")}`;
}

/** Removing a row finds those that refer to it by an index. */
function ofReferences(tree: Tree): IndexUse[] {
  const tables = declaredTables(tree);
  return Object.entries(readReferences(tree)).flatMap(([table, fields]) =>
    Object.entries(fields).flatMap(([field, { to, ...more }]): IndexUse[] => {
      if (to === "_storage") return [];
      const { index = nameOfIndex([field]) } = more as { index?: string };
      const declared = tables.find((one) => one.table === table);
      return [{ table, index, ...placeOf(declared, table, field) }];
    }),
  );
}

/** Where a reference is declared, in the file of its table. */
function placeOf(declared: DeclaredTable | undefined, table: string, field: string) {
  if (declared === undefined) return { path: layout.references, line: 1 };
  const { code } = declared.source;
  const found = new RegExp(`References = \\{[^]*?\\b${table}: \\{[^]*?\\b${field}: \\{`).exec(code);
  const line = found === null ? 1 : lineOf(code, found.index + found[0].length - 1);
  return { path: declared.path, line };
}
