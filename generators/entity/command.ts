// What `pnpm plop entity` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const entityCommand: Command = {
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
      line: "pnpm plop entity expense 'title:string(1..120)' 'paid:bool=false' 'ownerId:ref(users)+owner' --access member:own --access admin:all --web",
      about: "everybody their own, admins all, with a page",
    },
    {
      line: "pnpm plop entity invoice title:string:1..120 paid:bool=false ownerId:ref:users:owner --access member:own --dry-run",
      about: "the same fields without quotes, only to look at the plan",
    },
    {
      line: "pnpm plop entity axis 'label:string(1..40)' --plural axes",
      about: "a plural that English does not tell",
    },
    {
      line: "pnpm plop entity --from bookmark.json --json",
      about: "the input as JSON, the answer too (see `pnpm plop schema entity`)",
    },
  ],
};
