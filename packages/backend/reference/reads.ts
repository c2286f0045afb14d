// Where reads start and how far they go, from the chains of calls on `ctx.db`.
import { type Node, type SourceModule, calledName, textOf, visitAll } from "./syntax.ts";

/** One way into a table. */
export interface Read {
  /** Null when the source does not say it as a literal. */
  table: string | null;
  /** The name of an index, or "id", or "creation time", or "reference": by what refers to a row. */
  by: string;
  /** How many rows: `1`, `a page`, `100 at a time`, `up to LIMIT`, `all`, or `as its caller says`. */
  bound: string;
}

const terminals = ["paginate", "take", "first", "unique", "collect"];
const byId = ["get", "patch", "replace", "delete"];
/**
 * Of `convex/lib/checks.ts`: they take a table, a field, as a text or with its value, and what the rows have in common
 * among which they look, or the fields in a list. They read one row by the index of these fields.
 */
const byField = ["checkUnique", "checkUniqueTogether", "nextNumber"];

/** What a piece of source reads itself, and what becomes of the queries that functions hand to it. */
export interface Readings {
  reads: Read[];
  /** How many rows a query reads that a call returns, by the call. */
  bounds: Map<Node, string>;
}

const UNBOUNDED = "as its caller says";

/**
 * Finds the reads that stand in a piece of source itself, through variables and both ways of a condition.
 * @param source a function, or any other node
 * @param names what is known of its parameters: texts by their names
 * @returns one entry per way to read, and per row that is got by its id
 */
export function readingsIn(source: Node, names: ReadonlyMap<string, string> = new Map()): Readings {
  const reads: Read[] = [];
  const bounds = new Map<Node, string>();
  const paths: Path[] = [];
  const nameOf = (node: Node | undefined) =>
    textOf(node) ?? (node?.type === "Identifier" ? (names.get(node.name as string) ?? null) : null);
  const variables = variablesIn(source);
  visitAll(source, (node) => {
    if (node.type !== "CallExpression") return;
    const bound = terminals.includes(calledName(node) ?? "") ? boundOf(node) : null;
    for (const { start, by } of pathsTo(node, variables)) {
      if (isQuery(start)) paths.push({ start, by, bound });
      else if (bound !== null && !bounds.has(start)) bounds.set(start, bound);
    }
    const table = nameOf(tableById(node) ?? undefined);
    if (table !== null) reads.push({ table, by: "id", bound: "1" });
    const checked = indexOfField(node);
    if (checked) reads.push({ table: checked.table, by: checked.index, bound: "1" });
  });
  for (const { start, by, bound } of withoutSteps(paths)) {
    reads.push({
      table: nameOf(start.arguments[0] as Node),
      by: by ?? "creation time",
      bound: bound ?? UNBOUNDED,
    });
  }
  return { reads, bounds };
}

/** The same for what calls it: how far a query goes that it answers. */
export function boundedBy(read: Read, bound: string | undefined): Read {
  return bound !== undefined && read.bound === UNBOUNDED ? { ...read, bound } : read;
}

/** A query, by which index it goes on, and how far; each null while nothing has said so. */
interface Path {
  start: Node;
  by: string | null;
  bound: string | null;
}

/** The paths that are whole: one that another goes on from is only a step of it. */
function withoutSteps(paths: readonly Path[]): Path[] {
  const goesOn = (step: Path, path: Path) =>
    step !== path &&
    step.start === path.start &&
    step.bound === null &&
    (step.by === null
      ? path.by !== null || path.bound !== null
      : step.by === path.by && path.bound !== null);
  const whole = paths.filter((step) => !paths.some((path) => goesOn(step, path)));
  const keys = whole.map(({ start, by, bound }) => `${start.start} ${by} ${bound}`);
  return whole.filter((_, index) => keys.indexOf(keys[index]!) === index);
}

type Variables = ReadonlyMap<string, Node[]>;

