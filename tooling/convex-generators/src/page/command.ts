// What `pnpm plop page` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const pageCommand: Command = {
  name: "page",
  writes: true,
  rendersAgain: true,
  usage: "<path>",
  positionals: 1,
  about:
    "add a page of the web app that shows a query, or has a form of a mutation, of the backend",
  details:
    "The path is the last part of the address: sent-mails. --under says where it is: team (/t/<team>/…), signed-in\n" +
    "(/…), admin (/admin/…) or public (for people who are not signed in). The page shows what the query returns: rows in\n" +
    "pages, a list, or one object. The form asks for what the mutation takes, with its own shape. What neither the\n" +
    "address nor the form can give, such as the id of a row, refuses the function.",
  flags: [
    {
      name: "query",
      kind: "text",
      value: "<module.name>",
      about: "the public query that the page shows",
      values: ["emails.list"],
    },
    {
      name: "mutation",
      kind: "text",
      value: "<module.name>",
      about: "the public mutation that its form calls",
      values: ["invitations.create"],
    },
    {
      name: "under",
      kind: "text",
      value: "<place>",
      about: "team, signed-in, admin or public",
      values: ["team", "signed-in", "admin", "public"],
    },
    {
      name: "title",
      kind: "text",
      value: "<text>",
      about: "what the page is called; default: its path in words",
      values: ["Sent e-mails"],
    },
    {
      name: "icon",
      kind: "text",
      value: "<name>",
      about: "the icon of the page, as lucide-react calls it",
      values: ["Mail"],
    },
  ],
  examples: [
    {
      line: "pnpm plop page sent-mails --query emails.list --under admin --icon Mails",
      about: "a list that loads page by page, for admins",
    },
    {
      line: "pnpm plop page quick-note --query notes.list --mutation notes.create --under signed-in",
      about: "a list and a form",
    },
    {
      line: "pnpm plop page new-task --mutation tasks.create --under team --title 'Add a task'",
      about: "a form for the team of the address",
    },
    {
      line: 'echo \'{"path":"my-teams","query":"teams.list","under":"signed-in"}\' | pnpm plop page --from -',
      about: "the same from JSON",
    },
  ],
};
