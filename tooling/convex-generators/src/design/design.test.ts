import { expect, test } from "vitest";
import { type Design, defineDesign } from "./design.ts";

const smallest = { version: 1, name: "Helpdesk", about: "Tickets of customers." } as const;

test("a design is the data that it was given", () => {
  const design: Design = { ...smallest, entities: { ticket: { fields: { subject: "string" } } } };
  expect(defineDesign(design)).toBe(design);
});

test("what an entry is called by is its key, and the rest is the input of the generator", () => {
  const design = defineDesign({
    ...smallest,
    roles: { support: { extends: "member", grant: ["tickets.read:all"] } },
    entities: {
      ticket: {
        fields: { subject: "string(1..120)" },
        access: ["member:own"],
        scale: { rows: 10 },
      },
    },
    functions: { "tickets.close": { kind: "mutation", args: { ticketId: "ref(tickets)" } } },
    crons: { "close old tickets": { runs: "tickets.closeOld", daily: "03:00" } },
    http: { "POST /webhooks/mail": { signature: "hmac:MAIL_SECRET" } },
    components: { "sharded-counter": { because: "Tickets are counted on each page." } },
    flows: {
      support: {
        people: { ann: "member" },
        actions: [
          { as: "ann", does: "open a ticket", calls: ["tickets.create"], proves: "it is listed" },
        ],
      },
    },
  });
  expect(Object.keys(design.http ?? {})).toEqual(["POST /webhooks/mail"]);
});

test("the compiler refuses what is no part of a design", () => {
  // @ts-expect-error a misspelt section
  defineDesign({ ...smallest, entites: {} });
  // @ts-expect-error an entity without fields
  defineDesign({ ...smallest, entities: { ticket: {} } });
  // @ts-expect-error a misspelt option of a generator
  defineDesign({ ...smallest, entities: { ticket: { fields: {}, acces: [] } } });
  // @ts-expect-error the name is the key
  defineDesign({ ...smallest, jobs: { mails: { name: "mails", of: "tickets", calls: "URL" } } });
  // @ts-expect-error a component says why it is there
  defineDesign({ ...smallest, components: { agent: {} } });
});