function variablesIn(source: Node): Variables {
  const found = new Map<string, Node[]>();
  visitAll(source, (node) => {
    if (node.type !== "VariableDeclarator" || node.id.type !== "Identifier" || !node.init) return;
    const name = node.id.name as string;
    found.set(name, [...(found.get(name) ?? []), node.init as Node]);
  });
  return found;
}

/** The ways from a value back to the calls that its query may start with. */
function pathsTo(
  node: Node | undefined,
  variables: Variables,
  seen: readonly string[] = [],
): Omit<Path, "bound">[] {
  const back = (before: Node | undefined) => pathsTo(before, variables, seen);
  switch (node?.type) {
    case "AwaitExpression":
      return back(node.argument as Node);
    case "TSAsExpression":
      return back(node.expression as Node);
    case "ConditionalExpression":
      return [...back(node.consequent as Node), ...back(node.alternate as Node)];
    case "Identifier": {
      const name = node.name as string;
      if (seen.includes(name)) return [];
      const values = variables.get(name) ?? [];
      return values.flatMap((value) => pathsTo(value, variables, [...seen, name]));
    }
    case "CallExpression": {
      if (isQuery(node)) return [{ start: node, by: null }];
      const { callee } = node;
      // A helper around a query, as in `filter(ctx.db.query("notes"), …).first()`.
      const before = callee.type === "MemberExpression" ? callee.object : node.arguments[0];
      const paths = back(before as Node | undefined);
      const isIndex = /^with(Search)?Index$/.test(calledName(node) ?? "");
      const by = isIndex ? (textOf(node.arguments[0]) ?? "an index") : null;
      if (paths.some(({ start }) => isQuery(start)) || callee.type === "MemberExpression") {
        return paths.map((path) => ({ ...path, by: by ?? path.by }));
      }
      return [{ start: node, by: null }];
    }
    default:
      return [];
  }
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
  const statements = modules.flatMap(({ program }) => program.body as Node[]);
  return statements.flatMap((statement) => {
    const uses: IndexUse[] = [];
    const variables = variablesIn(statement);
    visitAll(statement, (node) => {
      if (node.type !== "CallExpression") return;
      const method = calledName(node);
      if (method === "vectorSearch") {
        const [table, index] = node.arguments as Node[];
        uses.push({ table: textOf(table), index: textOf(index) });
      }
      const checked = indexOfField(node);
      if (checked) uses.push(checked);
      if (method !== "withIndex" && method !== "withSearchIndex") return;
      const [path] = pathsTo(node, variables);
      const table = path ? textOf(path.start.arguments[0]) : null;
      uses.push({ table, index: textOf(node.arguments[0]) });
    });
    return uses;
  });
}

function indexOfField(call: Node): { table: string; index: string } | null {
  if (!byField.includes(calledName(call) ?? "")) return null;
  const [, of, given, within] = call.arguments as Node[];
  const table = textOf(of);
  const listed = given?.type === "ArrayExpression" ? (given.elements as Node[]).map(textOf) : null;
  const field = textOf(given) ?? keysOf(given)[0];
  const fields = listed ?? (field === undefined ? [] : [...keysOf(within), field]);
  if (table === null || fields.length === 0) return null;
  return { table, index: `by_${fields.join("_and_")}` };
}

function keysOf(node: Node | undefined): string[] {
  if (node?.type !== "ObjectExpression") return [];
  return (node.properties as Node[]).flatMap(({ key }) =>
    key ? [(key as Node).name as string] : [],
  );
}

function isQuery(call: Node): boolean {
  return calledName(call) === "query" && call.callee.type === "MemberExpression";
}

/** What names the table of a row that is got by its id. */
function tableById(call: Node): Node | null {
  const name = calledName(call) ?? "";
  if (name === "getOrThrow") return (call.arguments[1] as Node | undefined) ?? null;
  const { callee } = call;
  const isOfDb =
    callee.type === "MemberExpression" &&
    /^(db|unscopedDb)$/.test(callee.object.property?.name ?? "");
  return isOfDb && byId.includes(name) ? ((call.arguments[0] as Node | undefined) ?? null) : null;
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
