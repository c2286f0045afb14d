// The API of users: people with an account.
import { withSystemFields, zid } from "@repo/validators/convex";
import { searchTerm } from "@repo/validators/fields";
import {
  email,
  listedUser,
  nameKeyOf,
  ownProfile,
  profile,
  profileChanges,
  user,
  userOrder,
} from "@repo/validators/accounts/users";
import { exportPart, exportPosition } from "@repo/validators/accounts/exports";
import { operations, roles } from "@repo/validators/access";
import { z } from "zod";
import { internal } from "./_generated/api";
import type { TableNames } from "./_generated/dataModel";
import * as access from "./lib/access";
import { cleared } from "./lib/checks";
import { appError } from "./lib/errors";
import { action, internalMutation, internalQuery, mutation, query } from "./builders/functions";
import { assertOtherAdmin, startLeaving } from "./model/accounts/accounts";
import { exportPageOf, exportPartFrom, firstPosition } from "./model/accounts/exports";
import { recordOwn } from "./model/platform/audit";
import { claimFile } from "./model/files/files";
import { endSessions } from "./model/accounts/sessions";
import { findPeople, findProfile, ownProfileOf } from "./model/accounts/users";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { removeRow } from "./model/platform/removal";
import { permittedRow, whoIs } from "./model/teams/coverage";
import { getOrThrow } from "./lib/rows";
import { avatarUrlOf } from "./model/files/fileAddresses";

/** The caller. */
export const me = query({
  access: "signedIn",
  args: {},
  returns: ownProfile,
  handler: ownProfileOf,
});

/** The profile of a person who shares a team with the caller; for admins, of anyone. */
export const get = query({
  access: "signedIn",
  args: { userId: zid("users") },
  returns: profile,
  handler: async (ctx, { userId }) => await findProfile(ctx, userId),
});

/**
 * All users, newest first or by name, or those that match a search by name, or by address if it has an @;
 * paginated.
 */
export const list = query({
  access: "users.read",
  args: { paginationOpts, search: searchTerm.optional(), order: userOrder.default("newest") },
  returns: pageOf(listedUser),
  handler: async (ctx, args) => {
    const found = await findPeople(ctx, args).paginate(clamp(args.paginationOpts));
    const every = { ...ctx, db: ctx.unscopedDb };
    const page = found.page.map(async (person) => ({
      ...person,
      avatarUrl: await avatarUrlOf(every, person),
    }));
    return { ...found, page: await Promise.all(page) };
  },
});

/** Changes the caller's profile. */
export const updateProfile = mutation({
  access: "signedIn",
  rateLimit: "users.change",
  args: profileChanges.shape,
  returns: z.null(),
  // The caller's own row, in fields that grant nothing.
  handler: async (ctx, changes) => {
    const { name, ...others } = changes;
    const named = name === undefined ? {} : { name, nameKey: nameKeyOf(name) };
    await ctx.unscopedDb.patch("users", ctx.user._id, { ...named, ...cleared(others) });
  },
});

/** Makes an uploaded file the caller's picture; the previous one is removed. */
export const setAvatar = mutation({
  access: "signedIn",
  rateLimit: "users.change",
  args: { fileId: zid("files") },
  returns: z.null(),
  handler: async (ctx, { fileId }) => {
    const every = { ...ctx, db: ctx.unscopedDb };
    const { _id } = await claimFile(ctx, fileId, "avatar", "users");
    await every.db.patch("users", ctx.user._id, { avatarId: _id });
    if (ctx.user.avatarId !== undefined) await removeRow(every, "files", ctx.user.avatarId);
  },
});

/** Removes the caller's picture. */
export const removeAvatar = mutation({
  access: "signedIn",
  rateLimit: "users.change",
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    if (ctx.user.avatarId === undefined) return;
    await removeRow({ ...ctx, db: ctx.unscopedDb }, "files", ctx.user.avatarId);
  },
});

/** Fails if the caller may not see the rows, or do with them what is named. For actions, which have no database. */
export const assertSees = internalQuery({
  args: {
    table: z.string(),
    ids: z.array(z.string()),
    operation: z.enum(operations).default("read"),
  },
  returns: z.null(),
  handler: async (ctx, { table, ids, operation }) => {
    const who = whoIs(ctx.db, await access.findCaller(ctx));
    for (const id of ids) {
      const known = ctx.db.normalizeId(table as TableNames, id);
      if (known === null) throw appError("NOT_FOUND", `"${id}" is no id of a row in "${table}".`);
      await permittedRow(ctx.db, who, [table, operation], known);
    }
  },
});

