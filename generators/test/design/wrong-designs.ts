// A design that is right, and small changes that each make it wrong. In what a change writes, ▸ marks the place that the
// problem names.

export const right = `import { defineDesign } from "@groundwork/convex-generators/design/design";

export default defineDesign({
  version: 1,
  name: "Helpdesk",
  about: "Customers open tickets, and agents answer them.",
  features: {
    support: {
      about: "Questions, and their answers.",
      stories: ["As a member I open a ticket, and see my own only."],
      entities: ["ticket", "reply"],
    },
  },
  roles: {
    agent: { about: "Answers tickets.", extends: "member" },
    lead: { about: "Leads agents.", extends: "agent", grant: ["users.read:all"] },
  },
  entities: {
    ticket: {
      about: "a question of a customer",
      fields: {
        subject: "string(3..140)+search",
        status: "enum(open,pending,solved)=open",
        priority: "enum(low,high)=low",
        dueOn: "day?",
        ownerId: "ref(users)+owner",
      },
      access: ["member:own", "agent:all", "admin:all"],
      states: "status: open>pending>solved, solved>open by agent",
      index: ["priority,dueOn"],
      scale: { rows: 100000, perOwner: 200 },
    },
    reply: {
      fields: {
        body: "text(1..2000)",
        ticketId: "ref(tickets)+cascade",
        authorId: "ref(users)+owner",
      },
      parent: "tickets",
      access: ["member:parent:read", "member:own:create+update+remove", "admin:parent:read"],
    },
  },
  functions: {
    "tickets.assign": { kind: "mutation", args: { id: "ref(tickets)" }, access: "tickets.update" },
    "tickets.sweep": { kind: "internalMutation", args: { batch: "int(1..500)=100" } },
    "reports.total": { kind: "query", returns: "int", access: "signedIn" },
  },
  crons: { "sweep tickets": { runs: "tickets.sweep", daily: "03:17" } },
  jobs: { translations: { of: "tickets", calls: "TRANSLATIONS_URL" } },
  http: {
    "POST /webhooks/mail": { signature: "hmac:MAIL_SECRET", events: "mail.received" },
    "GET /api/total": { auth: "session", runs: "reports.total" },
  },
  components: { "sharded-counter": { name: "views", because: "Tickets are counted on each page." } },
  memory: { strategy: "A thread for each person, for a year.", tables: ["tickets"] },
  environment: {
    TRANSLATIONS_URL: { about: "where translations come from" },
    MAIL_SECRET: { about: "signs mails that come in", secret: true },
  },
  limits: { pageSize: 50, callsPerAction: 3, rateLimit: "30/minute" },
  flows: {
    support: {
      people: { ann: "member", eve: "agent" },
      actions: [
        { as: "ann", does: "open a ticket", calls: ["tickets.create"], proves: "it is listed" },
        { as: "eve", does: "answer it", calls: ["tickets.get", "replies.create"], proves: "Ann reads it" },
      ],
    },
  },
  criteria: {
    privacy: {
      text: "A member sees their own tickets only.",
      proof: ["access:tickets.read.member=own", "flow:support#1", "check:lint"],
    },
  },
});
`;

/** What is wrong, its code, a text of the design and what it is replaced by. */
export type WrongDesign = readonly [what: string, code: string, text: string, by: string];

