// The command line of `pnpm plop design docs`.
import type { Command } from "@groundwork/plop-engine/command";

export const designDocsCommand: Command = {
  name: "design docs",
  writes: true,
  usage: "",
  positionals: 0,
  about: "write the pages of the design: schema, functions, access, flows, plan",
  details:
    "They are in docs/design/, and `design apply` writes them, too. Change the design, not the pages: a page that a person\nwrote is never replaced. The plan has a page for each task, of the size of a pull request, with what proves it.",
  flags: [],
  examples: [
    { line: "pnpm plop design docs", about: "write them again after a change of the design" },
    { line: "pnpm plop design docs --check", about: "exit 6 where they are not up to date" },
    { line: "pnpm plop design docs --dry-run --diff", about: "print what would change" },
  ],
};
