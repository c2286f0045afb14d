// The entities to remove: what made each of them, and what else was made for its rows.
import { GeneratorError, type Tree } from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import type { RunRecord } from "@groundwork/plop-engine/run-record";
import { entityNames } from "../entity/model/names.ts";
import { type RenderedEntity, renderEntity } from "../entity/plan.ts";
import { currentEntityInput, recordedTables } from "../entity/recorded.ts";
import { livingRuns, tieOf } from "../entity/model/runs.ts";

export interface Subject {
  table: string;
  /** The runs that made and changed it, the oldest first; none for one that the project came with. */
  runs: readonly RunRecord[];
  /** Runs that made functions, crons, routes and jobs for its rows. */
  users: readonly RunRecord[];
  /** What the templates of today make of it; null where they refuse it by now. */
  rendered: RenderedEntity | null;
}

/**
 * Finds the table of a generated entity.
 * @param name of one row or of the table, as it was typed: `ticket`, `tickets`
 * @returns null where no generator made it
 */
export function entityTable(name: string, tree: Tree): string | null {
  const tables = recordedTables(tree);
  if (tables.includes(name)) return name;
  const table = entityNames(name, undefined).names?.table;
  return table !== undefined && tables.includes(table) ? table : null;
}

/** Reads everything that made an entity. */
export function readSubject(table: string, tree: Tree): Subject {
  const records = livingRuns(readRuns(tree));
  const made = records.findLast(
    (record) => record.command === "entity" && tieOf(record, table) === "own",
  );
  const since = made === undefined ? records : records.slice(records.indexOf(made));
  const tied = (tie: "own" | "uses") => since.filter((record) => tieOf(record, table) === tie);
  return { table, runs: tied("own"), users: tied("uses"), rendered: renderingOf(table, tree) };
}

function renderingOf(table: string, tree: Tree): RenderedEntity | null {
  try {
    return renderEntity(currentEntityInput(table, tree)!, tree);
  } catch (error) {
    if (error instanceof GeneratorError) return null;
    throw error;
  }
}