/** Refused when the file is read. */
export const unreadable: readonly WrongDesign[] = [
  ["a misspelt section", "INPUT_KEY_UNKNOWN", "  entities: {\n", "  ▸entites: {\n"],
  [
    "a misspelt option of a generator",
    "INPUT_KEY_UNKNOWN",
    'access: ["member:own"',
    '▸acces: ["member:own"',
  ],
  ["a version of later", "INPUT_TYPE", "version: 1", "version: ▸2"],
  [
    "a missing name",
    "INPUT_KEY_MISSING",
    'defineDesign({\n  version: 1,\n  name: "Helpdesk",',
    "defineDesign(▸{\n  version: 1,",
  ],
  [
    "an entity without fields",
    "INPUT_KEY_MISSING",
    "    reply: {\n      fields: {",
    "    ▸reply: {\n      scale: {",
  ],
  ["a kind that is none", "INPUT_TYPE", '"internalMutation"', '▸"internalMutatoin"'],
  [
    "a number for a text",
    "INPUT_TYPE",
    '"tickets.assign": {',
    '"tickets.assign": { rateLimit: ▸30,',
  ],
  ["a text for a list", "INPUT_TYPE", '["priority,dueOn"]', '▸"priority,dueOn"'],
  [
    "an action without what it proves",
    "INPUT_KEY_MISSING",
    '{ as: "ann", does: "open a ticket", calls: ["tickets.create"], proves: "it is listed" }',
    '▸{ as: "ann", does: "open a ticket", calls: ["tickets.create"] }',
  ],
  [
    "a component without its reason",
    "INPUT_KEY_MISSING",
    '{ "sharded-counter": { name: "views", because: "Tickets are counted on each page." }',
    '{ ▸"sharded-counter": { name: "views" }',
  ],
  ["a spread", "DESIGN_LITERAL", "  crons: {", "  crons: { ▸...daily,"],
  ["a call", "DESIGN_LITERAL", '"day?"', '▸day("?")'],
  [
    "a key twice",
    "DESIGN_KEY_TWICE",
    '        dueOn: "day?",',
    '        dueOn: "day?",\n        ▸dueOn: "day",',
  ],
  [
    "a comma that is missing",
    "DESIGN_SYNTAX",
    'name: "Helpdesk",\n  about',
    'name: "Helpdesk"\n  ▸about',
  ],
];

