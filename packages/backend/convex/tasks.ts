// The API of tasks, which the members of a team share. Removed tasks stay in the trash for 30 days. Changes
// return null, and a new task its id: pages show changes optimistically and receive the result by their
// subscriptions.
import { zid } from "@repo/validators/convex";
import {
  canAssign,
  canMove,
  publicTask,
  ranksOf,
  task,
  taskBoard,
  taskChanges,
  taskCounts,
  taskInput,
  taskOrders,
  taskSearch,
  taskStatuses,
} from "@repo/validators/tasks";
import { timestamp } from "@repo/validators/fields";
import { z } from "zod";
import { changesTo } from "./lib/checks";
import { appError } from "./lib/errors";
import { mutation, query } from "./builders/functions";
import { getLive, moveToTrash, restoreFromTrash } from "./builders/trash";
import { boardOf } from "./model/tasks/taskBoards";
import { countTasks } from "./model/tasks/taskCounts";
import { findTasks, tasksIn } from "./model/tasks/taskLists";
import { movedTo, partsOf, notifyAssignee, notifyMoved } from "./model/tasks/tasks";
import { requireTeam } from "./model/teams/teams";
import { clamp, pageOf, paginationOpts } from "./lib/pagination";
import { getOrThrow } from "./lib/rows";

const teamId = zid("teams");
const order = z.enum(taskOrders).default("newest");
/** Which tasks a list has: those of all states and people where neither is given. */
const listed = {
  teamId,
  status: z.enum(taskStatuses).optional(),
  assigneeId: zid("users").optional(),
};

/**
 * The tasks of a team in one state, as a column of a board, or in all, of everybody or of one assignee, paginated:
 * newest first or oldest, the most urgent or the most important.
 */
export const list = query({
  access: "tasks.read",
  args: { ...listed, order, paginationOpts },
  returns: pageOf(publicTask),
  handler: async (ctx, { paginationOpts: options, order: by, ...which }) => {
    await requireTeam(ctx, "tasks.read", which.teamId);
    return await tasksIn(ctx, which, by).paginate(clamp(options));
  },
});

/**
 * The board of a team in one query: the first tasks of each state, their counts, and the names of the assignees. Those
 * of everybody or of one assignee, sorted as in `list`, or those that match the words. What follows is read by `list`
 * and `search`.
 */
export const board = query({
  access: "tasks.read",
  args: { teamId, assigneeId: listed.assigneeId, order, term: taskSearch.optional() },
  returns: taskBoard,
  handler: async (ctx, { teamId, assigneeId, order: by, term }) => {
    await requireTeam(ctx, "tasks.read", teamId);
    return await boardOf(ctx, teamId, (status) => {
      const which = { teamId, assigneeId, status };
      return term === undefined ? tasksIn(ctx, which, by) : findTasks(ctx, which, term);
    });
  },
});

/** Open tasks of a team that are due by a time, also overdue ones, most urgent first, paginated. */
export const listDue = query({
  access: "tasks.read",
  // The page sends the time, rounded: a query that read the clock would never be cached.
  args: { teamId, until: timestamp, paginationOpts },
  returns: pageOf(publicTask),
  handler: async (ctx, args) => {
    await requireTeam(ctx, "tasks.read", args.teamId);
    return await ctx.db
      .query("tasks")
      .withIndex("by_teamId_and_deletedAt_and_closedAt_and_dueAt", (q) =>
        q
          .eq("teamId", args.teamId)
          .eq("deletedAt", undefined)
          .eq("closedAt", undefined)
          // Tasks without a date sort before all numbers, so the range needs its lower end.
          .gte("dueAt", 0)
          .lte("dueAt", args.until),
      )
      .paginate(clamp(args.paginationOpts));
  },
});

/** The trash of a team, last removed first, paginated. */
export const listTrash = query({
  access: "tasks.read",
  args: { teamId, paginationOpts },
  returns: pageOf(publicTask),
  handler: async (ctx, args) => {
    await requireTeam(ctx, "tasks.read", args.teamId);
    return await ctx.db
      .query("tasks")
      .withIndex("by_teamId_and_deletedAt", (q) => q.eq("teamId", args.teamId).gte("deletedAt", 0))
      .order("desc")
      .paginate(clamp(args.paginationOpts));
  },
});

