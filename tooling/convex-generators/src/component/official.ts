// The official components that a wrapper is generated for: data, with the versions that run on the embedded backend.

/** A component as this generator mounts it. */
export interface Official {
  /** As it is named on the command line: its package without the scope. */
  name: string;
  /** The exact version, where the catalog of the workspace has none. */
  version: string;
  /** The default import from its `convex.config.js`. */
  imported: string;
  /** What it is called in the app, unless `--name` says otherwise. */
  mountedAs: string;
  /** One line for the help. */
  about: string;
  /** Its tables, each with why it holds nothing about a person who left: as the wrapper uses it. */
  tables: Readonly<Record<string, string>>;
}

const UNDER_WAY = "work that is under way, gone when it is done";
const NOT_USED = "not used";

export const official: readonly Official[] = [
  {
    name: "action-cache",
    version: "0.3.1",
    imported: "actionCache",
    mountedAs: "actionCache",
    about: "answers of slow or paid actions, kept for a time",
    tables: {
      metadata: "times at which answers expire",
      values: "answers that are not about people: the wrapper says so",
    },
  },
  {
    name: "action-retrier",
    version: "0.3.1",
    imported: "actionRetrier",
    mountedAs: "actionRetrier",
    about: "an action that is tried again until it succeeds",
    tables: { runs: "ids of rows; gone a week after the action ended" },
  },
  {
    name: "aggregate",
    version: "0.3.1",
    imported: "aggregate",
    mountedAs: "aggregate",
    about: "ranks, counts and sums in the order of a number",
    tables: {
      btree: "ids of rows, which leave it with the row",
      btreeNode: "ids of rows, which leave it with the row",
      deadLetterOperations: NOT_USED,
      pendingOperations: NOT_USED,
    },
  },
  {
    name: "crons",
    version: "0.2.2",
    imported: "crons",
    mountedAs: "schedules",
    about: "schedules that are added and removed while the app runs",
    tables: { crons: "names of schedules, and ids of rows" },
  },
  {
    name: "sharded-counter",
    version: "0.2.1",
    imported: "shardedCounter",
    mountedAs: "shardedCounter",
    about: "a counter that many people change at once",
    tables: { counters: "numbers, by the names of counters" },
  },
  {
    name: "workpool",
    version: "0.4.16",
    imported: "workpool",
    mountedAs: "workpool",
    about: "a queue of actions, of which only a few run at once",
    tables: {
      globals: "settings of the queue",
      internalState: "numbers of the queue",
      payload: UNDER_WAY,
      pendingCancelation: UNDER_WAY,
      pendingCompletion: UNDER_WAY,
      pendingStart: UNDER_WAY,
      work: UNDER_WAY,
    },
  },
];

export const SCOPE = "@convex-dev/";