/** Broken rules of a design in itself. */
export const broken: readonly WrongDesign[] = [
  [
    "a description that says nothing",
    "DESIGN_TEXT",
    '"Customers open tickets, and agents answer them."',
    '▸"…"',
  ],
  [
    "a story that says nothing",
    "DESIGN_TEXT",
    '["As a member I open a ticket, and see my own only."]',
    '[▸"TODO"]',
  ],
  ["a component without a reason", "DESIGN_TEXT", '"Tickets are counted on each page."', '▸""'],
  ["an action that proves nothing", "DESIGN_TEXT", '"it is listed"', '▸" "'],
  [
    "a promise without words",
    "DESIGN_TEXT",
    '"A member sees their own tickets only."',
    '▸"<text>"',
  ],
  [
    "a feature without a story",
    "DESIGN_STORY_NONE",
    'stories: ["As a member I open a ticket, and see my own only."]',
    "stories: ▸[]",
  ],
  [
    "a feature with an unknown entity",
    "DESIGN_ENTITY_UNKNOWN",
    '["ticket", "reply"]',
    '["ticket", ▸"replay"]',
  ],
  [
    "a feature with a table for an entity",
    "DESIGN_ENTITY_UNKNOWN",
    '["ticket", "reply"]',
    '[▸"tickets", "reply"]',
  ],
  [
    "roles in a circle",
    "DESIGN_ROLE_CIRCLE",
    'about: "Answers tickets.", extends: "member"',
    'about: "Answers tickets.", extends: ▸"lead"',
  ],
  [
    "entities that need each other",
    "DESIGN_REF_CIRCLE",
    'dueOn: "day?"',
    'dueOn: "day?", replyId: ▸"ref(replies)"',
  ],
  [
    "a state that no move leads to",
    "DESIGN_STATE_UNREACHED",
    '"enum(open,pending,solved)=open"',
    '▸"enum(open,pending,solved,lost)=open"',
  ],
  [
    "a state that rows only leave",
    "DESIGN_STATE_UNREACHED",
    '"status: open>pending>solved,',
    '▸"status: open>pending,',
  ],
  [
    "a start that no move leads out of",
    "DESIGN_STATE_STUCK",
    '"status: open>pending>solved, solved>open by agent"',
    '▸"status: pending>solved"',
  ],
  ["one owner with more rows than there are", "DESIGN_SCALE", "perOwner: 200", "perOwner: ▸200000"],
  [
    "an entity that nobody asked for",
    "DESIGN_ENTITY_UNUSED",
    "    reply: {\n",
    '    ▸draft: { fields: { title: "string" } },\n    reply: {\n',
  ],
  [
    "functions that differ in letter case",
    "NAME_TWIN",
    '    "tickets.sweep"',
    '    ▸"tickets.Assign": { kind: "internalQuery" },\n    "tickets.sweep"',
  ],
  ["memory in no table", "TABLE_UNKNOWN", 'tables: ["tickets"]', 'tables: [▸"tickts"]'],
  [
    "a job whose variable is not declared",
    "DESIGN_VARIABLE",
    'calls: "TRANSLATIONS_URL"',
    'calls: "▸TRANSLATION_URL"',
  ],
  [
    "a route whose variable is not declared",
    "DESIGN_VARIABLE",
    '"hmac:MAIL_SECRET"',
    '"hmac:▸MAILS_SECRET"',
  ],
  [
    "a secret that is not marked",
    "DESIGN_SECRET",
    '    MAIL_SECRET: { about: "signs mails that come in", secret: true }',
    '    ▸MAIL_SECRET: { about: "signs mails that come in" }',
  ],
  [
    "something that sounds like a secret",
    "DESIGN_SECRET_UNSAID",
    "    MAIL_SECRET: {",
    '    ▸MAP_TOKEN: { about: "opens maps" },\n    MAIL_SECRET: {',
  ],
  [
    "a variable in camelCase",
    "VARIABLE",
    "    MAIL_SECRET: {",
    '    ▸mapUrl: { about: "where maps are" },\n    MAIL_SECRET: {',
  ],
  ["a page that is too long", "DESIGN_PAGE_SIZE", "pageSize: 50", "pageSize: ▸500"],
  ["a page without rows", "DESIGN_PAGE_SIZE", "pageSize: 50", "pageSize: ▸0"],
  ["a limit of many calls", "DESIGN_CALLS_LIMIT", "callsPerAction: 3", "callsPerAction: ▸7"],
  ["a rate that is none", "RATE_LIMIT", 'rateLimit: "30/minute"', 'rateLimit: ▸"30 a minute"'],
  [
    "a flow without actions",
    "DESIGN_ACTIONS_NONE",
    "  flows: {\n",
    "  flows: {\n    later: { actions: ▸[] },\n",
  ],
  ["an action without calls", "DESIGN_CALLS_NONE", 'calls: ["tickets.create"]', "calls: ▸[]"],
  [
    "an action of four calls",
    "DESIGN_CALLS_MANY",
    '["tickets.create"]',
    '["tickets.create", "tickets.get", "tickets.list", ▸"tickets.assign"]',
  ],
  ["an actor that nobody is", "FLOW_ACTOR", '{ as: "eve"', '{ as: ▸"eva"'],
  [
    "a person of an unknown role",
    "FLOW_ROLE",
    '{ ann: "member", eve: "agent" }',
    '{ ann: "member", eve: ▸"agnet" }',
  ],
  [
    "a person of an unknown role in a team",
    "FLOW_ROLE",
    '{ ann: "member", eve: "agent" }',
    '{ ann: "member", eve: ▸"agent of north" }',
  ],
  [
    "a person who does nothing",
    "DESIGN_PERSON_IDLE",
    '{ ann: "member", eve: "agent" }',
    '{ ann: "member", eve: "agent", ▸max: "member" }',
  ],
  ["a flow that calls an unknown function", "FLOW_CALL", '["tickets.create"]', '[▸"reports.totl"]'],
  [
    "a flow that calls an internal function",
    "FLOW_CALL",
    '["tickets.create"]',
    '[▸"tickets.sweep"]',
  ],
  [
    "a criterion without proof",
    "PROOF_NONE",
    'proof: ["access:tickets.read.member=own", "flow:support#1", "check:lint"]',
    "proof: ▸[]",
  ],
  ["a proof of an unknown kind", "PROOF_KIND", '"check:lint"', '"▸checks:lint"'],
  ["a proof without a kind", "PROOF_KIND", '"check:lint"', '"▸we look at it"'],
  ["a check without a name", "PROOF_KIND", '"check:lint"', '"▸check:"'],
  ["a proof by a flow that is not there", "PROOF_FLOW", '"flow:support#1"', '"flow:▸suport#1"'],
  [
    "a proof by an action that is not there",
    "PROOF_ACTION",
    '"flow:support#1"',
    '"flow:support#▸3"',
  ],
  [
    "a proof by access that is not granted",
    "PROOF_ACCESS",
    "access:tickets.read.member=own",
    "access:tickets.read.member=▸all",
  ],
  [
    "a proof of no access that is granted",
    "PROOF_ACCESS",
    "access:tickets.read.member=own",
    "access:tickets.remove.agent=▸none",
  ],
  [
    "a proof by access of an unknown role",
    "PROOF_ACCESS",
    "access:tickets.read.member=own",
    "access:tickets.read.▸members=own",
  ],
  [
    "a proof by access to an unknown table",
    "PROOF_ACCESS",
    "access:tickets.read.member=own",
    "access:▸ticket.read.member=own",
  ],
  [
    "a proof by an unknown operation",
    "PROOF_ACCESS",
    "access:tickets.read.member=own",
    "access:tickets.▸list.member=own",
  ],
  [
    "a proof by access in other words",
    "PROOF_ACCESS",
    "access:tickets.read.member=own",
    "access:▸tickets.read",
  ],
];

