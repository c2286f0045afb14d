// What an entity is today as an input of `pnpm plop entity`: the input that it was generated from, with the changes of
// the later runs of `pnpm plop field`. The records of the runs are the only store, so an undo changes it, too.
import type { Tree } from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import type { RunRecord } from "@groundwork/plop-engine/run-record";
import { type EntityChange, changedBy, entityChangers } from "./field-steps.ts";
import { livingRuns, tableOf } from "./model/runs.ts";
import { layout } from "../repository/layout.ts";
import type { EntityInput } from "./input.ts";

/**
 * Finds the input that renders an entity as it is, but for edits of people.
 * @returns null for a table that no generator made
 * @throws RECORD_BROKEN (4)
 */
export function currentEntityInput(table: string, tree: Tree): EntityInput | null {
  const records = livingRuns(readRuns(tree));
  const made = records.findLast(
    ({ command, input }) => command === "entity" && tableOf(input as EntityInput) === table,
  );
  const input = (made?.input as EntityInput | undefined) ?? shippedInput(table, tree);
  return input && withFieldRuns(input, made ? records.slice(records.indexOf(made)) : records);
}

/**
 * Applies the runs of `field` and `index` to an entity.
 * @param input that it was generated from
 * @param records of the runs; those of other entities change nothing
 */
export function withFieldRuns(input: EntityInput, records: readonly RunRecord[]): EntityInput {
  const table = tableOf(input);
  const changes = records.filter(
    ({ command, input: change }) =>
      entityChangers.includes(command) && (change as { table?: string }).table === table,
  );
  return changes.reduce((entity, change) => changedBy(entity, change as EntityChange), input);
}

/** The tables that generators made. */
export function recordedTables(tree: Tree): string[] {
  const shipped = tree
    .list(layout.entities)
    .flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -".json".length)] : []));
  const made = livingRuns(readRuns(tree)).flatMap(({ command, input }) =>
    command === "entity" ? (tableOf(input as EntityInput) ?? []) : [],
  );
  return [...new Set([...shipped, ...made])].sort();
}

function shippedInput(table: string, tree: Tree): EntityInput | null {
  const text = tree.read(`${layout.entities}/${table}.json`);
  return text === null ? null : (JSON.parse(text) as EntityInput);
}
