// Reads `--access`: who may do what with the rows of an entity.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import { isOfTeam, withDerived } from "../repository/facts.ts";
import type { DerivedRole } from "../repository/roles.ts";
import { type Grants, type Operation, type Scope, operations, scopes } from "./model/model.ts";
import { type Whole, takesOf, usualGrants } from "./parent.ts";

/** What the fields and the app say about access. */
export interface AccessFacts {
  /** Every role of the app, in its order. */
  roles: readonly string[];
  /** Roles that extend another one, and what they say of the table: they hold the same where nothing is said. */
  derived: Readonly<Record<string, DerivedRole>>;
  table: string;
  /** Whether a field holds the owner, as the scope `own` requires. */
  hasOwner: boolean;
  /** Whether a field holds the team, as the scopes `team` and `led` require. */
  hasTeam: boolean;
  /** Whether `update` would take a field. */
  hasChanges: boolean;
  /** The table that rows are parts of; null where they are whole. */
  whole: Whole | null;
}

type Found = Partial<Record<Operation, Map<string, Scope>>>;

/**
 * Reads the grants.
 * @param written each as `<role>:<scope>` or `<role>:<scope>:<operations>`; default: all for the last role, and of
 *   parts what a role may do with the whole
 * @param problems gets what is wrong
 * @returns operation → role → scope, roles in the order of the app
 */
export function readGrants(
  written: readonly string[] | undefined,
  facts: AccessFacts,
  problems: Problem[],
): Grants {
  const found: Found = {};
  const { whole, roles } = facts;
  const usual = whole === null ? [`${roles.at(-1)}:all`] : usualGrants(whole, roles);
  const [everything] = usual;
  // Without any grant, which differs from the default, nobody could read: refused below.
  const given = (written ?? usual).filter((text) => text.trim() !== "");
  for (const spec of given.flatMap((text) => text.trim().split(/[\s,]+(?=[^\s,:]+:)/))) {
    const grant = readGrant(spec.trim(), facts, problems);
    if (grant === null) continue;
    checkOnce(grant, spec, found, problems);
    for (const operation of grant.operations) {
      (found[operation] ??= new Map()).set(grant.role, grant.scope);
    }
  }
  if (problems.length === 0 && found.read === undefined) {
    const message = "nobody may read these rows, so nothing could be done with them.";
    problems.push({ code: "ACCESS_READ", arg: "--access", message, fix: `--access ${everything}` });
  }
  for (const operation of operations) inherit(found, operation, facts);
  checkReads(found, problems);
  const grants = operations.map((operation): [Operation, Record<string, Scope>] => {
    const held = facts.roles.filter((role) => found[operation]?.has(role));
    return [
      operation,
      Object.fromEntries(held.map((role) => [role, found[operation]!.get(role)!])),
    ];
  });
  return Object.fromEntries(grants.filter(([, byRole]) => Object.keys(byRole).length > 0));
}

/** Gives roles what they say of the table themselves, else what those that they extend hold. */
function inherit(found: Found, operation: Operation, { derived, table }: AccessFacts): void {
  const written = Object.fromEntries(found[operation] ?? []);
  const held = withDerived(written, derived, `${table}.${operation}`);
  const byRole = new Map(Object.entries(held) as [string, Scope][]);
  if (byRole.size > 0) found[operation] = byRole;
}

/** Refuses operations that the role holds already; proposes the rest of the grant. */
function checkOnce(grant: Grant, spec: string, found: Found, problems: Problem[]): void {
  const { role, scope, operations: given } = grant;
  const held = given.filter((operation) => found[operation]?.has(role));
  if (held.length === 0) return;
  const rest = given.filter((operation) => !held.includes(operation));
  const message = `"${role}" is granted ${held.join(", ")} twice: a role has one scope for each operation.`;
  const fixed =
    rest.length === 0
      ? { fix: `Leave out ${spec}.`, replace: [] }
      : instead(`${role}:${scope}:${rest.join("+")}`);
  problems.push({ code: "ACCESS_TWICE", arg: spec, message, ...fixed });
}

/** Refuses changes of rows that the role cannot see. */
function checkReads({ read, update, remove }: Found, problems: Problem[]): void {
  for (const [operation, byRole] of Object.entries({ update, remove })) {
    for (const [role, scope] of byRole ?? []) {
      const seen = read?.get(role);
      // The owner of a team is a member, and the rows of an author are in a team of theirs.
      const isSeen =
        (seen === "team" && (scope === "led" || scope === "own")) ||
        (seen === "parent" && scope === "own");
      if (seen === "all" || seen === scope || isSeen) continue;
      const message =
        seen === undefined
          ? `"${role}" may ${operation} rows, but not read them.`
          : `"${role}" may ${operation} rows in the scope "${scope}", but read them only in "${seen}".`;
      const fix = instead(`${role}:${scope}:read+${operation}`);
      problems.push({ code: "ACCESS_READ", arg: `${role}:${scope}:${operation}`, message, ...fix });
    }
  }
}

/** What people write for those who are not signed in. */
const everybody: readonly string[] = ["public", "everyone", "everybody", "anyone", "anonymous"];

