// What `pnpm plop field` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const fieldCommand: Command = {
  name: "field",
  writes: true,
  usage: "<table> [field…]",
  positionals: 50,
  about: "add, change, rename or remove a field of a generated entity, everywhere it stands",
  details:
    "Fields are written as in `entity`. Shapes, table, functions, tests and page are rendered again, and merged with\n" +
    "what people changed in them. A required field comes in two phases, as rows may exist: it is optional until a\n" +
    "migration has filled it in (with its default, or --to), and --finish makes it required. So does --remove: the\n" +
    "field leaves the API and the page at once, and --finish takes it out of the table. --rename does both: the new\n" +
    "name is in the API at once, and --finish of the new name takes the old one out of the table.",
  flags: [
    {
      name: "change",
      kind: "switch",
      about: "the fields exist: give them these ranges and values",
    },
    { name: "remove", kind: "text", value: "<name>", about: "remove a field" },
    {
      name: "rename",
      kind: "text",
      value: "<name=new>",
      about: "give a field another name; a migration moves its values",
      values: ["body=text"],
    },
    {
      name: "to",
      kind: "text",
      value: "<value>",
      about:
        "what existing rows get: JSON, or an expression of `row`; default: the field's default",
      values: ['"low"', "row.title"],
    },
    { name: "finish", kind: "text", value: "<name>", about: "the second phase of a field" },
    {
      name: "counted",
      kind: "text",
      value: "<day>",
      about: "with --finish: the day on which no deployment had an old row left; counts nothing",
      values: ["2026-12-01"],
    },
  ],
  examples: [
    {
      line: "pnpm plop field notes 'priority:enum(low,high)=low'",
      about: "the first phase: optional, and a migration fills in low",
    },
    {
      line: "pnpm plop field notes --finish priority --counted 2026-12-01",
      about: "the second one: required; without --counted the rows are counted first",
    },
    {
      line: "pnpm plop field notes 'length:computed(int)'",
      about: "a value that a formula makes at each read; write it in computeLength",
    },
    { line: "pnpm plop field notes 'source:url?'", about: "an optional field needs no migration" },
    {
      line: "pnpm plop field notes 'title:string(1..200)' --change",
      about: "another range",
    },
    {
      line: "pnpm plop field notes --rename body=text",
      about: "a migration moves the values; then --finish text",
    },
    { line: "pnpm plop field notes --remove source --dry-run", about: "shows what would go" },
    {
      line: 'echo \'{"table":"notes","fields":["link:url?"]}\' | pnpm plop field --from -',
      about: "the same from JSON",
    },
  ],
};
