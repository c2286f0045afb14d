// People, and how they sign in: the tables with their indexes, and what their rows refer to.
import { authTables } from "@convex-dev/auth/server";
import { authCode } from "@repo/validators/accounts/authCodes";
import { zodToConvex } from "@repo/validators/convex";
import { user } from "@repo/validators/accounts/users";
import { defineTable } from "convex/server";
import type { References } from "../lib/reference";

export const userTables = {
  ...authTables,
  authCodes: defineTable(zodToConvex(authCode)).index("by_email_and_purpose", ["email", "purpose"]),
  // The library's own table; the second index finds the rows of a session.
  authVerifiers: defineTable(authTables.authVerifiers.validator)
    .index("signature", ["signature"])
    .index("by_sessionId", ["sessionId"]),
  // The auth library looks people up by indexes of these two names.
  users: defineTable(zodToConvex(user))
    .index("email", ["email"])
    .index("phone", ["phone"])
    .index("by_avatarId", ["avatarId"])
    .index("by_nameKey", ["nameKey"])
    .index("by_role", ["role"])
    .searchIndex("search_name", { searchField: "name" }),
};

export const userReferences = {
  authAccounts: {
    userId: { to: "users", onRemove: "cascade", index: "userIdAndProvider" },
  },
  authRefreshTokens: {
    sessionId: { to: "authSessions", onRemove: "cascade", index: "sessionId" },
  },
  authSessions: {
    userId: { to: "users", onRemove: "cascade", index: "userId" },
  },
  authVerificationCodes: {
    accountId: { to: "authAccounts", onRemove: "cascade", index: "accountId" },
  },
  authVerifiers: {
    sessionId: { to: "authSessions", onRemove: "cascade" },
  },
  users: {
    avatarId: { to: "files", onRemove: "clear" },
  },
} as const satisfies References;