/** Changes a person's role. The last admin stays one. */
export const changeRole = mutation({
  access: "users.update",
  args: { id: zid("users"), role: z.enum(roles) },
  returns: z.null(),
  handler: async (ctx, { id, role }) => {
    const person = await getOrThrow(ctx, "users", id);
    if (role !== "admin") await assertOtherAdmin({ db: ctx.unscopedDb }, person);
    else if (access.whyShutOut(person) !== null) {
      // An admin who cannot sign in would still count as the last admin.
      throw appError("CONFLICT", "This person cannot sign in. Lift the ban first.");
    }
    await ctx.db.patch("users", id, { role });
  },
});

/** Bans a person: their sessions end immediately, and they cannot sign in. */
export const ban = mutation({
  access: "users.update",
  args: { id: zid("users") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    const person = await getOrThrow(ctx, "users", id);
    if (person.role === "admin") {
      throw appError("CONFLICT", "An admin cannot be banned. Give them another role first.");
    }
    await ctx.db.patch("users", id, { bannedAt: Date.now() });
    await endSessions({ ...ctx, db: ctx.unscopedDb }, id);
  },
});

/** Lifts the ban of a person. */
export const unban = mutation({
  access: "users.update",
  args: { id: zid("users") },
  returns: z.null(),
  handler: async (ctx, { id }) => await ctx.db.patch("users", id, { bannedAt: undefined }),
});

/** Removes the caller's account with all its data, permanently, once confirmed with its address. */
export const removeAccount = mutation({
  access: "signedIn",
  args: { email },
  returns: z.null(),
  handler: async (ctx, args) => {
    if (args.email !== ctx.user.email) {
      const message = "That is not the address of this account.";
      throw appError("INVALID", message, { issues: [{ path: "email", message }] });
    }
    await startLeaving({ ...ctx, db: ctx.unscopedDb }, ctx.user);
  },
});

/**
 * The caller's own data as JSON, in parts: what refers to them and what they may read, without the bytes of files. The
 * next part starts at `next`.
 */
export const exportData = action({
  access: "signedIn",
  rateLimit: "users.exportData",
  because: "It reads more than one query may.",
  args: { from: exportPosition.optional() },
  returns: exportPart,
  handler: async (ctx, { from }) => {
    if (from === undefined) await ctx.runMutation(internal.users.recordExport, {});
    return await exportPartFrom(ctx, from ?? firstPosition);
  },
});

/** One page of the caller's export. */
export const exportPage = internalQuery({
  args: exportPosition.shape,
  returns: z.object({
    table: z.string(),
    rows: z.array(z.object({ id: z.string(), json: z.string() })),
    next: exportPosition.nullable(),
  }),
  handler: async (ctx, at) => {
    const user = access.checkAccess(await access.findCaller(ctx), "signedIn");
    return await exportPageOf(ctx.db, user, at);
  },
});

/** Records that the caller exports their data. */
export const recordExport = internalMutation({
  args: {},
  returns: z.null(),
  handler: async (ctx) => {
    const { _id } = access.checkAccess(await access.findCaller(ctx), "signedIn");
    await recordOwn(ctx, _id, "exportData");
  },
});

/** The caller's whole row, for the builder of actions, which cannot read. */
export const findCaller = internalQuery({
  args: {},
  returns: z.object(withSystemFields("users", user.shape)).nullable(),
  handler: async (ctx) => await access.findCaller(ctx),
});

/** Changes a person's role. Makes the first admin of a deployment: `convex run users:setRole`. */
export const setRole = internalMutation({
  args: { email, role: z.enum(roles) },
  returns: z.null(),
  handler: async (ctx, args) => {
    const found = await ctx.db
      .query("users")
      .withIndex("email", (q) => q.eq("email", args.email))
      .unique();
    if (found === null)
      throw appError("NOT_FOUND", `There is no account with the address ${args.email}.`);
    await ctx.db.patch("users", found._id, { role: args.role });
  },
});
