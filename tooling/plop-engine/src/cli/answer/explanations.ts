// Explains each error code of the engine, for `pnpm plop explain <code>`. A project adds the codes of its generators.

/** Code → what it means and what to do. */
export const ownExplanations: Readonly<Record<string, string>> = {
  // The command line.
  ARGUMENT_EXTRA: "There are more arguments than the command takes. Quote a value that has spaces.",
  ARGUMENT_MISSING: "A required value is missing, and there is no terminal to ask for it.",
  CHECKS_BOTH:
    "--checks selects the checks to run and --no-checks skips them all, so they exclude each other.",
  CHECK_UNKNOWN: "--checks takes a list of types, tests and lint, separated by commas.",
  CODE_UNKNOWN: "`pnpm plop explain` without a code lists all codes.",
  COMMAND_MISSING: "No command was given, and there is no terminal to ask for one.",
  COMMAND_UNKNOWN: "`pnpm plop list` shows every command.",
  DIFF_PATH:
    "--diff=<path> shows one file of the plan. The path is relative to the repository root.",
  FLAG_AFTER_DASHES:
    'Arguments after "--" are not read as flags. pnpm passes flags through, so leave out "--".',
  FLAG_TWICE: "The flag takes one value, so only one may be given.",
  FLAG_UNKNOWN:
    "Unknown flags are refused rather than ignored, because they are usually misspelled.",
  FLAG_VALUE:
    "A switch takes no value. Every other flag needs one, after a space or an equals sign.",
  FROM_BOTH:
    "With --from, the JSON is the whole input. Only flags that control the run may be added, such as --dry-run.",
  FROM_FILE: "--from takes a path relative to the current folder, or - for stdin.",
  FROM_JSON: "--from takes one JSON document: `pnpm plop schema <command>` describes it.",
  INPUT_KEY_MISSING:
    "The JSON or the design lacks a required key. `pnpm plop schema <command>` prints its schema.",
  INPUT_KEY_UNKNOWN: "The JSON or the design has an unknown key, which is probably misspelled.",
  INPUT_TYPE:
    "A value in the JSON or the design has the wrong type, or is not one of the allowed values.",

  // Names.
  NAME_TAKEN: "The file already uses that name for something else.",

  // The tree.
  CHECK_DIFFERS:
    "--check writes nothing, and fails when the files differ from what the command would write.",
  DIRTY:
    "The file has uncommitted changes, which could not be separated from the edit later. Commit first, or pass --allow-dirty.",
  FILE_EDITED: "The file was edited by hand after it was generated, so it is not overwritten.",
  FILE_EXISTS: "The file already exists and was not generated, so it is not overwritten.",
  FILE_MISSING:
    "A file that generators read or edit is missing. `pnpm plop doctor` lists these files.",
  FILE_NOT_TEXT: "The file is not UTF-8, so an edit would change more than the edited lines.",
  FILE_READ_ONLY: "The permissions of the file do not allow writing.",
  JOURNAL_BROKEN:
    "The journal, which records how to roll back an interrupted run, is not readable.",
  LOCKED:
    "Another run is in progress, and two runs at once would overwrite each other. The lock of a run that was killed is released.",
  PATH_LINK:
    "Generators do not write through symbolic links, which may lead out of the repository.",
  PATH_OUTSIDE: "Generators write only inside the repository, and not into its tools' folders.",
  PATH_TAKEN: "There is a folder where a file is expected, or a file where a folder is expected.",
  PATH_TWIN: "Paths that differ only in letter case are the same file on macOS and Windows.",
  RECORD_BROKEN:
    "A record in generators/runs was edited, and undo depends on it. Restore it from git.",
  RUN_AMBIGUOUS:
    "Two runs have that number, as happens when branches are merged. Give the full id.",
  RUN_NEEDED: "A newer run refers to what this run created. Undo the newer run first.",
  RUN_TWIN:
    "Two branches created runs with the same number. Both are intact; give the full id to undo one.",
  RUN_UNFINISHED: "A run was interrupted. The next run rolls it back before it does anything else.",
  RUN_UNKNOWN: "`pnpm plop history` lists the runs.",
  SHAPE_UNSUPPORTED:
    "Generators edit literals only, such as an object literal. Paste the lines by hand, and run the command again.",
  STALE: "The file changed between planning and writing. Run the command again.",
  STATE_NOT_IGNORED: "The lock and the journal belong to one machine and must not be committed.",
  SYNTAX_ERROR: "The file is not valid TypeScript, so it cannot be edited.",

  // Checks and internal errors.
  CHECK_FAILED:
    "Types, tests or lint failed with the generated files, so the run was rolled back. --keep-failed keeps the files.",
  INTERNAL: "A bug in the generator. No file was changed.",
  NOT_INSTALLED: "A tool is missing: run `pnpm install`.",
  PLAN_UNSOUND:
    "The plan would have broken a file, so nothing was written. This is a bug in the generator.",
  RESTORE_FAILED:
    "The rollback failed because files could not be written. The next run resumes it.",
  WRITE_FAILED: "Files could not be written. Nothing was changed.",
};
