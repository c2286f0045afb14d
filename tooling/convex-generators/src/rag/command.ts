// What `pnpm plop rag` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const ragCommand: Command = {
  name: "rag",
  writes: true,
  usage: "<table>",
  positionals: 1,
  about: "make the rows of a team's entity knowledge: found, asked about and cited",
  details:
    "Each row gets a source of its team's knowledge, which follows it: it is indexed when the row is created or\n" +
    "changed, and gone when the row is removed. Everybody in the team may read knowledge, so everybody in the\n" +
    "team has to be able to read the rows. Rows that exist are indexed by a migration.",
  flags: [
    {
      name: "text",
      kind: "text",
      value: "<fields>",
      about:
        "the fields that are searched and quoted, joined by commas; default: every text but the first, the title",
      values: ["body"],
    },
  ],
  examples: [
    {
      line: "pnpm plop entity article teamId:ref:teams:cascade title:string:1..120 body:text --access member:team --access admin:team",
      about: "an entity whose rows belong to teams",
    },
    { line: "pnpm plop rag articles", about: "its rows, with every text that callers see" },
    {
      line: 'echo \'{"table":"articles","text":"body"}\' | pnpm plop rag --from -',
      about: "the same from JSON, with one of its texts",
    },
  ],
};
