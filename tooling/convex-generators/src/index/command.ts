// What `pnpm plop index` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const indexCommand: Command = {
  name: "index",
  writes: true,
  usage: "[<table>] [<field>…]",
  positionals: 20,
  about: "add an index for a read path, find those that nothing reads, or remove one",
  details:
    "The fields that a query compares with one value come first, the one by which it takes a range or sorts comes last.\n" +
    "The index is named after them. An index that another one covers is refused, and so is one that nothing reads:\n" +
    "write the query first, or let --list write it. On a large table, --staged fills the index in the background;\n" +
    "until --activate no query may use it.",
  flags: [
    {
      name: "list",
      kind: "switch",
      about: "also write the list by these fields, with its tests; for generated entities",
    },
    {
      name: "staged",
      kind: "switch",
      about: "fill the index in the background, for a large table",
    },
    { name: "activate", kind: "text", value: "<name>", about: "let queries use a staged index" },
    { name: "remove", kind: "text", value: "<name>", about: "remove an index that nothing reads" },
    {
      name: "unused",
      kind: "switch",
      about: "list the indexes that nothing reads; writes nothing",
    },
  ],
  examples: [
    { line: "pnpm plop index notes title --list", about: "an index, and the list that reads it" },
    {
      line: "pnpm plop index tasks teamId dueAt --staged",
      about: "an index of a large table, which is filled in the background",
    },
    {
      line: "pnpm plop index tasks --remove by_teamId_and_dueAt",
      about: "removes it again, as long as no function reads it",
    },
    { line: "pnpm plop index --unused", about: "lists the indexes that nothing reads" },
  ],
};