interface Grant {
  role: string;
  scope: Scope;
  operations: readonly Operation[];
}

function readGrant(spec: string, facts: AccessFacts, problems: Problem[]): Grant | null {
  const [role = "", word = "", which, ...more] = spec.split(":");
  const refuse = (code: string, message: string, fixed: Pick<Problem, "fix" | "replace"> = {}) => {
    problems.push({ code, arg: spec, message, ...fixed });
    return null;
  };
  if (!facts.roles.includes(role) && everybody.includes(role)) {
    const message = `the matrix is for people who are signed in, and "${role}" is nobody among them: leave it out, and name what everybody sees.`;
    const fix = "--public <fields> --public-when <field>";
    problems.push({ code: "ACCESS_PUBLIC", arg: spec, message, fix });
    return null;
  }
  if (!facts.roles.includes(role)) {
    const meant = didYouMean(role, facts.roles);
    const message = `there is no role "${role}".${meant?.sentence ?? ""} Roles: ${facts.roles.join(", ")}.`;
    const rest = spec.split(":").slice(1);
    return refuse("ACCESS_ROLE", message, meant ? instead([meant.word, ...rest].join(":")) : {});
  }
  const scope = scopes.find((known) => known === word);
  if (scope === undefined) {
    const fitting = facts.whole === null ? scopes.filter((one) => one !== "parent") : scopesOfParts;
    const written = fitting.map((known) => `${role}:${known}`);
    const message = `"${spec}" names no scope. Write ${written.slice(0, -1).join(", ")} or ${written.at(-1)}.`;
    // A guess may only grant the fewest rows.
    return refuse("ACCESS_SCOPE", message, facts.hasOwner ? instead(`${role}:own`) : {});
  }
  const misfit = scopeOfOther(spec, scope, facts.whole);
  if (misfit !== null) return refuse("ACCESS_PARENT", ...misfit);
  const isHeldBy = (what: string, field: string) => {
    const message = `"${scope}" needs a field that says ${what} a row is, such as ${field}.`;
    return refuse(scope === "own" ? "ACCESS_OWN" : "ACCESS_TEAM", message, { fix: field });
  };
  if (scope === "own" && !facts.hasOwner) return isHeldBy("whose", "ownerId:ref(users)+owner");
  if (isOfTeam(scope) && !facts.hasTeam)
    return isHeldBy("which team's", "teamId:ref(teams)+cascade");
  if (more.length > 0)
    return refuse("ACCESS_SYNTAX", `"${spec}" has too many colons: write role:scope:operations.`);
  const asked = which === undefined ? null : which.split("+");
  const unknown = asked?.find((one) => !operations.some((operation) => operation === one));
  if (unknown !== undefined) {
    const meant = didYouMean(unknown, operations);
    const message = `there is no operation "${unknown}".${meant?.sentence ?? ""} Operations: ${operations.join(", ")}.`;
    const rest = asked!.map((one) => (one === unknown && meant ? meant.word : one)).join("+");
    return refuse("ACCESS_OPERATION", message, meant ? instead(`${role}:${scope}:${rest}`) : {});
  }
  if (asked?.includes("update") && !facts.hasChanges)
    return refuse("ACCESS_OPERATION", `no field can be changed, so there is nothing to update.`);
  const isAsked = (operation: Operation) =>
    asked === null ? operation !== "update" || facts.hasChanges : asked.includes(operation);
  const grant = { role, scope, operations: operations.filter(isAsked) };
  const beyond = facts.whole && beyondWhole(grant, spec, facts.whole);
  return beyond === null ? grant : refuse("ACCESS_PARENT", ...beyond);
}

const scopesOfParts = ["own", "parent"] as const;

type Fault = [message: string, fixed?: Pick<Problem, "fix" | "replace">];

/** Says why a scope does not fit: parts go by the row that they are parts of, and other rows by none. */
function scopeOfOther(spec: string, scope: Scope, whole: Whole | null): Fault | null {
  if (whole === null) {
    if (scope !== "parent") return null;
    const fix = "--parent <table>";
    return ["rows are reached by that of which they are parts, and none is named.", { fix }];
  }
  if (scopesOfParts.some((known) => known === scope)) return null;
  const message = `rows are parts of "${whole.table}", whose access decides: "${scope}" would let the two drift apart.`;
  return [message, instead(spec.replace(`:${scope}`, ":parent"))];
}

/** Says which operations a role could do on no row, as it lacks what they take of the whole. */
function beyondWhole({ role, scope, operations: asked }: Grant, spec: string, whole: Whole) {
  const lacking = asked.filter((operation) => !whole.may(role, takesOf(operation, scope)));
  const [first] = lacking;
  if (first === undefined) return null;
  const rest = asked.filter((operation) => !lacking.includes(operation));
  const message = `"${role}" may not ${takesOf(first, scope)} "${whole.table}", so there is no part that it could ${lacking.join(" or ")}.`;
  const fixed =
    rest.length === 0
      ? { fix: `Leave out ${spec}.`, replace: [] }
      : instead(`${role}:${scope}:${rest.join("+")}`);
  return [message, fixed] satisfies Fault;
}
