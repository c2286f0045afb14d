// The generators as commands. What each takes is described once: here for the command line, in
// `inputs.ts` as JSON.
import type { Command } from "./flags.ts";

const entity: Command = {
  name: "entity",
  writes: true,
  usage: "<name> <field…>",
  positionals: Infinity,
  about: "add a table with its validators, functions, access rules and tests",
  details: "",
  flags: [],
  examples: [],
};

const fn: Command = {
  name: "function",
  writes: true,
  usage: "<module.name>",
  positionals: 1,
  about: "add a query, mutation or action to a new or existing module, with a test",
  details:
    "A public function (query, mutation, action) states its access: a permission of the access matrix\n" +
    "(notes.read), signedIn, or public:<why>. Arguments are fields as in `entity`, and so is what it\n" +
    "answers; `null` is nothing, `row` a row of the module's table, `page` a page of them.",
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
    },
    {
      name: "returns",
      kind: "text",
      value: "<type>",
      about: "what it answers: null, row, page, or a type such as int; null unless told",
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
      about: "how often one caller may: 30/minute, or the name of a limit there is",
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
      about: "for other functions and schedules only; it needs no access",
    },
    {
      line: "pnpm plop function notes.ping --kind mutation --access 'public:counts a visit' --rate-limit 10/minute",
      about: "open to everybody, so it has to be limited",
    },
    {
      line: 'echo \'{"name":"notes.count","kind":"query","returns":"int","access":"notes.read"}\' | pnpm plop function --from -',
      about: "the same from JSON",
    },
  ],
};

export const generatorCommands: readonly Command[] = [entity, fn];
