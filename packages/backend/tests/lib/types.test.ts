// What the types of tables and functions promise, from the zod shapes on. `pnpm typecheck` runs the claims
// about types.
import {
  type FieldPaths,
  convexToZod,
  withSystemFields,
  zid,
  zodToConvex,
} from "@repo/validators/convex";
import type { task } from "@repo/validators/tasks";
import {
  type FunctionReference,
  type RegisteredMutation,
  type RegisteredQuery,
  defineTable,
} from "convex/server";
import { v } from "convex/values";
import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import type { api, internal } from "../../convex/_generated/api";
import type { Doc, Id } from "../../convex/_generated/dataModel";
import { internalQuery, mutation, query } from "../../convex/builders/functions.ts";

const row = z.object({
  ownerId: zid("users"),
  teamId: zid("teams").optional(),
  title: z.string().trim().min(1),
  tags: z.array(z.object({ name: z.string() })),
  place: z.object({ city: z.string(), at: z.object({ lat: z.number() }).optional() }).optional(),
  state: z.enum(["open", "done"]).default("open"),
});

describe("a table", () => {
  test("has the fields that its shape takes", () => {
    const table = defineTable(zodToConvex(row));
    expectTypeOf(table.validator.type).toEqualTypeOf<{
      ownerId: Id<"users">;
      teamId?: Id<"teams"> | undefined;
      title: string;
      tags: { name: string }[];
      place?: { city: string; at?: { lat: number } | undefined } | undefined;
      state?: "open" | "done" | undefined;
    }>();
    expectTypeOf<Doc<"tasks">>().toExtend<z.input<typeof task>>();
    expectTypeOf<Doc<"tasks">["_id"]>().toEqualTypeOf<Id<"tasks">>();
    expectTypeOf<Doc<"tasks">["assigneeId"]>().toEqualTypeOf<Id<"users"> | undefined>();
  });

  test("may be indexed by its fields and the fields of its objects, and by nothing else", () => {
    const paths: Record<FieldPaths<z.input<typeof row>>, true> = {
      ownerId: true,
      teamId: true,
      title: true,
      tags: true,
      place: true,
      "place.city": true,
      "place.at": true,
      "place.at.lat": true,
      state: true,
    };
    expect(Object.keys(paths)).toEqual(pathsOf(zodToConvex(row) as unknown as Validator));
    const table = defineTable(zodToConvex(row)).index("by_city", ["place.city", "title"]);
    // @ts-expect-error no such field
    table.index("by_country", ["place.country"]);
    // @ts-expect-error no such field
    table.searchIndex("search_name", { searchField: "name" });
  });

  test("of a union of shapes has the fields of each", () => {
    const either = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("page"), url: z.string() }),
      z.object({ kind: z.literal("file"), size: z.number() }),
    ]);
    const table = defineTable(zodToConvex(either)).index("by_url", ["url"]);
    expectTypeOf(table.validator.type).toEqualTypeOf<
      { kind: "page"; url: string } | { kind: "file"; size: number }
    >();
    expect(table.validator.kind).toBe("union");
  });

  test("is read and written by its types", () => {
    mutation({
      access: "signedIn",
      args: {},
      returns: z.null(),
      handler: async (ctx) => {
        expectTypeOf(
          await ctx.db.get("notes", "" as Id<"notes">),
        ).toEqualTypeOf<Doc<"notes"> | null>();
        // @ts-expect-error the id of another table
        await ctx.db.get("notes", "" as Id<"tasks">);
        // @ts-expect-error a note has a body
        await ctx.db.insert("notes", { ownerId: ctx.user._id, title: "" });
        // @ts-expect-error no such field
        await ctx.db.patch("notes", "" as Id<"notes">, { colour: "red" });
        // @ts-expect-error no such index
        ctx.db.query("notes").withIndex("by_title");
        ctx.db
          .query("notes")
          // @ts-expect-error not a field of the index
          .withIndex("by_ownerId", (q) => q.eq("title", ""));
        return null;
      },
    });
  });
});

describe("a function", () => {
  test("takes what its shapes take, and hands on what they make of it", () => {
    const args = {
      id: zid("tasks"),
      title: z.string().trim(),
      at: z.string().transform(Number),
      state: z.enum(["open", "done"]).default("open"),
      nested: z.object({ owner: zid("users").nullable() }).optional(),
    };
    const set = mutation({
      access: "tasks.update",
      args,
      returns: z.null(),
      handler: async (_ctx, taken) => {
        expectTypeOf(taken).toEqualTypeOf<{
          id: Id<"tasks">;
          title: string;
          at: number;
          state: "open" | "done";
          nested?: { owner: Id<"users"> | null } | undefined;
        }>();
      },
    });
    expectTypeOf(set).toEqualTypeOf<
      RegisteredMutation<
        "public",
        {
          id: Id<"tasks">;
          title: string;
          at: string;
          state?: "open" | "done" | undefined;
          nested?: { owner: Id<"users"> | null } | undefined;
        },
        Promise<null>
      >
    >();
  });

  test("answers what its shape makes of the handler's answer", () => {
    const returns = z.object(withSystemFields("notes", { title: z.string().optional() }));
    const read = internalQuery({
      args: {},
      returns: z.array(returns),
      handler: async () => [{ _id: "" as Id<"notes">, _creationTime: 0 }],
    });
    expectTypeOf(read).toEqualTypeOf<
      RegisteredQuery<
        "internal",
        Record<string, never>,
        Promise<{ _id: Id<"notes">; _creationTime: number; title?: string | undefined }[]>
      >
    >();
    // @ts-expect-error the id of another table
    query({ access: "signedIn", args: {}, returns, handler: async (ctx) => ctx.user });
    // @ts-expect-error only a function that promises null may answer nothing
    query({ access: "signedIn", args: {}, returns, handler: async () => {} });
  });

  test("is called with the types of its definition", () => {
    expectTypeOf<typeof api.tasks.get>().toExtend<
      FunctionReference<"query", "public", { id: Id<"tasks"> }, { title: string }>
    >();
    expectTypeOf<typeof internal.users.findCaller._args>().toEqualTypeOf<Record<string, never>>();
  });

  test("takes a shape made of a component's validator", () => {
    const shape = convexToZod(v.object({ id: v.id("notes"), size: v.optional(v.number()) }));
    expectTypeOf<z.output<typeof shape>>().toEqualTypeOf<{ id: Id<"notes">; size?: number }>();
    expect(shape.safeParse({ id: "x", size: "1" }).success).toBe(false);
  });
});

type Validator = { kind: string; fields?: Record<string, Validator> };

/** The paths that Convex's own validator has. */
function pathsOf({ fields = {} }: Validator): string[] {
  return Object.entries(fields).flatMap(([name, field]) => [
    name,
    ...pathsOf(field).map((path) => `${name}.${path}`),
  ]);
}
