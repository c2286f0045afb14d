// What one person may change in a row: each of these tells others, or writes to the audit log.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { findMembership } from "../../convex/model/teams/teams.ts";
import { type RateLimitName, rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { exampleRow } from "../../testing/manifest.ts";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "../../testing/setup.ts";

let app: TestApp;
let ann: Person;
let bob: Person;
let teamId: Id<"teams">;

beforeEach(async () => {
  // As the calls are allowed again with time.
  vi.useFakeTimers();
  app = initTest();
  [ann, bob] = [await signedInAs(app, "member"), await signedInAs(app, "member")];
  teamId = await inTeam(app, { owner: ann, members: [bob] });
});

afterEach(() => void vi.useRealTimers());

type Call = (person: Person) => Promise<unknown>;

/** By limit: a call that goes through as often as one likes, and the others that count against the same. */
const limited: [RateLimitName, () => Promise<{ again: Call; others: Call[] }>][] = [
  [
    "tasks.change",
    async () => {
      const task = { teamId, title: "Paint", priority: "normal" } as const;
      const id = await bob.mutation(api.tasks.create, task);
      return {
        again: (person) => person.mutation(api.tasks.update, { id, title: "Fence" }),
        others: [
          (person) => person.mutation(api.tasks.assign, { id, assigneeId: ann.userId }),
          (person) => person.mutation(api.tasks.move, { id, status: "doing" }),
          (person) => person.mutation(api.tasks.remove, { id }),
          (person) => person.mutation(api.tasks.restore, { id }),
        ],
      };
    },
  ],
  [
    "users.change",
    async () => {
      const fileId = await exampleRow(app, ann, "files");
      return {
        again: (person) => person.mutation(api.users.updateProfile, { name: "Ann" }),
        others: [
          (person) => person.mutation(api.users.setAvatar, { fileId }),
          (person) => person.mutation(api.users.removeAvatar, {}),
        ],
      };
    },
  ],
  [
    "memberships.change",
    async () => {
      const { _id: id } = (await app.run((ctx) => findMembership(ctx.db, bob.userId, teamId)))!;
      return {
        again: (person) => person.mutation(api.memberships.changeRole, { id, role: "owner" }),
        others: [
          (person) => person.mutation(api.memberships.remove, { id }),
          (person) => person.mutation(api.memberships.leave, { teamId }),
        ],
      };
    },
  ],
  [
    "invitations.answer",
    async () => ({
      again: async (person) => {
        const { email } = await person.query(api.users.me);
        const invitationId = await exampleRow(app, person, "invitations");
        await app.run((ctx) => ctx.db.patch("invitations", invitationId, { email }));
        await person.mutation(api.invitations.decline, { invitationId });
      },
      others: [
        (person) => person.mutation(api.invitations.accept, { token: "A".repeat(43) }),
        async (person) => {
          const invitationId = await exampleRow(app, person, "invitations");
          await person.mutation(api.invitations.acceptMine, { invitationId });
        },
      ],
    }),
  ],
  [
    "teams.update",
    async () => ({
      again: (person) => person.mutation(api.teams.update, { id: teamId, name: "Ours" }),
      others: [],
    }),
  ],
];

test.each(limited)("%s is reached by its caller alone", async (name, prepare) => {
  const { again, others } = await prepare();
  const { userId } = bob;
  await app.run(async (ctx) => {
    const his = await findMembership(ctx.db, userId, teamId);
    await ctx.db.patch("memberships", his!._id, { role: "owner" });
  });
  for (let n = 0; n < rateLimits[name].capacity; n++) await again(ann);
  for (const call of [again, ...others]) {
    const refused = { data: { code: "RATE_LIMITED", retryAfter: expect.any(Number) } };
    await expect(call(ann)).rejects.toMatchObject(refused);
  }
  await again(bob);
});
