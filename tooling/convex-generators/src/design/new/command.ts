// The command line of `pnpm plop design new`.
import type { Command } from "@groundwork/plop-engine/command";

export const designNewCommand: Command = {
  name: "design new",
  writes: true,
  usage: "",
  positionals: 0,
  about: "write a design: features, roles, tables, flows and limits",
  details: [
    "In a terminal it asks, and checks each answer. It adds to the design that is there, and replaces nothing of it.",
    "--from reads a whole design as JSON, or a text of features and stories: `As a member I …` and lines such as",
    "`Tool: name, kind (garden, wood), photo`. With AI_BASE_URL and AI_CHAT_MODEL, or OPENAI_API_KEY, a model drafts more.",
  ].join("\n"),
  flags: [
    { name: "name", kind: "text", value: "<words>", about: "the app: 'Tool library'" },
    {
      name: "about",
      kind: "text",
      value: "<words>",
      about: "what it is for, in a sentence or two",
    },
    {
      name: "feature",
      kind: "many",
      value: "<name: words>",
      about: "a feature: 'lending: who has which tool'",
      values: ["lending: who has which tool"],
    },
    {
      name: "story",
      kind: "many",
      value: "<feature: words>",
      about: "what somebody wants of it: 'lending: As a member I borrow a tool.'",
      values: ["lending: As a member I borrow a tool."],
    },
    {
      name: "role",
      kind: "many",
      value: "<name>",
      about: "a role besides member and admin: 'steward', 'steward extends admin'",
      values: ["steward"],
    },
    {
      name: "entity",
      kind: "many",
      value: "<name: fields>",
      about: "a table and its fields: 'tool: name:string(1..80)+search kind:enum(garden,wood)'",
      values: ["tool: name:string(1..80)+search"],
    },
    {
      name: "access",
      kind: "many",
      value: "<entity grant>",
      about: "who may do what with its rows: 'tool member:all:read'; default: admin:all",
      values: ["tool member:all:read"],
    },
    {
      name: "flow",
      kind: "many",
      value: "<action>",
      about:
        "what somebody does: 'Lending: member borrow a tool = tools.list, loans.create -> It is in their list.'",
      values: ["Lending: member borrow a tool = tools.list, loans.create -> It is in their list."],
    },
    {
      name: "limit",
      kind: "many",
      value: "<name=value>",
      about: "pageSize=50, callsPerAction=3, latency=200 or rateLimit=30/minute",
      values: ["pageSize=50"],
    },
  ],
  examples: [
    {
      line: "pnpm plop design new --name 'Tool library' --about 'Members lend each other tools.' --entity 'tool: name:string(1..80)+search' --access 'tool member:all:read' --access 'tool admin:all'",
      about: "a design of one table",
    },
    {
      line: "pnpm plop design new --name Shop --about 'It sells things.' --entity 'order: title:string(1..80) ownerId:ref(users)+owner' --access 'order member:own' --flow 'Buying: member order = orders.create -> It is there.' --dry-run --diff",
      about: "a table and a flow; print the file only",
    },
    {
      line: "echo 'Book: title, kind (novel, comic), cover photo' | pnpm plop design new --from - --name Library --about 'Members borrow books.'",
      about:
        "a draft from a text; `--from brief.md` reads a file, and in a terminal the rest is asked",
    },
  ],
};
