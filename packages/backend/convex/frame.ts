// What surrounds every page of the web app, in one query: a page subscribes to it once, whatever it shows itself.
import { grantFor } from "@repo/validators/access";
import { ownProfile } from "@repo/validators/accounts/users";
import { unreadNotifications } from "@repo/validators/platform/notifications";
import { publicTeam, teamLimits } from "@repo/validators/teams/teams";
import { z } from "zod";
import { device } from "./authCodes";
import { query } from "./builders/functions";
import { sessionIdOf } from "./lib/access";
import { deviceTokenOf } from "./model/accounts/devices";
import { ownProfileOf } from "./model/accounts/users";
import { countUnread } from "./model/platform/notifications";
import { teamsOf } from "./model/teams/teams";

const TEAMS_MAX = teamLimits.perPerson;

/** The caller, their teams, last joined first, their unread notifications, and what recognizes the device. */
export const get = query({
  access: "signedIn",
  args: {},
  returns: z.object({
    me: ownProfile,
    teams: z.array(publicTeam).max(TEAMS_MAX),
    unread: unreadNotifications,
    device,
  }),
  handler: async (ctx) => {
    const { role, email, _id } = ctx.user;
    const sees = (table: string) => grantFor(role, table, "read") !== null;
    // One's own memberships and notifications.
    const memberships = ctx.unscopedDb
      .query("memberships")
      .withIndex("by_userId", (q) => q.eq("userId", _id))
      .order("desc");
    return {
      me: await ownProfileOf(ctx),
      teams: sees("teams") ? await teamsOf(ctx.unscopedDb, await memberships.take(TEAMS_MAX)) : [],
      unread: sees("notifications")
        ? await countUnread(ctx.unscopedDb, _id)
        : { count: 0, isMore: false },
      device: await deviceTokenOf(email, (await sessionIdOf(ctx)) ?? ""),
    };
  },
});
