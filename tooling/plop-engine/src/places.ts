// Where the engine keeps its own files, relative to the repository.

export const places = {
  /** The records of the runs, committed. */
  runs: "generators/runs",
  /** The lock, the journal and staged files. Git ignores them. */
  state: ".groundwork/generators",
} as const;
