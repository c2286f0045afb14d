// Where reads start and how far they go, from the chains of calls on `ctx.db`.
import { type Node, type SourceModule, calledName, textOf, visitAll } from "./syntax.ts";

/** One way into a table. */
export interface Read {
  /** Null when the source does not say it as a literal. */
  table: string | null;
  /** The name of an index, or "id", or "creation time". */
  by: string;
  /** How many rows: `1`, `a page`, `100 at a time`, `up to LIMIT`, `all`, or `as its caller says`. */
  bound: string;
}

const terminals = ["paginate", "take", "first", "unique", "collect"];
const byId = ["get", "patch", "replace", "delete"];
/** Of `convex/checks.ts`: they take a table and a field, and read one row by the index of that field. */
const byField = ["checkUnique", "nextNumber"];

/**
 * Finds the reads that stand in a piece of source itself.
 * @param source a function, or any other node
 * @returns one entry per chain of calls, and per row that is got by its id
 */
export function readsIn(source: Node): Read[] {
  const reads: Read[] = [];
  const bounds = new Map<Node, string>();
  visitAll(source, (node) => {
    if (node.type !== "CallExpression") return;
    if (terminals.includes(calledName(node) ?? "")) {
      const start = chainOf(node).at(-1);
      if (start && calledName(start) === "query") bounds.set(start, boundOf(node));
    }
    const table = tableById(node);
    if (table !== null) reads.push({ table, by: "id", bound: "1" });
    const checked = indexOfField(node);
    if (checked) reads.push({ table: checked.table, by: checked.index, bound: "1" });
  });
  const chains = new Map<Node, string>();
  visitAll(source, (node) => {
    if (node.type !== "CallExpression") return;
    const chain = chainOf(node);
    const start = chain.at(-1);
    if (!start || !isQuery(start)) return;
    const index = chain.find((call) => /^with(Search)?Index$/.test(calledName(call) ?? ""));
    if (index) chains.set(start, textOf(index.arguments[0]) ?? "an index");
    else if (!chains.has(start)) chains.set(start, "creation time");
  });
  for (const [start, by] of chains) {
    const bound = bounds.get(start) ?? "as its caller says";
    reads.push({ table: textOf(start.arguments[0]), by, bound });
  }
  return reads;
}

/** A use of an index: the table and the index, each null when the source does not say it as a literal. */
export interface IndexUse {
  table: string | null;
  index: string | null;
}

/**
 * Finds every place that names an index.
 * @param modules the modules to look in
 * @returns the uses, in the order of the source
 */
export function indexUses(modules: readonly SourceModule[]): IndexUse[] {
  return modules.flatMap(({ program }) => {
    const uses: IndexUse[] = [];
    visitAll(program, (node) => {
      if (node.type !== "CallExpression") return;
      const method = calledName(node);
      if (method === "vectorSearch") {
        const [table, index] = node.arguments as Node[];
        uses.push({ table: textOf(table), index: textOf(index) });
      }
      const checked = indexOfField(node);
      if (checked) uses.push(checked);
      if (method !== "withIndex" && method !== "withSearchIndex") return;
      const table = textOf(chainOf(node).at(-1)?.arguments[0]);
      uses.push({ table, index: textOf(node.arguments[0]) });
    });
    return uses;
  });
}

function indexOfField(call: Node): { table: string; index: string } | null {
  if (!byField.includes(calledName(call) ?? "")) return null;
  const [, table, field] = (call.arguments as Node[]).map(textOf);
  return table && field ? { table, index: `by_${field}` } : null;
}

/** A call and those that it is chained to, back to the first: `.take()`, `.withIndex()`, `.query()`. */
function chainOf(call: Node): Node[] {
  const { callee } = call;
  // A helper around a query, as in `filter(ctx.db.query("notes"), …).first()`.
  const before: Node | undefined =
    callee.type === "MemberExpression" ? callee.object : (call.arguments[0] as Node | undefined);
  if (calledName(call) === "query" || before?.type !== "CallExpression") return [call];
  return [call, ...chainOf(before)];
}

function isQuery(call: Node): boolean {
  return calledName(call) === "query" && call.callee.type === "MemberExpression";
}

function tableById(call: Node): string | null {
  const name = calledName(call) ?? "";
  if (name === "getOrThrow") return textOf(call.arguments[1]);
  const { callee } = call;
  const isOfDb =
    callee.type === "MemberExpression" &&
    /^(db|unscopedDb)$/.test(callee.object.property?.name ?? "");
  return isOfDb && byId.includes(name) ? textOf(call.arguments[0]) : null;
}

function boundOf(call: Node): string {
  const name = calledName(call);
  const [argument] = call.arguments as Node[];
  if (name === "first" || name === "unique") return "1";
  if (name === "take") return `up to ${amount(argument)}`;
  if (name === "collect") return "all";
  const size = argument?.properties?.find((property: Node) => property.key?.name === "numItems");
  return size ? `${amount(size.value)} at a time` : "a page";
}

function amount(node: Node | undefined): string {
  if (node?.type === "Literal") return String(node.value);
  return node?.type === "Identifier" ? (node.name as string) : "some";
}
