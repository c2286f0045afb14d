// Tables as `convex/tables/` declares them: `notes: defineTable(…).index("by_title", ["title"])`.
import type { CallExpression, Node } from "oxc-parser";
import type { FragmentEditor } from "@groundwork/plop-engine/fragment-editor";
import { unsupported } from "@groundwork/plop-engine/edit/refusal";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import { type Source, lineOf, parseModule, spliced } from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf, stringValue, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { Fragment } from "@groundwork/plop-engine/plan";
import { quoted } from "@groundwork/plop-engine/templates/code";

/** An index in the chain of calls that declares a table. */
export interface TableIndex {
  name: string;
  /** In their order; of a search index those that it filters by. */
  fields: string[];
  kind: "index" | "searchIndex" | "vectorIndex";
  isStaged: boolean;
  line: number;
  /** From the end of what the call is of, remarks before the dot included, to its own end. */
  start: number;
  end: number;
}

export interface DeclaredTable {
  table: string;
  path: string;
  source: Source;
  /** Where the chain ends. */
  end: number;
  indexes: TableIndex[];
}

const KINDS = ["index", "searchIndex", "vectorIndex"] as const;

/** The tables that a file declares. */
export function declaredIn(path: string, text: string): DeclaredTable[] {
  const source = parseModule(path, text);
  const properties = findAll(
    source,
    (node): node is Extract<Node, { type: "Property" }> => node.type === "Property",
  );
  return properties.flatMap(({ key, value, computed }) => {
    const calls = callsOf(unwrap(value));
    const table = nameOf(key, computed);
    if (calls === null || table === null) return [];
    const indexes = calls.flatMap((call) => indexOf(source, call));
    return [{ table, path, source, end: unwrap(value).end, indexes }];
  });
}

/** The calls on a table, the first one first; null for what is no table. */
function callsOf(node: Node): CallExpression[] | null {
  if (node.type !== "CallExpression") return null;
  if (node.callee.type === "Identifier") return node.callee.name === "defineTable" ? [] : null;
  if (node.callee.type !== "MemberExpression") return null;
  const before = callsOf(unwrap(node.callee.object));
  return before && [...before, node];
}

function indexOf(source: Source, call: CallExpression): TableIndex[] {
  if (call.callee.type !== "MemberExpression") return [];
  const method = nameOf(call.callee.property);
  const kind = KINDS.find((one) => one === method);
  const name = stringValue(call.arguments[0]);
  if (kind === undefined || name === null) return [];
  const options = call.arguments[1];
  const staged = propertyOf(options, "staged");
  return [
    {
      name,
      fields: textsIn(
        kind !== "index"
          ? propertyOf(options, "filterFields")
          : options?.type === "ArrayExpression"
            ? options
            : propertyOf(options, "fields"),
      ),
      kind,
      isStaged: staged?.type === "Literal" && staged.value === true,
      line: lineOf(source.code, call.callee.property.start),
      start: call.callee.object.end,
      end: call.end,
    },
  ];
}

function propertyOf(node: Node | undefined, name: string): Node | undefined {
  if (node?.type !== "ObjectExpression") return undefined;
  const found = node.properties.find(
    (property) => property.type === "Property" && nameOf(property.key) === name,
  );
  return found?.type === "Property" ? unwrap(found.value) : undefined;
}

function textsIn(node: Node | undefined): string[] {
  if (node?.type !== "ArrayExpression") return [];
  return node.elements.flatMap((element) => stringValue(element) ?? []);
}

/** The call that declares an index. */
export function indexFragment(
  table: string,
  { name, fields, isStaged }: Pick<TableIndex, "name" | "fields" | "isStaged">,
): Fragment {
  const list = `[${fields.map(quoted).join(", ")}]`;
  const options = isStaged ? `{ fields: ${list}, staged: true }` : list;
  return {
    kind: "tableIndex",
    key: `${table}.${name}`,
    text: `.index(${quoted(name)}, ${options})`,
  };
}

/** A call in the chain of a table. Key: `notes.by_title`. */
export const tableIndexEditor: FragmentEditor = {
  isSame: (one, other) => isSameCode(one, other, (text) => `table${text}`),

  has: (path, text, fragment) => found(path, text, fragment) !== null,

  add(path, text, fragment) {
    const table = tableOf(path, text, fragment);
    return spliced(table.source, [
      { start: table.end, end: table.end, text: `\n    ${fragment.text}` },
    ]);
  },

  read(path, text, fragment) {
    const index = found(path, text, fragment);
    return index && parseModule(path, text).code.slice(index.start, index.end).trim();
  },

  remove(path, text, fragment) {
    const index = found(path, text, fragment);
    if (index === null) return text;
    return spliced(parseModule(path, text), [{ start: index.start, end: index.end, text: "" }]);
  },
};

function found(path: string, text: string, fragment: Fragment): TableIndex | null {
  const [, name] = fragment.key.split(".");
  return tableOf(path, text, fragment).indexes.find((index) => index.name === name) ?? null;
}

function tableOf(path: string, text: string, fragment: Fragment): DeclaredTable {
  const [name] = fragment.key.split(".");
  const table = declaredIn(path, text).find((one) => one.table === name);
  if (table !== undefined) return table;
  throw unsupported(parseModule(path, text), `it declares no table "${name}"`, fragment);
}
