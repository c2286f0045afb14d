// What `pnpm plop init` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const initCommand: Command = {
  name: "init",
  writes: true,
  wholeProject: true,
  usage: "<name>",
  positionals: 1,
  about: "turn a fresh copy of the template into your project, once",
  details:
    "Sets the app's name and title, the scope of its packages, the holder of the license and version 0.0.0.\n" +
    "Writes a README, a changelog and a security page of your own, and removes what only shows that the template\n" +
    "itself holds: its decisions, its style, the tests of its generators. Packs the tooling, which takes about half\n" +
    "a minute. Afterwards, run `pnpm install` and `pnpm check`.",
  flags: [
    {
      name: "title",
      kind: "text",
      value: "<title>",
      about: "what the app is called on its pages; default: the name, in words",
    },
    {
      name: "scope",
      kind: "text",
      value: "<@scope>",
      about: "the scope of the packages; default: @<name>",
    },
    {
      name: "holder",
      kind: "text",
      value: "<holder>",
      about: "who holds the copyright; default: The <title> authors",
    },
    {
      name: "tooling",
      kind: "text",
      value: "<vendor|npm|source>",
      about: "packed into vendor/, a version of the registry, or source to change; default: vendor",
    },
    {
      name: "without",
      kind: "text",
      value: "<features>",
      about: "optional features to remove, such as demo,assistant; default: none",
    },
  ],
  examples: [
    { line: "pnpm plop init acme --dry-run", about: "lists what would change" },
    {
      line: "pnpm plop init acme-desk --title 'Acme Desk' --scope @acme --holder 'Acme Inc.'",
      about: "sets every name",
    },
    {
      line: "pnpm plop init acme-desk --without demo --tooling source",
      about: "leaves the demo data out, and keeps the tooling as source",
    },
  ],
};
