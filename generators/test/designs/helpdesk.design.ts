import { defineDesign } from "@groundwork/convex-generators/design/design";

export default defineDesign({
  version: 1,
  name: "Helpdesk",
  about: "Customers open tickets; agents of a team answer them, and admins see how fast.",
  features: {
    tickets: {
      about: "Problems of customers, from the first message until they are solved",
      stories: [
        "As a customer I open a ticket and see my own tickets only.",
        "As an agent I answer the tickets of my team.",
        "As an agent I move a ticket to solved.",
      ],
      entities: ["ticket", "reply"],
    },
    help: {
      about: "Pages that answer before a ticket is opened",
      stories: ["As anybody I read the published articles."],
      entities: ["article"],
    },
  },
  roles: {
    agent: { about: "works on the tickets of their teams", extends: "member" },
  },
  entities: {
    ticket: {
      about: "one problem of a customer, from the first message until it is solved",
      fields: {
        subject: "string(3..140)+search",
        requesterId: "ref(users)+owner",
        teamId: "ref(teams)+cascade",
        assigneeId: "ref(users)?+clear",
        status: "enum(open,pending,solved,closed)=open",
        priority: "enum(low,normal,high,urgent)=normal",
        tags: "string(1..30)[0..10]",
        firstReplyAt: "date?+server",
        solvedAt: "date?+server",
      },
      access: ["member:own:read+create+update", "agent:team:read+update", "admin:all"],
      states:
        "status: open>pending by agent, open>solved by agent, pending>open, pending>solved by agent, solved>open, solved>closed by admin",
      index: ["teamId,status", "assigneeId,status"],
      searchFilter: "status",
      rateLimit: "5/minute",
      scale: { rows: 200_000, perOwner: 50 },
    },
    reply: {
      about: "what somebody writes to a ticket",
      fields: {
        ticketId: "ref(tickets)+cascade",
        authorId: "ref(users)+owner",
        body: "text(1..20000)",
      },
      parent: "ticketId",
      scale: { rows: 1_000_000 },
    },
    article: {
      about: "a help page, read before a ticket is opened",
      fields: {
        title: "string(3..140)+search",
        body: "text(1..50000)",
        published: "bool=false",
      },
      access: ["member:all:read", "admin:all"],
      public: "title,body",
      publicWhen: "published=true",
      scale: { rows: 500 },
    },
  },
  functions: {
    "tickets.take": {
      kind: "mutation",
      args: { id: "ref(tickets)" },
      access: "tickets.update",
      about: "Makes the caller the one who works on a ticket.",
    },
    "reports.firstReply": {
      kind: "query",
      args: { teamId: "ref(teams)", since: "date" },
      returns: "int",
      access: "tickets.read",
      about: "The seconds until the first reply, in the middle.",
    },
  },
  crons: { "close solved tickets": { runs: "tickets.closeSolved", every: "1h", each: "tickets" } },
  http: { "POST /webhooks/mail": { signature: "hmac:INBOUND_MAIL_SECRET", events: "received" } },
  emails: {
    ticketAnswered: {
      values: { subject: "string(3..140)" },
      subject: "Your ticket was answered: {subject}",
      text: ["An agent has answered your ticket."],
    },
  },
  environment: {
    INBOUND_MAIL_SECRET: { about: "the secret that events of mail are signed with", secret: true },
  },
  flows: {
    "a customer asks, and an agent answers": {
      about: "A customer asks, the team answers, and nobody else sees it.",
      people: {
        ann: "member of support",
        bob: "member of support",
        eve: "agent, member of support",
        max: "agent, member of billing",
      },
      actions: [
        {
          as: "ann",
          does: "look for an article before asking",
          calls: [{ call: "articles.list", expect: { count: 0 } }],
          proves: "There is none yet.",
        },
        {
          as: "ann",
          does: "open a ticket",
          calls: [
            {
              call: "tickets.create",
              with: { teamId: "$support", subject: "Printer on fire", tags: ["printer"] },
              save: "ticket",
            },
            { call: "tickets.get", with: { id: "$ticket" }, expect: { status: "open" } },
          ],
          proves: "It is open.",
        },
        {
          as: "bob",
          does: "look for the ticket of another customer",
          calls: [{ call: "tickets.get", with: { id: "$ticket" }, expect: "NOT_FOUND" }],
          proves: "Customers see their own tickets only.",
        },
        {
          as: "max",
          does: "look for a ticket of another team",
          calls: [{ call: "tickets.get", with: { id: "$ticket" }, expect: "NOT_FOUND" }],
          proves: "Agents see the tickets of their teams only.",
        },
        {
          as: "eve",
          does: "answer a ticket",
          calls: [
            {
              call: "tickets.list",
              with: { teamId: "$support" },
              expect: { count: 1, page: [{ requesterId: "$ann" }] },
            },
            { call: "replies.create", with: { ticketId: "$ticket", body: "Unplug it." } },
            { call: "tickets.move", with: { id: "$ticket", to: "pending" } },
          ],
          proves: "The ticket waits for the customer.",
        },
        {
          as: "ann",
          does: "read the answer",
          calls: [
            {
              call: "replies.list",
              with: { ticketId: "$ticket" },
              expect: { count: 1, page: [{ body: "Unplug it." }] },
            },
            { call: "tickets.move", with: { id: "$ticket", to: "solved" }, expect: "FORBIDDEN" },
          ],
          proves: "It is there, and only agents solve tickets.",
        },
        {
          as: "eve",
          does: "solve a ticket",
          calls: [
            { call: "tickets.move", with: { id: "$ticket", to: "solved" } },
            { call: "tickets.get", with: { id: "$ticket" }, expect: { status: "solved" } },
          ],
          proves: "It is solved.",
        },
      ],
    },
  },
  criteria: {
    privacy: {
      text: "A customer never sees the ticket of another customer.",
      proof: ["flow:a customer asks, and an agent answers#3", "access:tickets.read.member=own"],
    },
  },
});
