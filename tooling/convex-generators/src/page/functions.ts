// The functions that a page calls: that they exist, are public, and take nothing that the page cannot give.
import type { CallExpression } from "oxc-parser";
import { nearest } from "@groundwork/plop-engine/did-you-mean";
import { nameOf, stringValue } from "@groundwork/plop-engine/edit/syntax";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { callOf, memberOf } from "../repository/exported-calls.ts";
import { readAccess } from "../repository/facts.ts";
import { snapshotCommand } from "../repository/pages.ts";
import { controlOf, shapeCode } from "./form.ts";
import type { Place } from "./input.ts";
import type {
  CalledFunction,
  ControlModel,
  FunctionAccess,
  MutationModel,
  QueryModel,
} from "./model.ts";
import { type Member, type Promised, membersOf, readPromised } from "./promised.ts";
import { readShown } from "./shown.ts";

/** What reading a function needs. */
export interface Reading {
  tree: Tree;
  under: Place;
  problems: Problem[];
}

/** Reads the query of a page, and adds what is wrong to the problems. */
export function readQuery(typed: string, reading: Reading): QueryModel | null {
  const found = find(typed, "query", reading);
  if (found === null) return null;
  const { promised, called, given } = found;
  const args = membersOf(promised.args);
  const isPaged = args.some(([name]) => name === "paginationOpts");
  const needed = args.filter(
    ([name, { optional }]) => !optional && !given.has(name) && name !== "paginationOpts",
  );
  const isRefused = refuseArgs(typed, needed, reading);
  const shown = readShown(promised.returns, isPaged);
  if (shown === null) {
    reading.problems.push({
      code: "PAGE_RETURNS",
      arg: typed,
      message: `a page cannot show what ${typed} returns: it shows objects, lists of them, and pages of rows with an _id.`,
      fix: `pnpm plop function ${typed}OfPage --kind query --returns page`,
    });
  }
  return isRefused || shown === null ? null : { ...called, ...shown };
}

/** Reads the mutation of a page, and adds what is wrong to the problems. */
export function readMutation(typed: string, reading: Reading): MutationModel | null {
  const found = find(typed, "mutation", reading);
  if (found === null) return null;
  const { promised, called, given, call } = found;
  const asked = membersOf(promised.args).filter(([name]) => !given.has(name));
  const read = asked.map(([name, member]) => ({ name, member, control: controlOf(name, member) }));
  // What has to be filled comes first, and long texts last; the record has them by name.
  const controls = read
    .flatMap(({ control }) => (control === null ? [] : [control]))
    .sort((one, other) => placeOf(one) - placeOf(other));
  const left = read.filter(({ control }) => control === null);
  const needed = left.filter(({ member }) => !member.optional);
  if (
    refuseArgs(
      typed,
      needed.map(({ name, member }) => [name, member]),
      reading,
    )
  )
    return null;
  const names = controls.map(({ name }) => name);
  const shape = shapeCode(reading.tree, called.module, call, names);
  if ("local" in shape) {
    reading.problems.push({
      code: "PAGE_SHAPE",
      arg: typed,
      message: `the form cannot have the shape of ${typed}: only its module has "${shape.local}".`,
      fix: `Move "${shape.local}" to packages/validators, and import it in the module.`,
    });
    return null;
  }
  return { ...called, ...shape, controls, left: left.map(({ name }) => name) };
}

const order = ["line", "number", "moment", "option", "bool", "list", "lines"];
const placeOf = ({ kind, isOptional }: ControlModel) =>
  order.indexOf(kind) + (isOptional ? order.length : 0);

interface Found {
  promised: Promised;
  called: CalledFunction;
  call: CallExpression;
  /** The arguments that the address gives. */
  given: ReadonlySet<string>;
}

