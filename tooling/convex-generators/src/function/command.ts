// What `pnpm plop function` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const functionCommand: Command = {
  name: "function",
  writes: true,
  rendersAgain: true,
  usage: "<module.name>",
  positionals: 1,
  about: "add a query, mutation or action to a new or existing module, with a test",
  details:
    "A public function (query, mutation, action) declares its access: a permission of the access matrix\n" +
    "(notes.read), signedIn, or public:<why>. Arguments are fields as in `entity`, and so is the return\n" +
    "type; `null` is nothing, `row` a row of the module's table, `page` a page of rows. An action gives the\n" +
    "reason why a mutation that schedules an internal action is not enough.",
  flags: [
    {
      name: "kind",
      kind: "text",
      value: "<kind>",
      about: "query, mutation, action, internalQuery, internalMutation or internalAction",
    },
    {
      name: "args",
      kind: "many",
      value: "<fields>",
      about: "its arguments, as fields: 'id:ref(notes) title:string(1..120)?'",
      values: ["id:ref(notes)", "title:string(1..120)?"],
    },
    {
      name: "returns",
      kind: "text",
      value: "<type>",
      about: "what it returns: null, row, page, or a type such as int (default: null)",
    },
    {
      name: "access",
      kind: "text",
      value: "<who>",
      about: "who may call it: a permission, signedIn or public:<why>",
    },
    {
      name: "rate-limit",
      kind: "text",
      value: "<limit>",
      about: "how often one caller may call it: 30/minute, or the name of an existing limit",
    },
    {
      name: "because",
      kind: "text",
      value: "<why>",
      about: "of an action: why a mutation that schedules an internal action is not enough",
    },
    { name: "about", kind: "text", value: "<sentence>", about: "its comment in the code" },
  ],
  examples: [
    {
      line: "pnpm plop function notes.archive --kind mutation --args 'id:ref(notes)' --access notes.update",
      about: "a mutation of an existing table; another person's note is NOT_FOUND",
    },
    {
      line: "pnpm plop function reports.total --kind query --args 'from:date to:date' --returns int --access signedIn",
      about: "a query in a new module",
    },
    {
      line: "pnpm plop function notes.sweep --kind internalMutation --args 'batch:int(1..500)=100'",
      about: "for other functions and schedules only, so it declares no access",
    },
    {
      line: "pnpm plop function reports.quote --kind action --args 'to:email' --access signedIn --rate-limit 5/day --because 'its client waits for what the service answers'",
      about: "an action that clients call, with the reason for that",
    },
    {
      line: "pnpm plop function notes.ping --kind mutation --access 'public:counts a visit' --rate-limit 10/minute",
      about: "open to everybody, so it needs a limit",
    },
    {
      line: 'echo \'{"name":"notes.count","kind":"query","returns":"int","access":"notes.read"}\' | pnpm plop function --from -',
      about: "the same from JSON",
    },
  ],
};