/** Refused by the generator that would make it. They do not get in each other's way. */
export const refused: readonly WrongDesign[] = [
  ["a type that is none", "TYPE_UNKNOWN", '"text(1..2000)"', '"▸txt(1..2000)"'],
  [
    "a reference to no table",
    "REF_UNKNOWN",
    "    reply: {",
    '    a: { fields: { x: "▸ref(tickts)" } },\n    reply: {',
  ],
  [
    "a range from more to less",
    "RANGE",
    "    reply: {",
    '    b: { fields: { x: "text(▸2000..1)" } },\n    reply: {',
  ],
  [
    "a modifier that is none",
    "MOD_UNKNOWN",
    "    reply: {",
    '    c: { fields: { x: "string+▸serach" } },\n    reply: {',
  ],
  [
    "a default that is no option",
    "DEFAULT",
    "    reply: {",
    '    d: { fields: { x: "enum(low,high)=▸lwo" } },\n    reply: {',
  ],
  [
    "an entity of a reserved name",
    "NAME_RESERVED",
    "    reply: {",
    '    ▸class: { fields: { x: "string" } },\n    reply: {',
  ],
  [
    "an index of an unknown field",
    "TOGETHER",
    "    reply: {",
    '    f: { fields: { x: "string" }, index: ["▸x,y"] },\n    reply: {',
  ],
  [
    "access of an unknown role",
    "ACCESS_ROLE",
    "    reply: {",
    '    g: { fields: { x: "string" }, access: ["▸agnet:all"] },\n    reply: {',
  ],
  [
    "a scope without its column",
    "ACCESS_TEAM",
    "    reply: {",
    '    h: { fields: { x: "string" }, access: ["▸member:team"] },\n    reply: {',
  ],
  [
    "rows that nobody reads",
    "ACCESS_READ",
    "    reply: {",
    '    i: { fields: { x: "string" }, access: ▸["admin:all:create"] },\n    reply: {',
  ],
  [
    "parts of no table",
    "PARENT_TABLE",
    "    reply: {",
    '    j: { fields: { x: "string" }, parent: "▸tickts" },\n    reply: {',
  ],
  [
    "a move to no state",
    "STATES_VALUE",
    "    reply: {",
    '    k: { fields: { x: "enum(on,off)=on" }, states: "▸x: on>of" },\n    reply: {',
  ],
  [
    "a role that extends none",
    "ROLE_PARENT",
    "  roles: {",
    '  roles: {\n    l: { extends: "▸agnt" },',
  ],
  [
    "a grant of an unknown permission",
    "PERMISSION_UNKNOWN",
    "  roles: {",
    '  roles: {\n    m: { grant: ["▸people.read:all"] },',
  ],
  [
    "a public function without access",
    "ACCESS_MISSING",
    "  functions: {",
    '  functions: {\n    ▸"n.n": { kind: "query" },',
  ],
  [
    "a function with unknown access",
    "ACCESS_UNKNOWN",
    "  functions: {",
    '  functions: {\n    "o.o": { kind: "query", access: "▸notes.change" },',
  ],
  [
    "a function without a module",
    "FUNCTION_NAME",
    "  functions: {",
    '  functions: {\n    ▸p: { kind: "query", access: "signedIn" },',
  ],
  [
    "a cron of an unknown function",
    "RUNS_UNKNOWN",
    "  crons: {",
    '  crons: {\n    q: { runs: "▸q.nothing", daily: "04:17" },',
  ],
  ["a cron with a time that is none", "WHEN", '"03:17"', '"▸25:17"'],
  [
    "a route that nobody is said to call",
    "HTTP_CALLER",
    "  http: {",
    '  http: {\n    ▸"GET /api/r": { runs: "notes.list" },',
  ],
  [
    "a component that nobody knows",
    "COMPONENT_UNKNOWN",
    '"sharded-counter": {',
    '▸"sharded-conter": {',
  ],
];
