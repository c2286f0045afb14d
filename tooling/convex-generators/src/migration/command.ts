// What `pnpm plop migration` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const migrationCommand: Command = {
  name: "migration",
  writes: true,
  usage: "<name>",
  positionals: 1,
  about: "change the rows that exist in two phases: widen and backfill, then narrow",
  details:
    "Without --finish: the field becomes optional in the shape of the table's rows, and the migration, with its\n" +
    "test, fills it in (--to) or takes it away (--unset), in batches that resume where they stopped.\n" +
    "With --finish: the old rows are counted, on the deployment that `convex` is connected to. When none is\n" +
    "left, the field becomes required, or is removed from the shape. docs/patterns/migrations.md has the phases.",
  flags: [
    { name: "table", kind: "text", value: "<table>", about: "whose rows change" },
    { name: "field", kind: "text", value: "<field>", about: "which of their fields" },
    {
      name: "to",
      kind: "text",
      value: "<value>",
      about: "what rows without the field get: JSON, or an expression of `row`",
      values: ['"low"', "row.title.length"],
    },
    { name: "unset", kind: "switch", about: "take the field away from the rows that have it" },
    { name: "finish", kind: "switch", about: "narrow the table, once no old row is left" },
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
      line: "pnpm plop migration fillNameKey --table users --field nameKey --to 'row.name.toLowerCase()'",
      about: "gives every user without the optional field `nameKey` one",
    },
    {
      line: "pnpm plop migration fillNameKey --finish --counted 2026-12-01",
      about: "makes the field required; without --counted the rows are counted first",
    },
    {
      line: "pnpm plop migration dropImages --table users --field image --unset --dry-run",
      about: "shows how a field would be taken away",
    },
    {
      line: 'echo \'{"name":"fillImage","table":"users","field":"image","to":"\\"none\\""}\' | pnpm plop migration --from - --dry-run',
      about: "the same from JSON",
    },
  ],
};
