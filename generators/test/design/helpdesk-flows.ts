// A helpdesk, as far as its flows need it: what the tests of flows plan on.
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import type { EntityInput } from "@groundwork/convex-generators/entity/input";
import type { Design } from "@groundwork/convex-generators/design/design";
import { planRole } from "@groundwork/convex-generators/role/plan";
import type { Plan, Tree } from "@groundwork/plop-engine/plan";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";

const entities: EntityInput[] = [
  {
    name: "ticket",
    fields: [
      "teamId:ref(teams)+cascade",
      "requesterId:ref(users)+owner",
      "subject:string(3..140)",
      "status:enum(open,pending,solved)=open",
    ],
    access: ["member:own:read+create", "agent:team:read+update", "admin:all"],
    states: "status: open>pending>solved, pending>open",
  },
  {
    name: "reply",
    fields: ["body:text(1..2000)", "ticketId:ref(tickets)+cascade", "authorId:ref(users)+owner"],
    parent: "tickets",
    access: ["member:parent:read", "member:own:create"],
  },
  {
    name: "remark",
    fields: ["body:text(1..2000)", "ticketId:ref(tickets)+cascade", "authorId:ref(users)+owner"],
    parent: "tickets",
    access: ["agent:parent:read", "agent:own:create"],
  },
];

/** The plans that make a helpdesk, each on top of those before it. */
export function helpdeskPlans(tree: Tree): Plan[] {
  const plans: Plan[] = [planRole({ name: "agent" }, tree)];
  let after = plannedTree(tree, plans[0]!);
  for (const input of entities) {
    const plan = planEntity(input, after);
    plans.push(plan);
    after = plannedTree(after, plan);
  }
  return plans;
}

/** A tree with the helpdesk. */
export function helpdeskTree(tree: Tree): Tree {
  return helpdeskPlans(tree).reduce(plannedTree, tree);
}

/** What people do in it. */
export const helpdesk: Design = {
  version: 1,
  name: "Helpdesk",
  about: "Customers open tickets, and the agents of a team answer them.",
  flows: {
    "A ticket is answered": {
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
          does: "open a ticket",
          calls: [
            {
              call: "tickets.create",
              with: { teamId: "$support", subject: "Printer on fire" },
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
          as: "eve",
          does: "leave a remark for other agents",
          calls: [
            { call: "remarks.create", with: { ticketId: "$ticket", body: "The third this week." } },
            { call: "remarks.list", with: { ticketId: "$ticket" }, expect: { count: 1 } },
          ],
          proves: "Agents of the team read it.",
        },
        {
          as: "ann",
          does: "read the answer",
          calls: [
            {
              call: "replies.list",
              with: { ticketId: "$ticket" },
              expect: { count: 1, page: [{ body: "Unplug it.", authorId: "$eve" }] },
            },
            { call: "remarks.list", with: { ticketId: "$ticket" }, expect: "FORBIDDEN" },
          ],
          proves: "It is there, and no remark.",
        },
        {
          as: "eve",
          does: "solve a ticket",
          calls: [
            { call: "tickets.move", with: { id: "$ticket", to: "solved" } },
            { call: "tickets.move", with: { id: "$ticket", to: "pending" }, expect: "FORBIDDEN" },
          ],
          proves: "What is solved stays solved.",
        },
      ],
    },
  },
  criteria: {
    privacy: {
      text: "A customer never sees the ticket of another customer.",
      proof: ["flow:A ticket is answered#2", "access:tickets.read.member=own"],
    },
    remarks: {
      text: "A remark never reaches a customer.",
      proof: ["flow:A ticket is answered#6", "access:remarks.read.member=none"],
    },
  },
};
