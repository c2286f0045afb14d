// What `pnpm plop update` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const updateCommand: Command = {
  name: "update",
  writes: true,
  usage: "[<run>…]",
  positionals: Infinity,
  about: "render what was generated again, with today's templates",
  details: [
    "Each run of a generator is rendered again from its recorded input. Files that nobody edited are replaced. Edited",
    "ones are merged: the recorded text is the base. Lines that were edited where the template changed, too, are",
    "conflicts: they are listed with file and line, and nothing is written. A run is named by its number, or by",
    "what it generated; without a name, all runs are rendered again.",
  ].join("\n"),
  flags: [
    {
      name: "keep-edits",
      kind: "switch",
      about: "where there are conflicts, leave the edited lines as they are",
    },
  ],
  examples: [
    { line: "pnpm plop update --dry-run", about: "lists what would change" },
    { line: "pnpm plop update --check", about: "exits 6 if a template has changed since" },
    { line: "pnpm plop update --keep-edits --diff", about: "shows the changes, without conflicts" },
  ],
};
