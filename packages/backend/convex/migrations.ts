// Migrations of stored rows, in batches that resume where they stopped. One command runs all pending ones:
// `convex run migrations:runAll`. How to write one: docs/patterns/migrations.md.
import { Migrations } from "@convex-dev/migrations";
import { nameKeyOf } from "@repo/validators/accounts/users";
import { ranksOf } from "@repo/validators/tasks";
import { components, internal } from "./_generated/api";
import { followedMutation } from "./builders/functions";
import schema from "./schema";

const migrations = new Migrations(components.migrations, {
  schema,
  internalMutation: followedMutation,
});

/** Fills in `nameKey` for older users, so that the list by name is complete. */
export const fillNameKeys = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) => {
    const nameKey = nameKeyOf(user.name);
    return user.nameKey === nameKey ? undefined : { nameKey };
  },
});

/** Fills in the places of older tasks in the orders by date and by priority. */
export const fillTaskRanks = migrations.define({
  table: "tasks",
  migrateOne: (_ctx, task) => {
    const ranks = ranksOf(task);
    const isRight = task.dueRank === ranks.dueRank && task.importance === ranks.importance;
    return isRight ? undefined : ranks;
  },
});

/** The migrations that wait to be run, in this order. */
const pending = [internal.migrations.fillNameKeys, internal.migrations.fillTaskRanks];

/** Runs all of them. */
export const runAll = migrations.runner(pending);
