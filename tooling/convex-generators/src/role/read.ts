// Reads the input of a role: the result is its model, or every problem of the input.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { withoutAccents } from "@groundwork/plop-engine/names/words";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { isOfTeam, readAccess } from "../repository/facts.ts";
import { type DerivedRole, type Roles, readRoles } from "../repository/roles.ts";
import { type GrantFacts, readRoleGrants, readWithout } from "./grants.ts";
import type { RoleInput } from "./input.ts";
import type { RoleModel } from "./model.ts";

/** Words that mean something else beside roles: in grants, in tests, in every object. */
const reserved: readonly string[] = ["own", "team", "led", "all", "nobody", "stranger"];

/**
 * Reads the input of a role.
 * @param input what was asked for
 * @param tree the repository
 * @throws GeneratorError (2) with all problems; (4) for a file that cannot be read
 */
export function readRole(input: RoleInput, tree: Tree): RoleModel {
  const problems: Problem[] = [];
  const of = input.team === true ? "team" : "app";
  const roles = readRoles(tree, of);
  const name = readName(input.name, problems);
  const parent = readParent(input.extends, name, roles, problems);
  const facts: GrantFacts = { of, access: readAccess(tree), parent, problems };
  const grants = readRoleGrants(listed(input.grant), facts);
  const without = readWithout(listed(input.without), grants, facts);
  const rule: DerivedRole = {
    extends: parent,
    ...(Object.keys(grants).length > 0 && { grants }),
    ...(without.length > 0 && { without }),
  };
  if (problems.length === 0) checkReads(rule, facts);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return { name, of, rule, notes: notesOf(rule, facts) };
}

const listed = (texts: readonly string[] = []) =>
  texts.flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== "");

function readName(text: string, problems: Problem[]): string {
  const name = text.trim();
  const isRight = /^[a-z][a-zA-Z0-9]{0,39}$/.test(name);
  if (isRight && !reserved.includes(name) && !(name in {})) return name;
  const fixed = withoutAccents(name)
    .replace(/[^a-zA-Z0-9]+(.)?/g, (_, next: string = "") => next.toUpperCase())
    .replace(/^[^a-zA-Z]+/, "")
    .replace(/^./, (first) => first.toLowerCase());
  const isTaken = fixed === "" || reserved.includes(fixed) || fixed in {};
  const message = isRight
    ? `"${name}" means something else beside roles.`
    : `"${text}" is no name of a role: write one word in camelCase, of letters and digits.`;
  problems.push({
    code: "ROLE_NAME",
    arg: text,
    message,
    ...instead(isTaken ? `${fixed}Role`.replace(/^R/, "r") : fixed.slice(0, 40)),
  });
  return name;
}

function readParent(
  given: string | undefined,
  name: string,
  { names }: Roles,
  problems: Problem[],
): string {
  const parent = given ?? names[0]!;
  if (names.includes(parent) && parent !== name) return parent;
  const others = names.filter((other) => other !== name);
  const meant = didYouMean(parent, others);
  const message =
    parent === name
      ? `a role cannot extend itself. Roles: ${others.join(", ")}.`
      : `there is no role "${parent}".${meant?.sentence ?? ""} Roles: ${others.join(", ")}.`;
  problems.push({
    code: "ROLE_PARENT",
    arg: parent,
    message,
    ...instead(meant?.word ?? names[0]!),
  });
  return parent;
}

/** Refuses a role that would change rows that it does not read. */
function checkReads(rule: DerivedRole, { of, access, parent, problems }: GrantFacts): void {
  const held = (permission: string): string | undefined => {
    const given = rule.grants?.[permission];
    if (given !== undefined) return typeof given === "string" ? given : given.scope;
    if (rule.without?.includes(permission)) return undefined;
    const [table = "", operation = ""] = permission.split(".");
    const grants = access.tables[table]?.grants[operation] ?? {};
    // A role of a team leaves to people what their role in the app covers.
    return of === "team" ? (Object.keys(grants).length > 0 ? "team" : undefined) : grants[parent];
  };
  const named = [...Object.keys(rule.grants ?? {}), ...(rule.without ?? [])];
  for (const table of new Set(named.map((permission) => permission.split(".")[0]!))) {
    const read = held(`${table}.read`);
    const blind = ["update", "remove"].filter((operation) => {
      const scope = held(`${table}.${operation}`);
      const isSeen = read === "team" && (scope === "own" || scope === "led");
      return scope !== undefined && read !== "all" && read !== scope && !isSeen;
    });
    if (blind.length === 0) continue;
    const [operation = ""] = blind;
    const scope = held(`${table}.${operation}`)!;
    const reads = rule.without?.includes(`${table}.read`);
    const message = `the role may ${operation} rows of "${table}" in the scope "${scope}", but not read them.`;
    const arg = reads ? `${table}.read` : named.find((one) => one.startsWith(`${table}.`))!;
    const fixed = reads
      ? { fix: `Leave out ${arg}.`, replace: [] }
      : instead(`${arg}:${scope}`, "--grant", `${table}.read:${scope}`);
    problems.push({
      code: "GRANT_BLIND",
      arg: reads ? arg : `${arg}:${scope}`,
      message,
      ...fixed,
    });
  }
}

/** What lists that were written for other scopes do not show. */
function notesOf({ grants = {} }: DerivedRole, { of, access }: GrantFacts): string[] {
  return Object.entries(grants).flatMap(([permission, grant]) => {
    const [table = "", operation] = permission.split(".");
    const scope = typeof grant === "string" ? grant : grant.scope;
    if (of === "team" || operation !== "read" || isOfTeam(scope)) return [];
    const readers = new Set(Object.values(access.tables[table]?.grants.read ?? {}));
    if (scope !== "all" || readers.size !== 1 || !readers.has("own")) return [];
    return [
      `So far everybody reads their own "${table}" only, and its lists show no others: change them, or read rows by id.`,
    ];
  });
}
