// What each error code of the engine means, at more length than an error has room for:
// `pnpm plop explain <code>`. A project adds the codes of its generators.

/** Code → what it means and what to do. */
export const ownExplanations: Readonly<Record<string, string>> = {
  // What was typed.
  ARGUMENT_EXTRA: "There are more arguments than the command takes. Quote a value that has spaces.",
  ARGUMENT_MISSING:
    "A value that the command needs was not given, and nobody is there to be asked.",
  CHECKS_BOTH:
    "--checks names the checks to run, --no-checks leaves them all out: only one can hold.",
  CHECK_UNKNOWN: "--checks takes types, tests and lint, joined by commas.",
  CODE_UNKNOWN: "`pnpm plop explain` without a code lists all codes.",
  COMMAND_MISSING: "Nothing was asked for, and without a terminal nothing can be asked in return.",
  COMMAND_UNKNOWN: "`pnpm plop list` shows every command.",
  DIFF_PATH: "--diff=<path> shows one file of the plan; the path is relative to the repository.",
  FLAG_AFTER_DASHES: 'After "--" nothing is a flag. pnpm passes flags on, so leave "--" out.',
  FLAG_TWICE: "The flag takes one value. Which one holds should not depend on the order.",
  FLAG_UNKNOWN:
    "A flag that is not known is refused rather than ignored: it was typed for a reason.",
  FLAG_VALUE: "A switch takes no value; every other flag needs one, after a space or after =.",
  FROM_BOTH:
    "With --from the whole input is JSON. Flags that say how a run goes may stand beside it.",
  FROM_FILE: "--from names a file, relative to where the command is typed, or - for stdin.",
  FROM_JSON: "--from takes one JSON document: `pnpm plop schema <command>` describes it.",
  INPUT_KEY_MISSING: "The JSON lacks something: `pnpm plop schema <command>` says what it needs.",
  INPUT_KEY_UNKNOWN: "The JSON has a key that means nothing, most likely one that is misspelt.",
  INPUT_TYPE: "A value of the JSON is of another type, or not one of those that are allowed.",

  // Names.
  NAME_TAKEN: "Something else goes by that name there already, so it would be hidden or doubled.",

  // The tree.
  CHECK_DIFFERS: "With --check nothing is written; it fails when there is something to write.",
  DIRTY:
    "An edit on top of changes that are not committed could not be told from them. Commit first, or --allow-dirty.",
  FILE_EDITED: "A person has changed the file since it was generated; nothing of that is lost.",
  FILE_EXISTS: "The file is there and no generator wrote it, so none writes it over.",
  FILE_MISSING: "A file that generators read or edit is not there: `pnpm plop doctor` lists them.",
  FILE_NOT_TEXT: "The file is not UTF-8, so writing it again would change bytes that are not ours.",
  FILE_READ_ONLY: "The file may not be written. Its rights may say so for a reason.",
  JOURNAL_BROKEN:
    "The journal says how to take back a run that was killed. Something else stands in its place.",
  LOCKED: "Two runs at once would undo each other's work. The lock of a dead run is taken over.",
  PATH_LINK: "A symbolic link may lead anywhere; generators write only inside the repository.",
  PATH_OUTSIDE: "Generators write only inside the repository, and not into its tools' folders.",
  PATH_TAKEN: "Something else than a file, or than a folder, is at that path.",
  PATH_TWIN: "Two paths that differ in letter case only are one file on macOS and Windows.",
  RECORD_BROKEN: "A record in generators/runs was edited; undo depends on it. Restore it from git.",
  RUN_AMBIGUOUS:
    "Two runs have that number, as happens when branches are merged: name one in full.",
  RUN_NEEDED:
    "A newer run leads to what this one made: take that one back first, as its code would not work alone.",
  RUN_TWIN:
    "Two branches made runs of one number. Both are whole; name the full id of one to undo it.",
  RUN_UNFINISHED:
    "A run was killed. The next one takes back what it had written before it does anything.",
  RUN_UNKNOWN: "`pnpm plop history` lists the runs.",
  SHAPE_UNSUPPORTED:
    "Generators edit plain data: an object literal where the template has one. Paste the lines by hand, and run again.",
  STALE: "The file changed between planning and writing. Run the command again.",
  STATE_NOT_IGNORED: "The lock and the journal are of one machine, and not to be committed.",
  SYNTAX_ERROR: "The file is no valid TypeScript, so there is no safe place to edit.",

  // Afterwards, and faults.
  CHECK_FAILED:
    "Types, tests or lint failed with the files in place, and they were taken back. --keep-failed leaves them.",
  INTERNAL: "A fault of the generator. The tree is as it was.",
  NOT_INSTALLED: "A tool is missing: run `pnpm install`.",
  PLAN_UNSOUND:
    "The plan would have broken a file, so it was not carried out: a fault of the generator.",
  RESTORE_FAILED:
    "The disk refused to take the files back. The next run tries again, first of all.",
  WRITE_FAILED: "The disk refused to write. Nothing was changed.",
};
