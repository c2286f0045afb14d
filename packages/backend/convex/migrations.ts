// Changes of rows that are there already, in batches that resume where they stopped. One command runs all
// that are not done: `convex run migrations:runAll`. The steps around one: docs/patterns/migrations.md.
import { Migrations } from "@convex-dev/migrations";
import { nameKeyOf } from "@repo/validators/users";
import { components, internal } from "./_generated/api";
import { followedMutation } from "./functions";
import schema from "./schema";

const migrations = new Migrations(components.migrations, {
  schema,
  internalMutation: followedMutation,
});

/** Gives people from before `nameKey` theirs, so that the list by name has everybody in place. */
export const fillNameKeys = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) => {
    const nameKey = nameKeyOf(user.name);
    return user.nameKey === nameKey ? undefined : { nameKey };
  },
});

/** Runs each of them that is not done, in this order. */
export const runAll = migrations.runner([internal.migrations.fillNameKeys]);
