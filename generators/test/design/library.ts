import type { Design } from "@groundwork/convex-generators/design/design";
export const library: Design = {
  version: 1,
  name: "Tool library",
  about: "Members of a neighborhood lend each other tools.",
  features: {
    catalog: {
      about: "Tools that can be borrowed",
      stories: ["As a member I find a tool by words.", "As an admin I add tools."],
      entities: ["tool", "toolPhoto"],
    },
    lending: {
      about: "Who has which tool",
      stories: ["As a member I borrow a tool and see when it is due."],
      entities: ["loan"],
    },
  },
  roles: {
    steward: { about: "Keeps the tools in order", extends: "member", grant: ["users.read:all"] },
  },
  entities: {
    loan: {
      about: "one tool in the hands of one member",
      fields: {
        toolId: "ref(tools)+restrict",
        ownerId: "ref(users)+owner",
        state: "enum(out,late,back)=out",
        dueOn: "day",
        note: "text(0..500)?",
      },
      access: ["member:own", "admin:all"],
      states: "state: out>late, out>back, late>back by admin",
      index: ["state,dueOn"],
      scale: { rows: 20000, perOwner: 40 },
      web: true,
    },
    tool: {
      about: "a thing that members borrow",
      fields: {
        name: "string(1..80)+search",
        kind: "enum(garden,wood,metal)+index=garden",
        deposit: "money(EUR,0..500)=0",
        isListed: "bool=true",
        photo: "file?",
      },
      access: ["member:all:read", "admin:all"],
      public: "name,kind",
      publicWhen: "isListed",
      scale: { rows: 2000 },
      web: true,
      searchFilter: "kind",
    },
    toolNote: {
      fields: {
        toolId: "ref(tools)+cascade",
        body: "text(1..2000)",
        authorId: "ref(users)+owner",
        tags: "string(1..20)[0..5]",
      },
      parent: "tools",
      access: ["member:parent:read", "member:own:create+update+remove"],
      trash: false,
    },
  },
  functions: {
    "loans.overdue": {
      kind: "query",
      args: { until: "day" },
      returns: "page",
      access: "loans.read",
      about: "Loans that are due by a day",
    },
    "loans.remindLate": { kind: "internalMutation", about: "Mails members whose tool is late" },
  },
  crons: { "remind of late tools": { runs: "loans.remindLate", daily: "08:00" } },
  http: { "POST /webhooks/locker": { signature: "hmac:LOCKER_SECRET" } },
  emails: { "tool-due": { values: { tool: "string(1..80)" }, subject: "Bring back {tool}" } },
  components: { "sharded-counter": { because: "Counts how often each tool was borrowed." } },
  rag: { tools: { text: "name" } },
  environment: {
    LOCKER_SECRET: { about: "signs the events of the locker", required: true, secret: true },
  },
  limits: { pageSize: 50, latency: 200, rateLimit: "30/minute" },
  flows: {
    "Borrow a tool": {
      about: "a member borrows, another does not see it",
      people: { ann: "member", bob: "member" },
      actions: [
        { as: "ann", does: "find a tool", calls: ["tools.search"], proves: "It is first." },
        {
          as: "ann",
          does: "borrow it",
          calls: [
            { call: "loans.create", with: { toolId: "$tool", dueOn: "2030-01-31" }, save: "loan" },
            "loans.list",
          ],
          proves: "it is in her list",
        },
        {
          as: "bob",
          does: "look for her loan",
          calls: [{ call: "loans.get", with: { id: "$loan" }, expect: "NOT_FOUND" }],
          proves: "he does not see it",
        },
      ],
    },
  },
  criteria: {
    private: {
      text: "nobody sees the loans of others",
      proof: ["access:loans.read.member=own", "flow:Borrow a tool#3"],
    },
  },
};
