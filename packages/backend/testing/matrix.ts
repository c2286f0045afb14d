// The access matrix as calls: who calls a function with whose rows, and the expected result. Arguments are
// always valid, so a refusal is never about a value.
import type { AccessMatrix, Operation, Role, Scope } from "@repo/validators/access";
import { accessMatrix, can, grantFor, roles, rowsInTeam, teamRoles } from "@repo/validators/access";
import type { Value } from "convex/values";
import type { Id, TableNames } from "../convex/_generated/dataModel";
import { teamColumnOf } from "../convex/builders/referenceRules.ts";
import { addMember } from "../convex/model/teams/teams.ts";
import { type Reference, references } from "../convex/model/platform/references.ts";
import { type Arguments, argumentsOf } from "./arguments.ts";
import { assistantDecided } from "./assistant-lists.ts";
import { type AppFunction, type Shape, call, exampleRow } from "./manifest.ts";
import {
  type Person,
  type TestApp,
  type modules,
  initTest,
  isUnfinished,
  signedInAs,
} from "./setup.ts";

/** A caller's relation to the team of a row that another person created. */
export const ties = ["stranger", ...teamRoles] as const;
export type Tie = (typeof ties)[number];

/** The code of a refusal; null for none. */
type Code = string | null;

/** One call, and its possible codes. */
export interface Call {
  who: string;
  expected: readonly Code[];
  code: () => Promise<Code>;
}

/** For a row outside the caller's scope any of these codes is right, but the call must not succeed. */
const refused = ["NOT_FOUND", "FORBIDDEN", "INVALID"];

/** Arguments whose rows are not decided by the matrix. */
const decided: Record<string, (role: Role, tie: Tie) => readonly Code[]> = {
  // The events of a row are those of its team.
  "auditEvents:listByRow rowId": (role, tie) =>
    onTeam(grantFor(role, "auditEvents", "read")?.scope, tie, "auditEvents.read"),
  // An invitation is for an address, independent of its readers.
  "invitations:acceptMine invitationId": () => ["NOT_FOUND"],
  "invitations:decline invitationId": () => ["NOT_FOUND"],
  "memberships:leave teamId": (_role, tie) => (tie === "stranger" ? ["NOT_FOUND"] : [null]),
  // Empty columns, with the counts of the caller's team.
  "tasks:board assigneeId": () => [null],
  // People of one team know each other.
  "users:get userId": (role, tie) =>
    tie === "stranger" && !can(role, "users.read") ? ["NOT_FOUND"] : [null],
  ...assistantDecided,
};

/**
 * Lists the calls of a function: signed out and as every role with the caller's own rows, then as every role with
 * each row in turn replaced by another person's; where teams decide, with every relation to the team.
 * @param fn the function
 * @param probes modules of a test's own, among which it may be
 */
export function callsOf(fn: AppFunction, probes: typeof modules = {}): Call[] {
  return [nobody(fn, probes), ...roles.map((role) => ownRows(fn, role, probes))].concat(
    idsOf(fn).flatMap((id) =>
      tiesOf(fn, id).flatMap((tie) =>
        roles.map((role): Call => {
          const toThem = tie === "stranger" ? "stranger" : `${tie} of their team`;
          return {
            who: `${role} with the ${id.name} of others, ${toThem}`,
            expected: expectedOn(fn, id, role, tie),
            code: () => onAnothers(fn, id, { role, tie, probes }),
          };
        }),
      ),
    ),
  );
}

function nobody(fn: AppFunction, probes: typeof modules): Call {
  return {
    who: "nobody",
    expected: [typeof accessOf(fn) === "object" ? null : "UNAUTHENTICATED"],
    code: async () => {
      const app = initTest(probes);
      const args = await argumentsOf(app, await signedInAs(app, "member"), fn);
      return await codeOf(call(app, fn, args));
    },
  };
}

