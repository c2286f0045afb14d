// Reads `--grant` and `--without` of a role: what differs from the role that it extends.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import { type Access, type TableAccess, isOfTeam } from "../repository/facts.ts";
import type { DerivedRole } from "../repository/roles.ts";

/** What grants are read against. */
export interface GrantFacts {
  of: "app" | "team";
  access: Access;
  /** The role that is extended. */
  parent: string;
  problems: Problem[];
}

const scopes = { app: ["own", "team", "led", "parent", "all"], team: ["own", "team"] } as const;

/** Permissions by which people could give themselves any role. */
const escalating: readonly string[] = [
  ...["users.update", "memberships.update", "invitations.create", "invitations.update"],
];

/** A permission that the matrix has, and what it says of the table. */
interface Named {
  permission: string;
  operation: string;
  table: TableAccess;
}

/**
 * Reads the grants.
 * @param written each as `<permission>:<scope>`
 * @returns permission → scope, or scope and fields where all holders may write some fields only
 */
export function readRoleGrants(
  written: readonly string[],
  facts: GrantFacts,
): NonNullable<DerivedRole["grants"]> {
  const grants: NonNullable<DerivedRole["grants"]> = {};
  for (const text of written) {
    const [word = "", scope = "", ...more] = text.split(":");
    const named = readPermission(word, text, facts);
    if (named === null) continue;
    const fault =
      more.length > 0 || scope === ""
        ? scopeFault(text, named, facts)
        : (twice(word in grants, text) ?? faultOf(named, scope, text, facts));
    if (fault !== null) facts.problems.push(fault);
    else grants[word] = withFields(named, scope, facts);
  }
  return grants;
}

/** Reads what a role may not do. */
export function readWithout(
  written: readonly string[],
  grants: NonNullable<DerivedRole["grants"]>,
  facts: GrantFacts,
): string[] {
  const without: string[] = [];
  for (const text of written) {
    if (readPermission(text, text, facts) === null) continue;
    const fault = twice(text in grants || without.includes(text), text);
    if (fault !== null) facts.problems.push(fault);
    else without.push(text);
  }
  return without;
}

function twice(isTwice: boolean, text: string): Problem | null {
  if (!isTwice) return null;
  const message = `"${text}" is about a permission that is named before: a role states each once.`;
  return { code: "GRANT_TWICE", arg: text, message, fix: `Leave out ${text}.`, replace: [] };
}

function readPermission(
  word: string,
  text: string,
  { access, problems }: GrantFacts,
): Named | null {
  const all = Object.entries(access.tables).flatMap(([table, { grants }]) =>
    Object.keys(grants).map((operation) => `${table}.${operation}`),
  );
  const [name = "", operation = ""] = word.split(".");
  if (all.includes(word)) return { permission: word, operation, table: access.tables[name]! };
  const meant = didYouMean(word, all);
  const message = `the access matrix has no permission "${word}".${meant?.sentence ?? " Write table.operation, such as notes.update."}`;
  const fixed = meant ? instead(text.replace(word, meant.word)) : {};
  problems.push({ code: "PERMISSION_UNKNOWN", arg: text, message, ...fixed });
  return null;
}

function scopeFault(text: string, { permission, table }: Named, { of }: GrantFacts): Problem {
  const known = scopes[of].map((scope) => `${permission}:${scope}`);
  const message = `"${text}" names no scope. Write ${known.slice(0, -1).join(", ")} or ${known.at(-1)}.`;
  // A guess may only grant the fewest rows that the table distinguishes.
  const { own, team } = table.columns;
  const widest = table.parent === undefined ? "all" : "parent";
  const guess = own !== undefined ? "own" : team !== undefined ? "team" : widest;
  const fixed = of === "team" && guess === "all" ? {} : instead(`${permission}:${guess}`);
  return { code: "GRANT_SCOPE", arg: text, message, ...fixed };
}

function faultOf(named: Named, scope: string, text: string, facts: GrantFacts): Problem | null {
  const { permission, operation, table } = named;
  const { of, access } = facts;
  const leftOut = { fix: `Leave out ${text}.`, replace: [] };
  if (!scopes[of].some((known) => known === scope)) return scopeFault(text, named, facts);
  if (escalating.includes(permission)) {
    const message = `with "${permission}" people could give themselves any role.`;
    return { code: "GRANT_ESCALATES", arg: text, message, ...leftOut };
  }
  const isPart = table.parent !== undefined;
  if (isPart ? !["own", "parent"].includes(scope) : scope === "parent") {
    const of = permission.split(".")[0];
    const message = isPart
      ? `rows of "${of}" are parts of "${table.parent}", whose access decides: "${scope}" would let the two drift apart.`
      : `rows of "${of}" are parts of no other, so "parent" covers none of them.`;
    const fixed = isPart && facts.of === "app" ? instead(`${permission}:parent`) : leftOut;
    return { code: "GRANT_COLUMN", arg: text, message, ...fixed };
  }
  const isOfNoTeam = (of === "team" || isOfTeam(scope)) && table.columns.team === undefined;
  if (isOfNoTeam || (scope === "own" && table.columns.own === undefined)) {
    const what = isOfNoTeam ? "belong to no team" : "have no owner";
    const message = `rows of "${permission.split(".")[0]}" ${what}, so "${scope}" covers none of them.`;
    return { code: "GRANT_COLUMN", arg: text, message, ...leftOut };
  }
  const readers = Object.values(table.grants.read ?? {});
  if (operation === "read" && scope === "own" && !readers.includes("own")) {
    const wide = of === "team" ? "team" : readers.includes("team") ? "team" : readers[0]!;
    const message = `lists of "${permission.split(".")[0]}" show more than one's own rows, so "own" would end in an error.`;
    return { code: "GRANT_READ", arg: text, message, ...instead(`${permission}:${wide}`) };
  }
  const base = access.roles[0]!;
  if (of === "team" && table.grants[operation]?.[base] === undefined) {
    const message = `a ${base} of the app may not call what requires "${permission}" at all, whatever they are in a team.`;
    return { code: "GRANT_UNHELD", arg: text, message, ...leftOut };
  }
  return null;
}

/** Where nobody may write all fields, neither may the new role. */
function withFields({ operation, table }: Named, scope: string, { of }: GrantFacts) {
  const only = table.only[operation];
  // In a team, the fields are those of the role in the app.
  return only === undefined || of === "team" ? scope : { scope, only };
}
