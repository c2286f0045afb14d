// The tables of a schema: the shape of their rows, and their indexes.
import type { CallExpression, Node } from "oxc-parser";
import { findAll, nameOf, stringValue, unwrap } from "@groundwork/plop-engine/edit/syntax";
import { numberAt, textAt, textsAt } from "./syntax/constants.ts";
import { type Module, type Modules, type Place, placeText } from "./syntax/modules.ts";
import { type DescribedProject, moduleNamed } from "./project.ts";
import { type Shape, vectorOf } from "./shapes/shape.ts";

export interface DescribedIndex {
  kind: "index" | "search" | "vector";
  name: string;
  /** In their order; of a search those that it can be narrowed by. */
  fields: readonly string[];
  /** The field that is searched. */
  searched: string | null;
  place: string;
}

export interface DescribedTable {
  table: string;
  place: string;
  fields: ReadonlyMap<string, Shape>;
  indexes: readonly DescribedIndex[];
}

export interface DescribedTables {
  tables: readonly DescribedTable[];
  /** Tables that a package declares. */
  foreign: ReadonlySet<string>;
}

/**
 * Reads the tables of a project.
 * @throws SYNTAX_ERROR (4)
 */
export function tablesOf(project: DescribedProject): DescribedTables {
  const { modules } = project;
  const schema = moduleNamed(project, "schema");
  const argument = schema === null ? null : firstArgument(schema, "defineSchema");
  const members = argument === null ? new Map<string, Place>() : modules.members(argument);
  const read = [...members].map(([table, place]) => ({
    table,
    found: tableAt(project, table, place),
  }));
  return {
    tables: read.flatMap(({ found }) => found ?? []),
    foreign: new Set(read.flatMap(({ table, found }) => (found === null ? [table] : []))),
  };
}

/** What the first call of a function takes first. */
export function firstArgument(module: Module, name: string): Place | null {
  const [call] = findAll(
    module.source,
    (node): node is CallExpression =>
      node.type === "CallExpression" &&
      node.callee.type === "Identifier" &&
      node.callee.name === name,
  );
  const node = call?.arguments[0];
  return node === undefined ? null : { module, node };
}

function tableAt(project: DescribedProject, table: string, place: Place): DescribedTable | null {
  const { modules, shapes } = project;
  const { module, node } = modules.settled(place);
  const chain = callsOf(node);
  const rows = chain?.define.arguments[0];
  if (chain === null || rows === undefined) return null;
  const shape = shapes.of({ module, node: rows });
  if (shape.parts.size === 0 && shape.base !== "object") return null;
  const indexes = chain.calls.flatMap((call) => indexAt(modules, module, call) ?? []);
  const fields = new Map(
    [...shape.parts].map(([name, field]) => [
      name,
      searchedAt(modules, module, chain.calls, name, field),
    ]),
  );
  return { table, place: placeText({ module, node: chain.define }), fields, indexes };
}

/** `defineTable(…)` and the calls on it, the first one first; null for anything else. */
function callsOf(node: Node): { define: CallExpression; calls: CallExpression[] } | null {
  const call = unwrap(node);
  if (call.type !== "CallExpression") return null;
  if (call.callee.type === "Identifier")
    return call.callee.name === "defineTable" ? { define: call, calls: [] } : null;
  if (call.callee.type !== "MemberExpression") return null;
  const before = callsOf(call.callee.object);
  return before && { ...before, calls: [...before.calls, call] };
}

const kinds: Readonly<Record<string, DescribedIndex["kind"]>> = {
  index: "index",
  searchIndex: "search",
  vectorIndex: "vector",
};

function indexAt(modules: Modules, module: Module, call: CallExpression): DescribedIndex | null {
  const { callee } = call;
  const method = callee.type === "MemberExpression" ? (nameOf(callee.property) ?? "") : "";
  const kind = kinds[method];
  const name = stringValue(call.arguments[0]);
  const node = call.arguments[1];
  if (kind === undefined || name === null || node === undefined) return null;
  const options = { module, node };
  const at = (key: string) => modules.member(options, key);
  const settled = modules.settled(options);
  const fields =
    kind === "index"
      ? settled.node.type === "ArrayExpression"
        ? settled
        : at("fields")
      : at("filterFields");
  return {
    kind,
    name,
    fields: textsAt(modules, fields) ?? [],
    searched: textAt(modules, at(kind === "search" ? "searchField" : "vectorField")),
    place: placeText({ module, node: callee.type === "MemberExpression" ? callee.property : call }),
  };
}

/** The shape of a field: numbers that a vector index searches are a vector. */
function searchedAt(
  modules: Modules,
  module: Module,
  calls: readonly CallExpression[],
  name: string,
  shape: Shape,
): Shape {
  if (shape.base !== "number" || shape.list === null) return shape;
  for (const call of calls) {
    const node = call.arguments[1];
    if (indexAt(modules, module, call)?.kind !== "vector" || node === undefined) continue;
    const options = { module, node };
    if (textAt(modules, modules.member(options, "vectorField")) !== name) continue;
    return vectorOf(shape, numberAt(modules, modules.member(options, "dimensions")) ?? 0);
  }
  return shape;
}