function ownRows(fn: AppFunction, role: Role, probes: typeof modules): Call {
  const access = accessOf(fn);
  const allowed = typeof access === "object" || access === "signedIn" || can(role, access);
  // A caller who may not read a table cannot name its rows.
  const isBlind = idsOf(fn).some(
    ({ table, isRequired }) =>
      isRequired && !isOf(fn, table) && !onItsOwn(table) && !grantFor(role, table, "read"),
  );
  return {
    who: `${role} with rows of their own`,
    expected: !allowed ? ["FORBIDDEN"] : isBlind ? [null, "INVALID"] : [null],
    code: async () => {
      const app = initTest(probes);
      const person = await signedInAs(app, role);
      return await codeOf(call(person, fn, await argumentsOf(app, person, fn)));
    },
  };
}

async function onAnothers(
  fn: AppFunction,
  id: IdArgument,
  { role, tie, probes }: { role: Role; tie: Tie; probes: typeof modules },
): Promise<Code> {
  const app = initTest(probes);
  const [person, other] = [await signedInAs(app, role), await signedInAs(app, "member")];
  const args = await argumentsOf(app, person, fn);
  if (teamColumnOf(permissionOf(fn)[0]) === id.name) {
    // References to rows of the same team change with the team.
    const ofTeam = idsOf(fn).filter((each) => each.name in args && leavesTeam(fn, each));
    for (const each of ofTeam) args[each.name] = await rowOf(app, other, fn, each);
  }
  const theirs = await rowOf(app, other, fn, id);
  if (tie !== "stranger") {
    const teamId = id.table === "teams" ? theirs : await exampleRow(app, other, "teams");
    await app.run((ctx) =>
      addMember(ctx.db, { teamId: teamId as Id<"teams">, userId: person.userId, role: tie }),
    );
  }
  const expected = expectedOn(fn, id, role, tie);
  const answer = call(person, fn, { ...args, [id.name]: theirs });
  return await codeOf(answer, expected.includes(EMPTY) ? EMPTY : null);
}

async function rowOf(
  app: TestApp,
  person: Person,
  fn: AppFunction,
  { name, table }: IdArgument,
): Promise<Value> {
  const isWhole = true;
  const args: Arguments = await argumentsOf(app, person, fn, isWhole);
  return args[name] ?? (await exampleRow(app, person, table));
}

/** An empty page, or no row, counts as a refusal when it is selected by another person's row. */
const EMPTY = "an empty page";

