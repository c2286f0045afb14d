// Reads `--parent`: of which row each is a part. The access of that row decides who reaches its parts.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import { singularName } from "@groundwork/plop-engine/names/words";
import { type Access, scopesIn } from "../repository/facts.ts";
import type { EntityField, Operation, Scope } from "./model/model.ts";

/** What a parent is read against. */
interface Facts {
  fields: readonly EntityField[];
  tables: readonly string[];
  access: Access;
  /** A field as it was typed, by its name. */
  typed: (name: string) => string;
  problems: Problem[];
}

/** The table that rows are parts of, as access sees it. */
export interface Whole {
  table: string;
  /** Whether a role reads rows of it, or changes them. */
  may: (role: string, what: "read" | "update") => boolean;
}

/**
 * Finds the field that says of which row each is a part.
 * @param written the table that it leads to, or its name
 * @returns null without a parent, and for one that is wrong
 */
export function findParent(written: string | undefined, facts: Facts): EntityField | null {
  if (written === undefined) return null;
  const { fields, tables, typed, problems } = facts;
  const refuse = (code: string, message: string, more: Partial<Problem> = {}) => {
    problems.push({ code, arg: written, message, ...more });
    return null;
  };
  const byName = fields.filter(({ name, table }) => name === written && table !== null);
  const named = byName.length > 0 ? byName : fields.filter(({ table }) => table === written);
  const table = named[0]?.table ?? written;
  if (!tables.includes(table)) {
    const meant = didYouMean(written, [...tables, ...fields.map(({ name }) => name)]);
    const message = `--parent names a table whose rows these are parts of, and there is no table "${written}".${meant?.sentence ?? ` Tables: ${tables.join(", ")}.`}`;
    return refuse("PARENT_TABLE", message, meant ? instead(meant.word) : {});
  }
  if (table === "users" || table === "teams") {
    const [what, field] =
      table === "users"
        ? ["a person", "ownerId:ref(users)+owner"]
        : ["a team", "teamId:ref(teams)+cascade"];
    const message = `rows of ${what} are no parts of another row: a field says whose they are, and --access own or team who sees them.`;
    return refuse("PARENT_TABLE", message, { fix: field });
  }
  if (Object.keys(scopesIn(facts.access, table, "read")).length === 0) {
    const message = `nobody reads "${table}", so nobody could read parts of its rows.`;
    return refuse("PARENT_TABLE", message);
  }
  const fitting = named.filter(
    (field) => !field.isOptional && field.list === null && field.isInput,
  );
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length > 1) {
    const message = `${fitting.map(({ name }) => name).join(" and ")} lead to "${table}", and a row is a part of one: name the field.`;
    return refuse("PARENT_FIELD", message, instead(fitting[0]!.name));
  }
  const [other] = named;
  if (other === undefined) {
    const message = `each row has to name the row of "${table}" that it is a part of: add a field.`;
    const field = `${singularName(table)}Id:ref(${table})+cascade`;
    return refuse("PARENT_FIELD", message, instead(written, field));
  }
  const message = `"${other.name}" has to name one row of "${table}", always, and given by the caller.`;
  const fixed = instead(`${other.name}:ref(${table})+cascade`);
  return refuse("PARENT_FIELD", message, { arg: typed(other.name), ...fixed });
}

/** The table of a parent, as access sees it. */
export function wholeOf(parent: EntityField | null, access: Access): Whole | null {
  const table = parent?.table ?? null;
  if (table === null) return null;
  return { table, may: (role, what) => Object.hasOwn(scopesIn(access, table, what), role) };
}

/** The grants of an entity that says nothing: who reads a whole reads its parts, and who changes it changes them. */
export function usualGrants(whole: Whole, roles: readonly string[]): string[] {
  return roles
    .filter((role) => whole.may(role, "read"))
    .map((role) => `${role}:parent${whole.may(role, "update") ? "" : ":read"}`);
}

/** What an operation on a part takes of the whole. */
export function takesOf(operation: Operation, scope: Scope): "read" | "update" {
  return scope === "own" || operation === "read" ? "read" : "update";
}