/** The tasks of a team by words of their titles, in one state or in all, of everybody or of one assignee, best matches first. */
export const search = query({
  access: "tasks.read",
  args: { ...listed, term: taskSearch, paginationOpts },
  returns: pageOf(publicTask),
  handler: async (ctx, { term, paginationOpts: options, ...which }) => {
    await requireTeam(ctx, "tasks.read", which.teamId);
    return await findTasks(ctx, which, term).paginate(clamp(options));
  },
});

/** The number of a team's tasks in each state, and in the trash. */
export const counts = query({
  access: "tasks.read",
  args: { teamId },
  returns: taskCounts,
  handler: async (ctx, args) => {
    await requireTeam(ctx, "tasks.read", args.teamId);
    return await countTasks(ctx, args.teamId);
  },
});

/** One task, also from the trash. */
export const get = query({
  access: "tasks.read",
  args: { id: zid("tasks") },
  returns: publicTask,
  handler: async (ctx, args) => await getOrThrow(ctx, "tasks", args.id),
});

/** Adds a task to a team and returns its id. The assignee is notified. */
export const create = mutation({
  access: "tasks.create",
  rateLimit: "tasks.create",
  args: taskInput.shape,
  returns: zid("tasks"),
  handler: async (ctx, args) => {
    await requireTeam(ctx, "tasks.create", args.teamId);
    const row = { ...args, ...ranksOf(args), creatorId: ctx.user._id, status: "open" } as const;
    const id = await ctx.db.insert("tasks", row);
    if (args.assigneeId) await notifyAssignee(ctx, { ...args, _id: id }, args.assigneeId);
    return id;
  },
});

/** Changes the given fields; null clears a value. */
export const update = mutation({
  access: "tasks.update",
  rateLimit: "tasks.change",
  args: { id: zid("tasks"), ...taskChanges.shape },
  returns: z.null(),
  handler: async (ctx, { id, ...given }) => {
    const found = await getLive(ctx, "tasks", id);
    const changes = changesTo(found, given);
    await ctx.db.patch("tasks", id, { ...changes, ...ranksOf({ ...found, ...changes }) });
  },
});

/**
 * Assigns a task to a member of its team, who is notified; null unassigns it. An assigned task can be passed
 * on by its assignee, its creator and the owners of the team.
 */
export const assign = mutation({
  access: "tasks.update",
  rateLimit: "tasks.change",
  args: { id: zid("tasks"), assigneeId: task.shape.assigneeId.unwrap().nullable() },
  returns: z.null(),
  handler: async (ctx, { id, assigneeId }) => {
    const found = await getLive(ctx, "tasks", id);
    if (assigneeId === (found.assigneeId ?? null)) return;
    if (!canAssign(found.assigneeId !== undefined, await partsOf(ctx, found))) {
      throw appError(
        "FORBIDDEN",
        "This task is assigned to somebody else. Ask them, or an owner of the team.",
      );
    }
    await ctx.db.patch("tasks", id, { assigneeId: assigneeId ?? undefined });
    if (assigneeId !== null) await notifyAssignee(ctx, found, assigneeId);
  },
});

/**
 * Moves a task to another state, as far as the caller's part in it allows. The others with a part in it are
 * notified.
 */
export const move = mutation({
  access: "tasks.update",
  rateLimit: "tasks.change",
  args: { id: zid("tasks"), status: z.enum(taskStatuses) },
  returns: z.null(),
  handler: async (ctx, { id, status }) => {
    const found = await getLive(ctx, "tasks", id);
    if (found.status === status) return;
    if (!canMove(found.status, status, await partsOf(ctx, found))) {
      throw appError("FORBIDDEN", `You may not move this task from ${found.status} to ${status}.`);
    }
    await ctx.db.patch("tasks", id, movedTo(status));
    await notifyMoved(ctx, found, status);
  },
});

/** Moves a task to the trash. */
export const remove = mutation({
  access: "tasks.remove",
  rateLimit: "tasks.change",
  args: { id: zid("tasks") },
  returns: z.null(),
  handler: async (ctx, { id }) => {
    await getLive(ctx, "tasks", id);
    await moveToTrash(ctx, "tasks", id);
  },
});

/** Restores a task from the trash. */
export const restore = mutation({
  access: "tasks.remove",
  rateLimit: "tasks.change",
  args: { id: zid("tasks") },
  returns: z.null(),
  handler: async (ctx, { id }) => await restoreFromTrash(ctx, "tasks", id),
});
