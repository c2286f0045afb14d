// Who may do what with the rows of an entity: reads `--access`.
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type EntityModel, type Operation, type Scope, operations } from "./model/model.ts";
import { isOfTeam } from "../repository/facts.ts";

type Grants = EntityModel["grants"];

/** What the fields say about access. */
export interface AccessFacts {
  /** Every role of the app, in its order. */
  roles: readonly string[];
  /** Whether there is an owner, who decides the scope `own`. */
  hasOwner: boolean;
  /** Whether each row names a team, which decides the scopes `team` and `led`. */
  hasTeam: boolean;
  /** Whether anything is left to change once a row is made. */
  hasChanges: boolean;
}

/** What is granted when nothing is said: whoever runs the app, and nobody else. */
function usual(roles: readonly string[]): string[] {
  return [`${roles.at(-1)}:all`];
}

/**
 * Reads the grants.
 * @param written each as `<role>:<scope>` or `<role>:<scope>:<operations>`; undefined for the usual
 * @param facts what the fields and the app say
 * @param problems gets what is wrong
 * @returns operation → role → scope, roles in the order of the app
 */
export function readGrants(
  written: readonly string[] | undefined,
  facts: AccessFacts,
  problems: Problem[],
): Grants {
  const found: Partial<Record<Operation, Map<string, Scope>>> = {};
  // Nobody at all was asked for then, and is refused below: it is not the same as nothing said.
  const given = (written ?? usual(facts.roles)).filter((text) => text.trim() !== "");
  for (const spec of given.flatMap((text) => text.trim().split(/[\s,]+(?=[^\s,:]+:)/))) {
    const grant = readGrant(spec.trim(), facts, problems);
    for (const operation of grant?.operations ?? []) {
      const byRole = (found[operation] ??= new Map());
      if (byRole.has(grant!.role)) {
        const message = `"${grant!.role}" is granted "${operation}" twice.`;
        problems.push({ code: "ACCESS_TWICE", arg: spec, message });
      }
      byRole.set(grant!.role, grant!.scope);
    }
  }
  if (problems.length === 0 && found.read === undefined) {
    problems.push({
      code: "ACCESS_READ",
      arg: "--access",
      message: "nobody may read these rows, so nothing could be done with them.",
      fix: `--access ${facts.roles.at(-1)}:all`,
    });
  }
  for (const operation of ["update", "remove"] as const) {
    for (const [role, scope] of found[operation] ?? [])
      checkRead(found, { operation, role, scope }, problems);
  }
  checkLists(found.read, problems);
  return inOrder(found, facts.roles);
}

/** A list is of a team or of a person, the same for every role. */
function checkLists(read: Map<string, Scope> | undefined, problems: Problem[]): void {
  const scopes = [...(read?.values() ?? [])];
  if (!scopes.includes("own") || !scopes.some(isOfTeam)) return;
  const message = `some roles would read their own rows and others those of a team: choose one of the two.`;
  problems.push({ code: "ACCESS_MIXED", arg: "--access", message });
}

interface Grant {
  role: string;
  scope: Scope;
  operations: readonly Operation[];
}

function readGrant(spec: string, facts: AccessFacts, problems: Problem[]): Grant | null {
  const refuse = (code: string, message: string, more: Pick<Problem, "fix" | "replace"> = {}) => {
    problems.push({ code, arg: spec, message, ...more });
    return null;
  };
  const [role = "", scope = "", which, ...more] = spec.split(":");
  const { roles } = facts;
  if (!roles.includes(role)) {
    const meant = didYouMean(role, roles);
    const message = `there is no role "${role}".${meant?.sentence ?? ""} Roles: ${roles.join(", ")}.`;
    const rest = spec.split(":").slice(1);
    return refuse("ACCESS_ROLE", message, meant ? instead([meant.word, ...rest].join(":")) : {});
  }
  if (scope !== "own" && scope !== "team" && scope !== "led" && scope !== "all") {
    const message = `"${spec}" names no scope. Write ${role}:own, ${role}:team, ${role}:led or ${role}:all.`;
    // Which rows is not for a guess to say: only the narrowest scope is put in by itself.
    return refuse("ACCESS_SCOPE", message, facts.hasOwner ? instead(`${role}:own`) : {});
  }
  if (scope === "own" && !facts.hasOwner) {
    return refuse(
      "ACCESS_OWN",
      `"own" needs a field that says whose a row is: add ownerId:ref(users)+owner.`,
      { fix: "ownerId:ref(users)+owner" },
    );
  }
  if (isOfTeam(scope) && !facts.hasTeam) {
    return refuse(
      "ACCESS_TEAM",
      `"${scope}" needs a field that says which team's a row is: add teamId:ref(teams).`,
      { fix: "teamId:ref(teams)" },
    );
  }
  if (more.length > 0)
    return refuse("ACCESS_SYNTAX", `"${spec}" has too many colons: write role:scope:operations.`);
  const possible = operations.filter((operation) => operation !== "update" || facts.hasChanges);
  if (which === undefined) return { role, scope, operations: possible };

  const asked = which.split("+");
  const unknown = asked.find((word) => !operations.some((operation) => operation === word));
  if (unknown !== undefined) {
    const meant = didYouMean(unknown, operations);
    const message = `there is no operation "${unknown}".${meant?.sentence ?? ""} Operations: ${operations.join(", ")}.`;
    const rest = asked.map((word) => (word === unknown && meant ? meant.word : word)).join("+");
    return refuse("ACCESS_OPERATION", message, meant ? instead(`${role}:${scope}:${rest}`) : {});
  }
  if (asked.includes("update") && !facts.hasChanges) {
    return refuse("ACCESS_OPERATION", `no field can be changed, so there is nothing to update.`);
  }
  return { role, scope, operations: operations.filter((operation) => asked.includes(operation)) };
}

/** What somebody may change, they have to see. */
function checkRead(
  found: Partial<Record<Operation, Map<string, Scope>>>,
  { operation, role, scope }: { operation: Operation; role: string; scope: Scope },
  problems: Problem[],
): void {
  const read = found.read?.get(role);
  // Whoever owns a team is in it, and so is whoever wrote a row, or it is out of their reach.
  const isOfReaders = read === "team" && (scope === "led" || scope === "own");
  if (read === "all" || read === scope || isOfReaders) return;
  const message =
    read === undefined
      ? `"${role}" may ${operation} rows, but not read them.`
      : `"${role}" may ${operation} rows in the scope "${scope}", but read them only in "${read}".`;
  problems.push({
    code: "ACCESS_READ",
    arg: `${role}:${scope}:${operation}`,
    message,
    ...instead(`${role}:${scope}:read+${operation}`),
  });
}

function inOrder(
  found: Partial<Record<Operation, Map<string, Scope>>>,
  roles: readonly string[],
): Grants {
  const grants: Grants = {};
  for (const operation of operations) {
    const byRole = found[operation];
    if (byRole === undefined) continue;
    const pairs = roles.flatMap((role): [string, Scope][] => {
      const scope = byRole.get(role);
      return scope === undefined ? [] : [[role, scope]];
    });
    if (pairs.length > 0) grants[operation] = Object.fromEntries(pairs);
  }
  return grants;
}
