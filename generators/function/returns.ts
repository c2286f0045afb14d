// What a function answers: reads `--returns`.
import { isOfTeam } from "../entity/model.ts";
import { parseModule } from "../lib/edit/source.ts";
import { namesIn } from "../lib/facts.ts";
import type { Field } from "../lib/fields/field.ts";
import { parseField } from "../lib/fields/parse.ts";
import { layout } from "../lib/layout.ts";
import type { Problem, Tree } from "../lib/model.ts";
import { unknownTable } from "./args.ts";
import type { Returns, Rows } from "./model.ts";
import type { Reading } from "./read.ts";

/** The answer is read as a field of this name, which its problems must not show. */
const PREFIX = "answer:";

/** Reads what the function answers, and adds what is wrong to the reading's problems. */
export function readReturns(
  reading: Reading,
  args: readonly Field[],
  roles: readonly string[],
): Returns | null {
  const text = reading.input.returns ?? "null";
  if (text === "null") return { kind: "null" };
  if (text === "row" || text === "page") return readRows(reading, text, args, roles);
  const { field, problems } = parseField(PREFIX + text, { isStored: false });
  reading.problems.push(...problems.map((problem) => asReturns(problem, text)));
  if (field === null) return null;
  const wrong = [
    ...wrongAnswer(reading, text, field),
    ...unknownTable(reading, PREFIX + text, field).map((problem) => asReturns(problem, text)),
  ];
  reading.problems.push(...wrong);
  return wrong.length > 0 ? null : { kind: "value", field };
}

/** A problem with the name taken off again that only the grammar needed. */
function asReturns({ at, fix, replace, message, ...problem }: Problem, text: string): Problem {
  const unprefixed = (word: string) => (word.startsWith(PREFIX) ? word.slice(PREFIX.length) : word);
  return {
    ...problem,
    arg: text,
    ...(at !== undefined && { at: Math.max(0, at - PREFIX.length) }),
    message: message.replaceAll(PREFIX, ""),
    ...(fix !== undefined && { fix: unprefixed(fix) }),
    ...(replace !== undefined && { replace: replace.map(unprefixed) }),
  };
}

function wrongAnswer({ isInternal, call }: Reading, text: string, field: Field): Problem[] {
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
  if ((field.list !== null || field.type === "vector") && !isInternal && call === "mutation") {
    const message = "a mutation answers an id or what came of it: lists are for a query to show.";
    return problem("RETURNS_LIST", message, "null");
  }
  return [];
}

/** Rows of the module's own table: for clients in the shape that is public, for functions whole. */
function readRows(
  reading: Reading,
  kind: "row" | "page",
  args: readonly Field[],
  roles: readonly string[],
): Returns | null {
  const { module, tables, call, input, isInternal, problems, access } = reading;
  const refuse = (message: string, fix?: string) => {
    problems.push({ code: "RETURNS_ROW", arg: kind, message, ...(fix !== undefined && { fix }) });
    return null;
  };
  if (!tables.includes(module)) {
    const message = `"${kind}" is of the module's own table, and there is no table "${module}".`;
    return refuse(message, "null");
  }
  if (call === "action" || (kind === "page" && call !== "query")) {
    const why = call === "action" ? "an action has no database" : "only a query answers a page";
    return refuse(`${why}.`, "null");
  }
  if (call === "mutation" && !isInternal) {
    return refuse(
      "a mutation answers an id or what came of it: rows are for a query to show.",
      "null",
    );
  }
  if (input.access?.startsWith("public")) {
    return refuse(`rows are read in the caller's scope, and here is no caller.`);
  }
  const readers = access.tables[module]?.grants.read ?? {};
  const blind = isInternal ? undefined : roles.find((role) => !Object.hasOwn(readers, role));
  if (blind !== undefined) {
    const message = `"${blind}" may call this, and may not read "${module}".`;
    return refuse(message, `--access ${module}.read`);
  }
  if (kind === "page" && !isInternal && Object.values(readers).some(isOfTeam)) {
    return refuse(`rows of "${module}" are listed by team: write it by hand, after its "list".`);
  }
  const rows = rowsOf(reading);
  if (rows === null) {
    const path = layout.validators(module);
    return refuse(`${path} exports no shape of a row that begins with "public".`);
  }
  if (kind === "page") return { kind, ...rows };
  const arg = args.find(
    ({ type, table, isOptional, list }) =>
      type === "ref" && table === module && !isOptional && list === null,
  );
  if (arg === undefined) {
    return refuse(`which row is told by an argument: add --args 'id:ref(${module})'.`);
  }
  return { kind, arg: arg.name, ...rows };
}

function rowsOf(reading: Reading): Rows | null {
  const { tree, module, isInternal, access } = reading;
  const names = exportsOf(tree, layout.validators(module));
  const shapes = [...names].filter((name) => /^public[A-Z]/.test(name));
  const [shape = ""] = shapes;
  const whole = shape.charAt("public".length).toLowerCase() + shape.slice("public".length + 1);
  if (shapes.length !== 1 || !names.has(whole)) return null;
  const of = `from "@repo/validators/${module}";`;
  if (isInternal) {
    return {
      table: module,
      shape: {
        text: `z.object(withSystemFields("${module}", ${whole}.shape))`,
        imports: [
          `import { ${whole} } ${of}`,
          `import { withSystemFields } from "convex-helpers/server/zod4";`,
          `import { z } from "zod";`,
        ],
      },
      isShown: false,
      scope: "all",
      ownColumn: null,
      ownRoles: [],
    };
  }
  const { columns, grants } = access.tables[module]!;
  const byRole = grants.read ?? {};
  const scopes = new Set(Object.values(byRole));
  return {
    table: module,
    shape: { text: shape, imports: [`import { ${shape} } ${of}`] },
    isShown: isDeclared(tree, layout.backendModule(module), "shown"),
    scope: !scopes.has("own") ? "all" : scopes.has("all") ? "either" : "own",
    ownColumn: scopes.has("own") ? (columns.own ?? null) : null,
    ownRoles: Object.keys(byRole).filter((role) => byRole[role] !== "all"),
  };
}

function exportsOf(tree: Tree, path: string): Set<string> {
  const text = tree.read(path);
  return text === null ? new Set() : namesIn(parseModule(path, text)).exported;
}

function isDeclared(tree: Tree, path: string, name: string): boolean {
  const text = tree.read(path);
  return text !== null && namesIn(parseModule(path, text)).taken.has(name);
}