function find(typed: string, kind: "query" | "mutation", reading: Reading): Found | null {
  const { tree, under, problems } = reading;
  const key = keyOf(typed);
  const { functions, internal } = readPromised(tree);
  const promised = Object.hasOwn(functions, key) ? functions[key]! : null;
  const [module = "", name = ""] = key.split(":");
  const call = /^[\w/]+$/.test(module) && name !== "" ? callOf(tree, { module, name }) : null;
  if (promised === null || call === null) {
    const names = Object.keys(functions).filter((one) => functions[one]!.kind === kind);
    problems.push(
      Object.hasOwn(internal, key)
        ? internalOne(typed)
        : unknownOne(typed, key, { names, isWritten: call !== null, kind }),
    );
    return null;
  }
  if (promised.kind !== kind) {
    const message = `${typed} is no ${kind}: it is ${promised.kind === "action" ? "an" : "a"} ${promised.kind}.`;
    const flag = promised.kind === "action" ? null : `--${promised.kind}`;
    const fix = flag === null ? "Name a mutation that starts it." : `${flag} ${typed}`;
    problems.push({ code: "PAGE_FUNCTION", arg: typed, message, fix });
    return null;
  }
  const access = accessOf(tree, call);
  if (access === null || (under === "public" && access.kind !== "public")) {
    const message = `${typed} is for people who are signed in, and a public page is for all.`;
    problems.push({
      ...{ code: "PAGE_ACCESS", arg: typed, message },
      fix: "--under signed-in",
    });
    return null;
  }
  const team = teamOf(membersOf(promised.args), under);
  const given = new Set(team === null ? [] : [team]);
  return { promised, call, given, called: { module, name, access, team } };
}

/** `emails.list`, `admin/reports.total` and what stands for them elsewhere, as the snapshot has it. */
function keyOf(typed: string): string {
  const words = typed.replace(/^api\./, "").split(/[.:]/);
  return `${words.slice(0, -1).join("/")}:${words.at(-1)}`;
}

function internalOne(typed: string): Problem {
  return {
    ...{ code: "PAGE_FUNCTION", arg: typed },
    message: `${typed} is internal, and a page calls public functions.`,
    fix: `pnpm plop function ${typed}ForPage --kind query --access signedIn`,
  };
}

function unknownOne(
  typed: string,
  key: string,
  { names, isWritten, kind }: { names: string[]; isWritten: boolean; kind: string },
): Problem {
  if (isWritten) {
    const message = `nothing is recorded of ${typed} yet.`;
    return { code: "PAGE_FUNCTION", arg: typed, message, fix: snapshotCommand() };
  }
  const near = nearest(key, names)?.replace(":", ".");
  const [module = ""] = key.split(":");
  const others = names.filter((one) => one.startsWith(`${module}:`));
  const list = others.map((one) => one.replace(":", ".")).slice(0, 8);
  const known = list.length > 0 ? ` The module has ${list.join(", ")}.` : "";
  const meant = near === undefined ? "" : ` Did you mean "${near}"?`;
  return {
    ...{ code: "PAGE_FUNCTION", arg: typed },
    message: `there is no public ${kind} "${typed}".${known}${meant}`,
    ...(near === undefined ? { fix: `pnpm plop function ${typed}` } : instead(near)),
  };
}

/** The argument that is the team of the address. */
function teamOf(args: [string, Member][], under: Place): string | null {
  if (under !== "team") return null;
  const found = args.find(
    ([, { fieldType }]) => fieldType.type === "id" && fieldType.tableName === "teams",
  );
  return found?.[0] ?? null;
}

/** Arguments that neither the address nor a control gives; returns whether there are any. */
function refuseArgs(
  typed: string,
  needed: [string, Member][],
  { under, problems }: Reading,
): boolean {
  for (const [name, { fieldType }] of needed) {
    const isTeam = fieldType.type === "id" && fieldType.tableName === "teams";
    const what = fieldType.type === "id" ? `the id of a row of ${fieldType.tableName}` : "a value";
    const fix =
      isTeam && under !== "team"
        ? "--under team"
        : `Name a function that does not need it, or write the page by hand: ${typed} stays as it is.`;
    problems.push({
      ...{ code: "PAGE_ARGS", arg: typed, fix },
      message: `${typed} needs "${name}", ${what} that the page cannot give.`,
    });
  }
  return needed.length > 0;
}

/** Who may call a function; null where that cannot be read. */
function accessOf(tree: Tree, call: CallExpression): FunctionAccess | null {
  const access = memberOf(call.arguments[0], "access");
  if (access === null) return null;
  if (access.type === "CallExpression" && nameOf(access.callee) === "publicAccess") {
    return { kind: "public" };
  }
  const text = stringValue(access);
  if (text === "signedIn") return { kind: "signedIn" };
  if (text === null) return null;
  const [table = "", operation = ""] = text.split(".");
  const { tables } = readAccess(tree);
  const grants = Object.hasOwn(tables, table) ? (tables[table]!.grants[operation] ?? {}) : {};
  return { kind: "permission", permission: text, roles: Object.keys(grants) };
}
