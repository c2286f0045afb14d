// Two small projects of Convex without our builders, for tests: one with nested objects, one split over files.

/** A kitchen that plans meals: all in one file each, values with parts, functions with and without validators. */
export const kitchen: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "kitchen" }',
  "convex/schema.ts": `
    import { defineSchema, defineTable } from "convex/server";
    import { v } from "convex/values";

    export default defineSchema({
      cooks: defineTable({ name: v.string(), email: v.string() }).index("by_email", ["email"]),
      recipes: defineTable({
        title: v.string(),
        cookId: v.id("cooks"),
        level: v.union(v.literal("easy"), v.literal("hard")),
        servings: v.number(),
        vegan: v.boolean(),
        photo: v.optional(v.id("_storage")),
        tags: v.array(v.string()),
        note: v.optional(v.union(v.string(), v.null())),
        nutrition: v.object({ calories: v.number(), sugar: v.optional(v.number()) }),
        steps: v.array(v.object({ text: v.string(), minutes: v.number() })),
        scores: v.record(v.string(), v.number()),
        extra: v.any(),
        embedding: v.array(v.float64()),
      })
        .index("by_cook", ["cookId"])
        .index("by_level", ["level", "servings"])
        .searchIndex("search_title", { searchField: "title", filterFields: ["level"] })
        .vectorIndex("by_embedding", { vectorField: "embedding", dimensions: 384 }),
      // A meal is cooked, or ordered: rows of two kinds.
      meals: defineTable(
        v.union(
          v.object({ kind: v.literal("cooked"), day: v.string(), recipeId: v.id("recipes") }),
          v.object({ kind: v.literal("ordered"), day: v.string(), from: v.string() }),
        ),
      ),
    });
  `,
  "convex/recipes.ts": `
    import { v } from "convex/values";
    import { query, mutation, internalMutation } from "./_generated/server";

    export const list = query({
      args: { cookId: v.id("cooks"), level: v.optional(v.union(v.literal("easy"), v.literal("hard"))) },
      handler: async (ctx, args) => await ctx.db.query("recipes").withIndex("by_cook", (q) => q.eq("cookId", args.cookId)).take(50),
    });

    export const add = mutation({
      args: { title: v.string(), servings: v.number(), nutrition: v.object({ calories: v.number() }) },
      returns: v.id("recipes"),
      handler: async (ctx, args) => await ctx.db.insert("recipes", args),
    });

    export const bare = query(async (ctx) => (await ctx.db.query("recipes").first())?.title);

    export const dropOld = internalMutation({ args: { days: v.number() }, returns: v.null(), handler: async () => null });

    export default internalMutation({ args: {}, handler: async () => console.log(process.env.KITCHEN_TOKEN, process.env["CONVEX_CLOUD_URL"]) });

    const helper = { args: {} };
    export const constants = { SERVINGS: 4, helper };
  `,
  "convex/crons.ts": `
    import { cronJobs } from "convex/server";
    import { internal } from "./_generated/api";

    const crons = cronJobs();
    crons.interval("look for orders", { minutes: 30 }, internal.recipes.dropOld, { days: 3 });
    crons.daily("drop old recipes", { hourUTC: 4, minuteUTC: 5 }, internal.recipes.dropOld, { days: 90 });
    crons.weekly("shopping list", { dayOfWeek: "friday", hourUTC: 16, minuteUTC: 0 }, internal.recipes.dropOld, { days: 1 });
    crons.monthly("count", { day: 2, hourUTC: 1, minuteUTC: 3 }, internal.recipes.dropOld, { days: 1 });
    crons.cron("tidy", "7 */6 * * *", internal.recipes.dropOld, { days: 1 });
    export default crons;
  `,
  "convex/http.ts": `
    import { httpRouter } from "convex/server";
    import { httpAction } from "./_generated/server";

    const http = httpRouter();
    http.route({ path: "/orders", method: "POST", handler: httpAction(async () => new Response(null)) });
    http.route({ pathPrefix: "/photos/", method: "GET", handler: httpAction(async () => new Response(null)) });
    export default http;
  `,
};

/** A club, whose functions and validators are in files of their own, with builders and components of packages. */
export const club: Readonly<Record<string, string>> = {
  "convex.json": '{ "functions": "backend/convex/" }',
  "package.json": '{ "name": "club" }',
  "backend/convex/schema.ts": `
    import { authTables } from "@convex-dev/auth/server";
    import { defineSchema } from "convex/server";
    import { eventTables } from "./events/tables";
    import * as people from "./people/tables";

    export default defineSchema({ ...authTables, ...eventTables, members: people.members, visits: people.visits });
  `,
  "backend/convex/events/tables.ts": `
    import { defineTable } from "convex/server";
    import { eventFields } from "./fields";

    const events = defineTable(eventFields).index("by_start", ["start"]);
    export const eventTables = { events };
  `,
  "backend/convex/events/fields.ts": `
    import { v } from "convex/values";
    import { states } from "../states";

    export { states };
    export const state = v.union(...states.map((one) => v.literal(one)));
    export const level = v.union(v.literal("open"), v.literal("members"));
    export const eventFields = { title: v.string(), start: v.int64(), level, host: v.optional(v.id("members")) };
  `,
  "backend/convex/states.ts": 'export const states = ["planned", "over"] as const;',
  "backend/convex/people/tables.js": `
    import { defineTable } from "convex/server";
    import { v } from "convex/values";

    export const members = defineTable({ name: v.string(), eventIds: v.array(v.id("events")) });
    export const visits = defineTable(v.object({ memberId: v.id("members"), at: v.number() })).index("by_member", ["memberId"]);
  `,
  "backend/convex/events/all.ts": `
    import { authedQuery, adminMutation } from "../builders";
    import { eventFields, level } from "./fields";

    export const upcoming = authedQuery({ args: { level }, handler: async () => [] });
    export const plan = adminMutation({ args: eventFields, handler: async () => null });
  `,
  "backend/convex/builders.ts": `
    import { customQuery, customMutation } from "convex-helpers/server/customFunctions";
    import { query, mutation } from "./_generated/server";

    export const authedQuery = customQuery(query, {});
    export const adminMutation = customMutation(mutation, {});
  `,
  "backend/convex/auth.ts": `
    import { convexAuth } from "@convex-dev/auth/server";
    export const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({ providers: [] });
  `,
  "backend/convex/convex.config.ts": `
    import { defineApp } from "convex/server";
    import { v } from "convex/values";
    import shardedCounter from "@convex-dev/sharded-counter/convex.config";
    import stripe from "stripe-component/convex.config";

    const app = defineApp({ env: { /** The key of the payment service. */ STRIPE_KEY: v.string() } });
    app.use(shardedCounter);
    app.use(stripe, { name: "payments" });
    export default app;
  `,
  "backend/convex/_generated/api.ts": "export const query = 1;",
};
