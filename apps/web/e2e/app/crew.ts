// The teams and tasks that the tests work with. The demo has them; an app whose demo is removed gets them here.
import { rowsOf } from "@repo/backend/embedded/admin";
import type { Embedded } from "@repo/backend/embedded/backend";
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import type { ConvexHttpClient } from "convex/browser";

import { demoAccount } from "./browser.ts";
import { clientOf } from "./client.ts";

/** The team that has everything, and is owned by the member. */
export const CREW = "Harbour crew";
/** A team of the administrator, which the member is in. */
const READERS = "Reading room";

/** Adds them unless there are teams. */
export async function addCrew(backend: Embedded): Promise<void> {
  if ((await rowsOf(backend, "teams")).length > 0) return;
  const [admin, member] = [await clientOf(backend, "admin"), await clientOf(backend, "member")];
  await addTeam(READERS, admin, { client: member, email: demoAccount("member").email });
  const teamId = await addTeam(CREW, member, { client: admin, email: demoAccount("admin").email });
  const priority = "normal" as const;
  for (const title of ["Check the mooring lines", "Plan the summer regatta"]) {
    await member.mutation(api.tasks.create, { teamId, title, priority });
  }
  // Each has something to read of the other.
  for (const [from, to] of [
    [admin, member],
    [member, admin],
  ] as const) {
    const { _id: assigneeId } = await to.query(api.users.me, {});
    const title = "Order anti-fouling paint";
    await from.mutation(api.tasks.create, { teamId, title, priority, assigneeId });
  }
}

/** Adds a team of one person that another one joins. */
async function addTeam(
  name: string,
  owner: ConvexHttpClient,
  { client, email }: { client: ConvexHttpClient; email: string },
): Promise<Id<"teams">> {
  const teamId = await owner.mutation(api.teams.create, { name });
  await owner.mutation(api.invitations.create, { teamId, email, role: "member" });
  const paginationOpts = { numItems: 1, cursor: null };
  const { page } = await client.query(api.invitations.listMine, { paginationOpts });
  await client.mutation(api.invitations.acceptMine, { invitationId: page[0]!.invitationId });
  return teamId;
}
