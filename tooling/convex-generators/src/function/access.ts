// Who may call a function: reads `--access` against the access matrix.
import { baseOf } from "../repository/backend-modules.ts";
import { instead } from "@groundwork/plop-engine/plan";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import type { FunctionAccess } from "./model.ts";
import type { Reading } from "./reading.ts";

interface ReadAccess {
  access: FunctionAccess;
  /** A role for the tests' caller. */
  role: string;
  allowedRoles: string[];
  refusedRoles: string[];
}

/** Reads who may call the function, and adds to the problems of the reading. */
export function readAccessOf(reading: Reading): ReadAccess {
  const { input, isInternal, problems } = reading;
  const { roles } = reading.access;
  const everybody = { role: roles[0]!, allowedRoles: roles, refusedRoles: [] };
  const nobody = { access: { kind: "signedIn" } as const, ...everybody };
  const text = input.access;

  if (isInternal) {
    if (text !== undefined) {
      problems.push({
        code: "ACCESS_INTERNAL",
        arg: text,
        message: `an internal function has no access: clients cannot call it.`,
        fix: `Leave out --access, or make it a ${reading.call}.`,
      });
    }
    return { access: { kind: "internal" }, ...everybody };
  }
  if (text === undefined) {
    problems.push({
      code: "ACCESS_MISSING",
      arg: "--access",
      message: `a public function declares who may call it: ${choicesOf(reading).join(", ")}.`,
      ...instead("--access", suggestedAccess(reading)),
    });
    return nobody;
  }
  if (text === "signedIn") return nobody;
  if (/^public(:|$)/.test(text)) return readPublic(reading, text, everybody);
  return readPermission(reading, text, nobody);
}

function readPublic(
  { call, problems }: Reading,
  text: string,
  everybody: Omit<ReadAccess, "access">,
): ReadAccess {
  const why = text.slice("public:".length).trim();
  if (why === "" || /^<.*>$/.test(why)) {
    problems.push({
      code: "ACCESS_WHY",
      arg: text,
      at: why === "" ? text.length : "public:".length,
      message: `access for everybody needs a reason, which the list of functions shows.`,
      fix: "public:<why that is safe>",
    });
  }
  if (call === "action") {
    problems.push({
      code: "ACCESS_ACTION",
      arg: text,
      at: 0,
      message: `an action is too costly to be open to everybody.`,
      fix: "Make it a mutation that schedules an internal action.",
    });
  }
  return { access: { kind: "public", why }, ...everybody };
}

function readPermission(reading: Reading, text: string, nobody: ReadAccess): ReadAccess {
  const { problems, access } = reading;
  const [table = "", operation = "", ...more] = text.split(".");
  const grants = Object.hasOwn(access.tables, table) ? access.tables[table]!.grants : {};
  if (more.length > 0 || !Object.hasOwn(grants, operation)) {
    const guess = didYouMean(text, choicesOf(reading));
    problems.push({
      code: "ACCESS_UNKNOWN",
      arg: text,
      message: `there is no access "${text}".${guess?.sentence ?? ""} There are: ${choicesOf(reading).join(", ")}.`,
      ...(guess && instead(guess.word)),
    });
    return nobody;
  }
  const allowedRoles = access.roles.filter((role) => Object.hasOwn(grants[operation]!, role));
  if (allowedRoles.length === 0) {
    problems.push({
      code: "ACCESS_NOBODY",
      arg: text,
      message: `no role holds "${text}", so nobody could call the function.`,
    });
    return nobody;
  }
  return {
    access: { kind: "permission", permission: text },
    role: allowedRoles[0]!,
    allowedRoles,
    refusedRoles: access.roles.filter((role) => !allowedRoles.includes(role)),
  };
}

/** Every access that a public function may state. */
export function choicesOf({ access }: Pick<Reading, "access">): string[] {
  const permissions = Object.entries(access.tables).flatMap(([table, { grants }]) =>
    Object.keys(grants).map((operation) => `${table}.${operation}`),
  );
  return [...permissions, "signedIn", "public:<why>"];
}

/** The most likely access: the permission of the module's own table, else every signed-in user. */
function suggestedAccess({ access, module, call }: Reading): string {
  const table = baseOf(module);
  const grants = Object.hasOwn(access.tables, table) ? access.tables[table]!.grants : {};
  const operation = call === "query" ? "read" : "update";
  return Object.hasOwn(grants, operation) ? `${table}.${operation}` : "signedIn";
}
