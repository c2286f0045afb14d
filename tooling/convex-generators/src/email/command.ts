// What `pnpm plop email` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const emailCommand: Command = {
  name: "email",
  writes: true,
  rendersAgain: true,
  usage: "<name> <value…>",
  positionals: 40,
  about: "write an e-mail as text and HTML, with a function that sends it, an example and tests",
  details:
    "The values are what the e-mail names, as fields: 'number:string(1..40)' 'total:money(EUR)'. A subject and\n" +
    "sentences name them in braces, {number}; those that neither does are listed below the sentences. An e-mail links\n" +
    "only to pages of the app, those of packages/validators/src/platform/paths.ts: what such a page needs is a value.\n" +
    "With --optional, users can turn it off in their settings, and it says so.",
  flags: [
    {
      name: "subject",
      kind: "text",
      value: "<text>",
      about: "the subject, without links and codes; default: the name",
      values: ["Your order {number} is on its way"],
    },
    {
      name: "text",
      kind: "many",
      value: "<text>",
      about: "a paragraph; repeat it for more",
      values: ["We handed your order to the post office."],
    },
    {
      name: "link",
      kind: "text",
      value: "<page>",
      about: "a page of the app that it links to",
      values: ["account"],
    },
    {
      name: "label",
      kind: "text",
      value: "<text>",
      about: "the words of the link; default: Open <page>",
      values: ["Open the task"],
    },
    {
      name: "optional",
      kind: "switch",
      about: "users can turn it off, by a switch of its own in their settings",
    },
  ],
  examples: [
    {
      line: "pnpm plop email order-shipped 'number:string(1..40)' 'total:money(EUR)' --subject 'Your order {number} is on its way' --optional",
      about: "an e-mail that users can turn off; the total is listed",
    },
    {
      line: "pnpm plop email task-due teamId:ref:teams taskId:ref:tasks title:string:1..120 dueAt:date --text '{title} is due on {dueAt}.' --link task --label 'Open the task'",
      about: "with a link to a page that needs two ids",
    },
    {
      line: "pnpm plop email account-imported --text 'We moved your account here.' --text 'Nothing else has changed.' --link account",
      about: "the same for everybody",
    },
    {
      line: 'echo \'{"name":"seat-free","values":["day:day"],"subject":"A seat is free","optional":true}\' | pnpm plop email --from -',
      about: "the same from JSON",
    },
  ],
};
