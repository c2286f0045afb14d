// Which runs of the generators are about a table, and which of them a removal has ended.
import type { RunRecord } from "@groundwork/plop-engine/run-record";
import { namesTable } from "../../repository/dependency.ts";
import { entityNames } from "./names.ts";

/** What a run has to do with a table: it made or changed the table, or what it made works on the table's rows. */
export type Tie = "own" | "uses";

/** Generators whose code works on the rows of a table, and is nothing without them. */
const USERS: readonly string[] = ["function", "cron", "http", "job", "page", "rag"];
/** Generators that change a table. */
const CHANGERS: readonly string[] = ["field", "migration", "index", "change"];

/** What an input of `entity` says of the name. */
interface Named {
  name: string;
  plural?: string;
}

/** The table that an input of `entity` makes; undefined for a name that is none. */
export function tableOf({ name, plural }: Named): string | undefined {
  return entityNames(name, plural).names?.table;
}

/** What a run has to do with a table; null where that is nothing, or no more than another entity or a role has. */
export function tieOf({ command, input }: RunRecord, table: string): Tie | null {
  if (command === "entity") return tableOf(input as Named) === table ? "own" : null;
  if (CHANGERS.includes(command))
    return (input as { table?: string }).table === table ? "own" : null;
  return USERS.includes(command) && namesTable(input, table) ? "uses" : null;
}

/**
 * Leaves out the runs whose work a later run of `remove` took away.
 * @param records the runs so far, the oldest first
 */
export function livingRuns(records: readonly RunRecord[]): RunRecord[] {
  return records.filter((record, at) => {
    return !records
      .slice(at + 1)
      .some((later) => later.command === "remove" && ends(later, record));
  });
}

function ends({ input }: RunRecord, record: RunRecord): boolean {
  const { names, allowUses } = input as { names: string[]; allowUses?: boolean };
  return names.some((name) => {
    const tie = tieOf(record, name);
    return tie === "own" || (tie === "uses" && allowUses === true);
  });
}
