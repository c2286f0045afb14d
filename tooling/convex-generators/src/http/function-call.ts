// A route that calls a function: reads --runs, --auth, --public and --cors.
import type { CallExpression, Node } from "oxc-parser";
import { nameOf, stringValue } from "@groundwork/plop-engine/edit/syntax";
import { type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { readName } from "../function/module-name.ts";
import { callOf, memberOf } from "../repository/exported-calls.ts";
import { readAccess } from "../repository/facts.ts";
import { readVariable } from "../repository/variables.ts";
import type { HttpInput } from "./input.ts";
import type { FunctionCall } from "./model.ts";

/** The builders of functions that a route may call. */
const BUILDERS = ["query", "internalQuery", "mutation", "internalMutation"];

/** Reads the call, and adds what is wrong to the problems. */
export function readFunctionCall(
  input: HttpInput,
  tree: Tree,
  problems: Problem[],
): FunctionCall | null {
  const { runs, events } = input;
  const auth = readAuth(input, problems);
  const origins = readOrigins(input.cors, problems);
  if (events !== undefined) {
    const message = "only a webhook has events.";
    problems.push({ code: "HTTP_HERE", arg: "--events", message, fix: "Leave out --events." });
  }
  if (runs === undefined) {
    problems.push({
      code: "HTTP_RUNS",
      arg: "--runs",
      message: "a route without --signature calls a function: --runs module.name.",
      ...instead("--runs", "notes.create"),
    });
    return null;
  }
  const { module, name } = readName(runs, tree, problems);
  if (module === "" || auth === null) return null;
  const call = callOf(tree, { module, name });
  const builder = call === null ? null : nameOf(call.callee);
  const wrong = whyWrong(input, call, builder, auth.kind);
  if (call === null || builder === null || !BUILDERS.includes(builder) || wrong !== null) {
    problems.push({
      code: "HTTP_RUNS",
      arg: runs,
      message: `the route cannot call ${runs}: ${wrong ?? "there is no such query or mutation"}.`,
      fix: `pnpm plop function ${runs}`,
    });
    return null;
  }
  return { kind: "function", module, name, auth, origins, role: roleFor(tree, call) };
}

function whyWrong(
  { method }: HttpInput,
  call: CallExpression | null,
  builder: string | null,
  auth: FunctionCall["auth"]["kind"],
): string | null {
  if (call === null || builder === null) return null;
  const isInternal = builder.startsWith("internal");
  if (auth === "key" && !isInternal)
    return "a program with a key is no person: use an internal one";
  if (auth !== "key" && isInternal) return "it is internal, so nobody but a program with a key may";
  const isOpen = isPublicAccess(memberOf(call.arguments[0], "access"));
  if (auth === "public" && !isOpen) return "it is not open to everybody (--access public:<why>)";
  const isQuery = /query$/i.test(builder);
  if (isQuery !== (method === "GET"))
    return `a ${isQuery ? "query is" : "mutation is not"} for GET`;
  return null;
}

function isPublicAccess(access: Node | null): boolean {
  return access?.type === "CallExpression" && nameOf(access.callee) === "publicAccess";
}

/** A role that may call the function. */
function roleFor(tree: Tree, call: CallExpression): string {
  const { roles, tables } = readAccess(tree);
  const access = memberOf(call.arguments[0], "access");
  const [table = "", operation = ""] = ((access && stringValue(access)) ?? "").split(".");
  const grants = Object.hasOwn(tables, table) ? tables[table]!.grants[operation] : undefined;
  return roles.find((role) => grants === undefined || Object.hasOwn(grants, role)) ?? roles[0]!;
}

function readAuth(input: HttpInput, problems: Problem[]): FunctionCall["auth"] | null {
  const { auth, public: why } = input;
  if (why !== undefined) {
    if (/\w+ \w+/.test(why) && !/^<.*>$/.test(why)) return { kind: "public", why: why.trim() };
    const message = "a route for everybody gives the reason why that is safe, in a few words.";
    problems.push({ code: "HTTP_WHY", arg: why, message, fix: "--public '<why that is safe>'" });
    return null;
  }
  if (auth === undefined) return null;
  if (auth === "session") return { kind: "session" };
  const [kind, variable, ...more] = auth.split(":");
  if (kind !== "key" || variable === undefined || more.length > 0) {
    const fixed = kind === "key" ? "key:API_KEY" : "session";
    const message = `"${auth}" is no caller: session, or key:<VARIABLE>.`;
    problems.push({ code: "HTTP_AUTH", arg: auth, message, ...instead(fixed) });
    return null;
  }
  readVariable(variable, problems);
  return { kind: "key", variable };
}

function readOrigins(text: string | undefined, problems: Problem[]): FunctionCall["origins"] {
  if (text === undefined) return null;
  if (text === "app" || text === "any") return text;
  const origins = text.split(",").map((origin) => origin.trim());
  if (origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)) {
    return origins;
  }
  const meant = origins.filter((origin) => URL.canParse(origin)).map((one) => new URL(one).origin);
  const message = `"${text}" is neither app, any, nor origins such as https://partner.example.`;
  const fix = meant.length > 0 && !meant.includes("null") ? meant.join(",") : "app";
  problems.push({ code: "HTTP_ORIGIN", arg: text, message, ...instead(fix) });
  return null;
}
