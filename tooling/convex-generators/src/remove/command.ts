// What `pnpm plop remove` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const removeCommand: Command = {
  name: "remove",
  writes: true,
  usage: "<feature…>",
  positionals: 10,
  about: "take an optional feature out of the project",
  details:
    "Removes the files of the feature and what joins it with other features, and drops its lines from lists,\n" +
    "pages and manifests. Files that use the feature by hand are listed, and nothing is written then.\n" +
    "`packages/backend/features/` says what belongs to each feature. Afterwards, run `pnpm install`.",
  flags: [],
  examples: [
    { line: "pnpm plop remove demo --dry-run", about: "lists what would change" },
    { line: "pnpm plop remove assistant knowledge", about: "removes two features in one run" },
  ],
};