async function codeOf(answer: Promise<unknown>, whenEmpty: Code = null): Promise<Code> {
  return await answer.then(
    (value) => (isEmpty(value) ? whenEmpty : null),
    // A caller who reaches a body that is not written yet had access.
    (error) => (isUnfinished(error) ? null : (error.data?.code ?? String(error))),
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || (value as { page?: unknown[] } | undefined)?.page?.length === 0;
}

/** An argument that names a row with an owner. */
interface IdArgument {
  name: string;
  table: TableNames;
  isRequired: boolean;
}

function idsOf({ args }: AppFunction): IdArgument[] {
  const fields = args.type === "object" ? Object.entries(args.value) : [];
  return fields.flatMap(([name, { fieldType, optional }]) => {
    const members: Shape[] = fieldType.type === "union" ? fieldType.value : [fieldType];
    const isRequired = !optional && members.every(({ type }) => type === "id");
    const id = members.find((member) => member.type === "id");
    const table = id?.tableName as TableNames | undefined;
    return table !== undefined && table in accessMatrix ? [{ name, table, isRequired }] : [];
  });
}

const accessOf = (fn: AppFunction) => fn.policy!.access;

/** The table and the operation of the permission; those of no table for any other access. */
function permissionOf(fn: AppFunction): [table: string, operation: Operation] {
  const [table = "", operation] = String(accessOf(fn)).split(".");
  return [table, operation as Operation];
}

const isOf = (fn: AppFunction, table: string) => permissionOf(fn)[0] === table;
/** People and teams have other rules than the rows of a table. */
const onItsOwn = (table: string) => table === "users" || table === "teams";

/** Whether the caller's relation to the row's team matters. */
function isTeams(fn: AppFunction, { name, table }: IdArgument): boolean {
  const isDecided = `${fn.name} ${name}` in decided;
  return isDecided || table === "teams" || teamColumnOf(rootOf(table)) !== undefined;
}

function tiesOf(fn: AppFunction, id: IdArgument): readonly Tie[] {
  return isTeams(fn, id) ? ties : ["stranger"];
}

function expectedOn(fn: AppFunction, id: IdArgument, role: Role, tie: Tie): readonly Code[] {
  const decides = decided[`${fn.name} ${id.name}`];
  const [table, operation] = permissionOf(fn);
  const isGuarded = table in accessMatrix;
  if (isGuarded && grantFor(role, table, operation) === null) return ["FORBIDDEN"];
  if (decides) return decides(role, tie);
  if (leavesTeam(fn, id)) return refused;
  // A part is listed by its whole, and made in one.
  if (partsOf(table)?.column === id.name && !isOf(fn, id.table)) {
    const own = grantFor(role, table, operation)?.scope === "own";
    if (coversWhole(role, table, own ? "read" : operation, tie)) return [null];
    return operation === "read" ? [...refused, EMPTY] : refused;
  }
  if (isOf(fn, id.table) && !isReference(fn, id)) return [onRow(role, table, operation, tie)];
  if (id.table === "teams" && teamColumnOf(table) !== undefined) {
    return onTeam(grantFor(role, table, operation)?.scope, tie, `${table}.${operation}`);
  }
  if (covers(role, id.table, "read", tie)) return [null];
  return operation === "read" ? [...refused, EMPTY] : refused;
}

/** Whether an argument is a reference for a row, rather than the row that a call is about. */
function isReference(fn: AppFunction, { name, table }: IdArgument): boolean {
  const [own] = permissionOf(fn);
  return (references as Record<string, Record<string, Reference>>)[own]?.[name]?.to === table;
}

/** Whether a row of a team would refer to a row of another team, or to a person who is not in it. */
function leavesTeam(fn: AppFunction, id: IdArgument): boolean {
  const [own, operation] = permissionOf(fn);
  const isHeld = id.table === "users" || teamColumnOf(id.table) !== undefined;
  return operation !== "read" && teamColumnOf(own) !== undefined && isReference(fn, id) && isHeld;
}

/** A row of the table that the permission is about: a caller who may read it, but lacks the permission, gets FORBIDDEN. */
function onRow(role: Role, table: string, operation: Operation, tie: Tie): Code {
  if (covers(role, table, operation, tie)) return null;
  return covers(role, table, "read", tie) ? "FORBIDDEN" : "NOT_FOUND";
}

/** A team whose rows a permission is about. */
function onTeam(scope: Scope | undefined, tie: Tie, permission: string): readonly Code[] {
  if (scope === "all") return [null];
  if (tie === "stranger" || scope === undefined) return refused;
  return rowsInTeam(tie, scope, permission) === null ? ["FORBIDDEN"] : [null];
}

/** Of rows that are parts of others: the table of those, and the column that leads there. */
function partsOf(table: string): { table: string; column: string } | null {
  const { columns, parent } = (accessMatrix as AccessMatrix)[table] ?? {};
  return parent === undefined || columns?.parent === undefined
    ? null
    : { table: parent, column: columns.parent };
}

/** The table of the rows whose access decides: a part has none of its own. */
function rootOf(table: string): string {
  const whole = partsOf(table);
  return whole === null ? table : rootOf(whole.table);
}

function coversWhole(role: Role, table: string, operation: Operation, tie: Tie): boolean {
  return covers(role, partsOf(table)!.table, operation === "read" ? "read" : "update", tie);
}

function covers(role: Role, table: string, operation: Operation, tie: Tie): boolean {
  const scope = grantFor(role, table, operation)?.scope;
  if (scope === "parent") return coversWhole(role, table, operation, tie);
  if (scope === undefined || scope === "all" || tie === "stranger") return scope === "all";
  return rowsInTeam(tie, scope, `${table}.${operation}`) === "team";
}
