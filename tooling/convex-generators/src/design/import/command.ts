// The command line of `pnpm plop design import`.
import type { Command } from "@groundwork/plop-engine/command";

export const designImportCommand: Command = {
  name: "design import",
  writes: true,
  usage: "[project]",
  positionals: 1,
  about: "read a backend back into a design",
  details: [
    "It reads the syntax of this backend, or of another project of Convex, and prints the design that says the same.",
    "A field whose shape the grammar cannot say is `custom`. What no code says, such as stories and flows, is left as",
    "the design has it that is there.",
  ].join("\n"),
  flags: [
    {
      name: "to",
      kind: "text",
      value: "<file>",
      about: "write it to this file; without it, it is printed",
      values: ["packages/backend/app.design.ts"],
    },
    {
      name: "replace",
      kind: "switch",
      about: "write the file again that is there: its comments are lost",
    },
    {
      name: "add",
      kind: "switch",
      about: "add to the file that is there what the code has and it does not name",
    },
  ],
  examples: [
    { line: "pnpm plop design import", about: "prints the design of this backend" },
    {
      line: "pnpm plop design import --to packages/backend/app.design.ts --add",
      about: "adds what the design does not name yet",
    },
    {
      line: "pnpm plop design import --to packages/backend/read.design.ts --dry-run --diff",
      about: "shows what a file of another name would be; a first argument names another project",
    },
  ],
};
