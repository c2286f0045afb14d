// What `pnpm plop remove` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const removeCommand: Command = {
  name: "remove",
  writes: true,
  usage: "<feature…|entity…>",
  positionals: 10,
  about: "take an optional feature or a generated entity out of the project",
  details:
    "Of a feature, removes its files and what joins it with other features, and drops its lines from lists, pages and\n" +
    "manifests; `packages/backend/features/` says what belongs to each. Afterwards, run `pnpm install`.\n" +
    "Of an entity, removes everything that generators wrote for it. Its rows stay in the database: the run says how to\n" +
    "clear them. Lines that use what goes are listed, and nothing is written then.",
  flags: [
    {
      name: "allow-uses",
      kind: "switch",
      about:
        "remove an entity although it was edited or is used: edits and code generated for it go, other uses stay",
    },
  ],
  examples: [
    { line: "pnpm plop remove demo --dry-run", about: "lists what would change" },
    { line: "pnpm plop remove assistant knowledge", about: "removes two features in one run" },
    {
      line: "pnpm plop remove note --allow-uses --diff",
      about: "shows what would be left of an entity, with the lines that use it by hand",
    },
  ],
};
