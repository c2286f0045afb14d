// Teams, who is in them, and who is invited: the tables with their indexes, and what their rows refer to.
import { zodToConvex } from "@repo/validators/convex";
import { invitation } from "@repo/validators/teams/invitations";
import { membership } from "@repo/validators/teams/memberships";
import { team } from "@repo/validators/teams/teams";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const teamTables = {
  invitations: defineTable(zodToConvex(invitation))
    .index("by_teamId", ["teamId"])
    .index("by_invitedBy", ["invitedBy"])
    .index("by_email_and_teamId", ["email", "teamId"])
    .index("by_tokenHash", ["tokenHash"])
    .index("by_expiresAt", ["expiresAt"]),
  memberships: defineTable(zodToConvex(membership))
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes -- members are listed in the order of joining
    .index("by_teamId", ["teamId"])
    .index("by_userId", ["userId"])
    .index("by_teamId_and_role", ["teamId", "role"])
    .index("by_teamId_and_userId", ["teamId", "userId"]),
  teams: defineTable(zodToConvex(team)),
};

export const teamReferences = {
  invitations: {
    teamId: { to: "teams", onRemove: "cascade" },
    invitedBy: { to: "users", onRemove: "cascade" },
  },
  memberships: {
    teamId: { to: "teams", onRemove: "cascade" },
    userId: { to: "users", onRemove: "cascade" },
  },
} as const satisfies References;
