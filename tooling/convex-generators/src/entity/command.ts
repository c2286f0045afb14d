// The command line of `pnpm plop entity`.
import type { Command } from "@groundwork/plop-engine/command";

export const entityCommand: Command = {
  name: "entity",
  writes: true,
  rendersAgain: true,
  usage: "<name> <field…>",
  positionals: Infinity,
  about: "add a table with its validators, functions, access rules and tests",
  details: [
    "A field is name:type, then its modifiers. Quoted, or in a spelling that needs no quotes:",
    "  'title:string(1..120)'          title:string:1..120           a text of 1 to 120 characters",
    "  'status:enum(open,done)=open'   status:enum:open,done=open    one of two values, with a default",
    "  'assignee:ref(users)?+clear'    assignee:ref:users:optional:clear    a row of another table, or none",
    "  'tags:string(1..30)[0..10]'     tags:string:1..30:list:0..10  a list",
    "  'price:money(EUR,0..999.99)'    price:money:EUR:0..999.99     an amount, kept in cents",
    "Types: string text email url int bigint number money bool date day time duration enum ref file vector json.",
    "Modifiers: optional (?) list ([]) index unique search immutable server private owner name once, and for a ref",
    "what happens when the referenced row is removed: restrict (default), cascade or clear.",
  ].join("\n"),
  flags: [
    {
      name: "plural",
      kind: "text",
      value: "<table>",
      about: "the name of the table, where the plural is irregular",
      values: ["axes"],
    },
    {
      name: "access",
      kind: "many",
      value: "<grant>",
      about: "who may do what: member:own, admin:all:read+remove; default: admin:all",
      values: ["member:own", "admin:all:read+remove"],
    },
    {
      name: "parent",
      kind: "text",
      value: "<table>",
      about:
        "rows are parts of a row of that table, and access is its: who reads it reads them, who changes it changes them",
      values: ["orders"],
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
      about: "how often one caller may create; default: 30/minute",
      values: ["30/minute"],
    },
    {
      name: "unique",
      kind: "many",
      value: "<fields>",
      about: "no two rows have the same values of these fields together: projectId,number",
      values: ["projectId,number"],
    },
    {
      name: "index",
      kind: "many",
      value: "<fields>",
      about:
        "a list by these fields, the last from one value to another and in its order: status,dueAt",
      values: ["status,dueAt"],
    },
    {
      name: "states",
      kind: "text",
      value: "<moves>",
      about:
        "the moves between the options of a field: 'status: draft>sent>paid, sent>void by admin'",
      values: ["status: draft>sent>paid, sent>void by admin"],
    },
    {
      name: "search-filter",
      kind: "text",
      value: "<fields>",
      about: "the fields that a search can be narrowed by: status,customerId",
      values: ["status"],
    },
    {
      name: "public",
      kind: "text",
      value: "<fields>",
      about: "the fields that everybody may see, signed in or not: title,price",
      values: ["title,price"],
    },
    {
      name: "public-when",
      kind: "text",
      value: "<condition>",
      about: "the rows that everybody may see: isPublished, or status=sent; default: all",
      values: ["isPublished", "status=sent"],
    },
    {
      name: "trash",
      kind: "switch",
      about: "removed rows stay in a trash for 30 days, from which they can be restored",
    },
    { name: "web", kind: "switch", about: "also add a page to the web app" },
    {
      name: "icon",
      kind: "text",
      value: "<name>",
      about: "the icon of the page, as lucide-react calls it",
      values: ["NotebookPen"],
    },
    { name: "allow-any", kind: "switch", about: "allow fields of the type json" },
  ],
  examples: [
    {
      line: "pnpm plop entity customer 'name:string(1..80)+search' 'mail:email+unique' --access admin:all",
      about: "a table that only admins use",
    },
    {
      line: "pnpm plop entity expense 'title:string(1..120)' 'paid:bool=false' 'ownerId:ref(users)+owner' --access member:own --access admin:all --web",
      about: "members use their own rows, admins all; with a page",
    },
    {
      line: "pnpm plop entity invoice title:string:1..120 paid:bool=false ownerId:ref:users:owner --access member:own --dry-run",
      about: "fields without quotes; print the plan only",
    },
    {
      line: "pnpm plop entity milestone 'title:string(1..80)' 'status:enum(open,done)=open' 'dueOn:day' --unique title,dueOn --index status,dueOn",
      about: "unique together; a list by status, ordered by the day",
    },
    {
      line: "pnpm plop entity lead 'name:string(1..80)+search' 'notes:text?+search' 'stage:enum(new,won,lost)+index=new' --search-filter stage --web",
      about: "a search by words, in one stage or in all",
    },
    {
      line: "pnpm plop entity product 'title:string(1..80)' 'price:money(EUR)' 'isPublished:bool=false' --public title,price --public-when isPublished",
      about: "a shop window: everybody sees two fields of the rows that are published",
    },
    {
      line: "pnpm plop entity comment 'body:text(1..2000)' 'noteId:ref(notes)+cascade' 'authorId:ref(users)+owner' --parent notes --access member:parent:read --access member:own:create+update+remove",
      about: "parts of a note: everybody who reads it comments, and the author edits",
    },
    {
      line: "pnpm plop entity recipe 'title:string(1..120)+search' 'ownerId:ref(users)+owner' --access member:own --trash --web",
      about: "removed rows can be restored; a cron purges them after 30 days",
    },
    {
      line: "pnpm plop entity axis 'label:string(1..40)' --plural axes",
      about: "an irregular plural",
    },
    {
      line: "pnpm plop entity --from bookmark.json --json",
      about: "input and answer as JSON (see `pnpm plop schema entity`)",
    },
  ],
};
