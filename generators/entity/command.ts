// The generators as commands. What each takes is described once: here for the command line, in
// `inputs.ts` as JSON.
import type { Command } from "@groundwork/plop-engine/cli/flags";

const entity: Command = {
  name: "entity",
  writes: true,
  usage: "<name> <field…>",
  positionals: Infinity,
  about: "add a table with its validators, functions, access rules and tests",
  details: [
    "A field is name:type, then what else holds for it. Quoted, or in the spelling that every shell takes:",
    "  'title:string(1..120)'          title:string:1..120           a text of 1 to 120 characters",
    "  'status:enum(open,done)=open'   status:enum:open,done=open    one of some values, with a default",
    "  'assignee:ref(users)?+clear'    assignee:ref:users:optional:clear    a row of another table, or none",
    "  'tags:string(1..30)[0..10]'     tags:string:1..30:list:0..10  a list",
    "Types: string text email url int number bool date enum ref file vector json.",
    "Modifiers: optional (?) list ([]) index unique search immutable server private owner name once, and for a ref",
    "what removing its target does: restrict (unless told), cascade or clear.",
  ].join("\n"),
  flags: [
    {
      name: "access",
      kind: "many",
      value: "<grant>",
      about: "who may do what: member:own, admin:all:read+remove; admin:all unless told",
    },
    {
      name: "plural",
      kind: "text",
      value: "<table>",
      about: "the name of the table, where English is not enough",
    },
    {
      name: "about",
      kind: "text",
      value: "<words>",
      about: "what a row is: 'a short text that only its owner sees'",
    },
    {
      name: "rate-limit",
      kind: "text",
      value: "<limit>",
      about: "how often one caller may create; 30/minute unless told",
    },
    {
      name: "web",
      kind: "switch",
      about: "add a page to the web app, too",
    },
    { name: "icon", kind: "text", value: "<name>", about: "its icon, of lucide-react" },
    { name: "allow-any", kind: "switch", about: "allow fields of the type json" },
  ],
  examples: [
    {
      line: "pnpm plop entity customer 'name:string(1..80)+search' 'mail:email+unique' --access admin:all",
      about: "a table that only admins use",
    },
    {
      line: "pnpm plop entity task 'title:string(1..120)' 'done:bool=false' 'ownerId:ref(users)+owner' --access member:own --access admin:all --web",
      about: "everybody their own, admins all, with a page",
    },
    {
      line: "pnpm plop entity task title:string:1..120 done:bool=false ownerId:ref:users:owner --access member:own --dry-run",
      about: "the same fields without quotes, only to look at the plan",
    },
    {
      line: "pnpm plop entity axis 'label:string(1..40)' --plural axes",
      about: "a plural that English does not tell",
    },
    {
      line: "pnpm plop entity --from task.json --json",
      about: "the input as JSON, the answer too (see `pnpm plop schema entity`)",
    },
  ],
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
    "answers; `null` is nothing, `row` a row of the module's table, `page` a page of them. An action says\n" +
    "why a mutation that schedules an internal action does not do.",
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
    {
      name: "because",
      kind: "text",
      value: "<why>",
      about: "of an action: why a mutation that schedules an internal action does not do",
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
      line: "pnpm plop function reports.quote --kind action --args 'to:email' --access signedIn --rate-limit 5/day --because 'its client waits for what the service answers'",
      about: "an action that clients call, with the reason for that",
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
