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
  if (call === null || builder === null || !BUILDERS.includes(builder)) {
    problems.push(noFunction(runs, call !== null));
    return null;
  }
  const wrong = misfits(input, call, { builder, auth: auth.kind });
  problems.push(...wrong);
  if (wrong.length > 0) return null;
  return { kind: "function", module, name, auth, origins, role: roleFor(tree, call) };
}

function noFunction(runs: string, isOther: boolean): Problem {
  return {
    code: "HTTP_RUNS",
    arg: runs,
    message: `the route cannot call ${runs}: there is no such query or mutation.`,
    fix: isOther
      ? "Name a query or a mutation; one of them can start what this one does."
      : `pnpm plop function ${runs}`,
  };
}

/** What the caller or the method of the route does not fit, each with what fits. */
function misfits(
  { runs = "", method, auth: written = "" }: HttpInput,
  call: CallExpression,
  { builder, auth }: { builder: string; auth: FunctionCall["auth"]["kind"] },
): Problem[] {
  const problems: Problem[] = [];
  const refuse = (arg: string, why: string, fixed: Pick<Problem, "fix" | "replace">) => {
    const message = `the route cannot call ${runs}: ${why}.`;
    problems.push({ code: "HTTP_RUNS", arg, message, ...fixed });
  };
  const isInternal = builder.startsWith("internal");
  const isOpen = isPublicAccess(memberOf(call.arguments[0], "access"));
  if (auth === "key" && !isInternal) {
    refuse(
      written,
      "a program with a key is no person, so it calls internal ones",
      instead("session"),
    );
  } else if (auth !== "key" && isInternal) {
    const why = "it is internal, so only a program with a key may";
    if (auth === "session") refuse(written, why, instead("key:API_KEY"));
    else refuse("--public", why, { fix: "--auth key:API_KEY instead of --public" });
  } else if (auth === "public" && !isOpen) {
    const fix = "--auth session instead of --public";
    refuse("--public", "it is not open to everybody (--access public:<why>)", { fix });
  }
  const isQuery = /query$/i.test(builder);
  if (isQuery !== (method === "GET")) {
    const [what, fitting] = isQuery ? ["a query is", "GET"] : ["a mutation is not", "POST"];
    refuse(method, `${what} for GET`, instead(fitting!));
  }
  return problems;
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
