// Which rows the arguments of a function name: each is read before the body does anything, so that it is there
// and its caller may see it, or do with it what the permission of the function says.
import type { Field } from "../fields/field.ts";
import { instead } from "@groundwork/plop-engine/plan";
import { readReferences } from "../repository/facts.ts";
import type { FunctionAccess, ReadArgument } from "./model.ts";
import type { Reading } from "./reading.ts";

/** Who may call the function. */
interface Callers {
  access: FunctionAccess;
  allowedRoles: readonly string[];
}

/**
 * Reads which arguments name rows, and adds to the reading's problems those that not every caller may see.
 * @returns nothing for an internal action: it has neither a caller nor a database
 */
export function readReads(
  reading: Reading,
  callers: Callers,
  args: readonly Field[],
): ReadArgument[] {
  const { call, isInternal, access } = reading;
  if (isInternal && call === "action") return [];
  return args.flatMap((field) => {
    const { name, table, list, isOptional } = field;
    if (field.type !== "ref" || table === null || !reading.tables.includes(table)) return [];
    const scopes = access.tables[table]?.grants.read ?? {};
    if (!isInternal) checkSeen(reading, callers, field, scopes);
    return {
      arg: name,
      table,
      holds: list !== null ? "list" : isOptional ? "option" : "one",
      isOptional,
      by: call === "action" ? "query" : "db",
      operation: operationOn(reading, callers, name, table),
      ownRoles: isInternal ? [] : callers.allowedRoles.filter((role) => scopes[role] !== "all"),
    };
  });
}

/** A permission covers the row that a call is about, and not one to which that row is to refer. */
function operationOn(
  { tree }: Reading,
  { access }: Callers,
  name: string,
  table: string,
): string | null {
  if (access.kind !== "permission") return null;
  const [of, operation = ""] = access.permission.split(".");
  if (of !== table || operation === "read") return null;
  return readReferences(tree)[table]?.[name]?.to === table ? null : operation;
}

function checkSeen(
  { access, input, problems }: Reading,
  callers: Callers,
  { name, table }: Field,
  scopes: Record<string, string>,
): void {
  const isHeld = access.tables[table!]?.grants.read !== undefined;
  const refuse = (message: string) =>
    problems.push({
      code: "ARG_UNREADABLE",
      arg: input.access ?? name,
      message,
      ...(isHeld && instead(`${table}.read`)),
    });
  if (input.access === undefined) return;
  if (callers.access.kind === "public") {
    refuse(
      `"${name}" names a row of "${table}", and a public function may have no caller who reads it.`,
    );
    return;
  }
  const blind = callers.allowedRoles.find((role) => !Object.hasOwn(scopes, role));
  if (blind !== undefined) {
    refuse(`"${blind}" may call this, and may not read the "${table}" that "${name}" names.`);
    return;
  }
}
