import type { noteInput } from "@repo/validators/notes";
import { type ApiFromModules, anyApi } from "convex/server";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { z } from "zod";
import type { api } from "../../convex/_generated/api";
import type { Doc, Id } from "../../convex/_generated/dataModel";
import { publicAccess } from "../../convex/lib/access.ts";
import {
  action,
  internalAction,
  internalMutation,
  internalQuery,
  mutation,
  query,
} from "../../convex/builders/functions.ts";
import { policyOf } from "../../convex/builders/functions.ts";
import { rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { initTest, signedInAs } from "../../testing/setup.ts";

const nothing = { args: {}, returns: z.null(), handler: async () => null };

const probe = {
  whoAmI: query({
    access: publicAccess("a probe of these tests"),
    args: {},
    returns: z.string(),
    handler: async (ctx) => ctx.user?.name ?? "nobody",
  }),
  tooMuch: query({
    access: "signedIn",
    args: {},
    returns: z.object({ name: z.string().max(3) }),
    handler: async (ctx) => ctx.user,
  }),
  wrong: query({
    access: "signedIn",
    args: {},
    returns: z.object({ name: z.number() }),
    handler: async (ctx) => ctx.user as never,
  }),
  takes: mutation({
    access: "signedIn",
    args: { name: z.string().trim().min(2), tags: z.array(z.string().max(3)).optional() },
    returns: z.string(),
    handler: async (_ctx, args) => args.name,
  }),
  knock: mutation({
    access: publicAccess("a probe of these tests"),
    rateLimit: "notes.create",
    ...nothing,
  }),
  act: action({
    because: "a test looks at it",
    access: "users.read",
    args: { n: z.number().int() },
    returns: z.object({ name: z.string(), n: z.number() }),
    handler: async (ctx, args) => ({ name: ctx.user.name, n: args.n }),
  }),
  inside: internalQuery({
    args: { n: z.number().max(1) },
    returns: z.number(),
    handler: async (_ctx, args) => args.n,
  }),
};

const { probe: fns } = anyApi as unknown as ApiFromModules<{ probe: typeof probe }>;
const start = () => initTest({ "./probe.ts": async () => probe });

describe("a definition", () => {
  test("without access, or with one that nobody can check, is refused at push", () => {
    // @ts-expect-error access is required
    expect(() => query(nothing)).toThrow("ACCESS_MISSING");
    // @ts-expect-error access is required
    expect(() => mutation(nothing)).toThrow("ACCESS_MISSING");
    // @ts-expect-error access is required
    expect(() => action(nothing)).toThrow("ACCESS_MISSING");
    // @ts-expect-error the matrix has no such permission
    expect(() => query({ ...nothing, access: "notes.fly" })).toThrow("ACCESS_MISSING");
    // @ts-expect-error a bare function says nothing about itself
    expect(() => query(async () => null)).toThrow();
  });

  test("that leaves something out, or answers something else, does not compile", () => {
    const { args, returns, handler } = nothing;
    // @ts-expect-error args is required
    query({ access: "signedIn", returns, handler });
    // @ts-expect-error the handler does not answer what is promised
    query({ access: "signedIn", args, returns: z.string(), handler: async () => 1 });
    // @ts-expect-error a mutation that is open to everybody needs a rate limit
    mutation({ access: publicAccess("why"), args, returns, handler });
    // @ts-expect-error returns is required
    expect(() => query({ access: "signedIn", args, handler })).toThrow();
  });

  test("is remembered, so that tests and documents can read it", () => {
    expect(policyOf(probe.knock)).toEqual({
      access: { public: "a probe of these tests" },
      rateLimit: "notes.create",
    });
    expect(policyOf(probe.inside)).toBeUndefined();
  });

  test("decides the types that callers and handlers see", () => {
    expectTypeOf<typeof api.notes.create._args>().toEqualTypeOf<z.input<typeof noteInput>>();
    expectTypeOf<typeof api.notes.create._returnType>().toEqualTypeOf<Id<"notes">>();
    query({
      ...nothing,
      access: "signedIn",
      handler: async (ctx) => expectTypeOf(ctx.user).toEqualTypeOf<Doc<"users">>() && null,
    });
    query({
      ...nothing,
      access: publicAccess("why"),
      handler: async (ctx) => expectTypeOf(ctx.user).toEqualTypeOf<Doc<"users"> | null>() && null,
    });
    query({
      ...nothing,
      access: "signedIn",
      // @ts-expect-error a query cannot write
      handler: async (ctx) => ctx.db.insert && null,
    });
    internalMutation({ ...nothing, handler: async (ctx) => void ctx.db });
    internalAction({ ...nothing, handler: async (ctx) => void ctx.scheduler });
  });
});

describe("a call", () => {
  test("of a public function works for somebody and for nobody", async () => {
    const app = start();
    const ann = await signedInAs(app, "member");
    expect(await app.query(fns.whoAmI)).toBe("nobody");
    expect(await ann.query(fns.whoAmI)).toMatch(/^member/);
  });

  test("answers only what the function names, however long", async () => {
    const app = start();
    const ann = await signedInAs(app, "member");
    expect(await ann.query(fns.tooMuch)).toEqual({ name: expect.stringMatching(/^member/) });
  });

  test("fails when the answer is not of the promised type", async () => {
    const app = start();
    const ann = await signedInAs(app, "member");
    await expect(ann.query(fns.wrong)).rejects.toThrow("expected number");
  });

  test("hands the handler parsed arguments", async () => {
    const app = start();
    const ann = await signedInAs(app, "member");
    expect(await ann.mutation(fns.takes, { name: "  Ann " })).toBe("Ann");
  });

  test("with bad arguments names each", async () => {
    const app = start();
    const ann = await signedInAs(app, "member");
    const bad = { name: " ", tags: ["ok", "long"] };
    await expect(ann.mutation(fns.takes, bad)).rejects.toMatchObject({
      data: { code: "INVALID", issues: [{ path: "name" }, { path: "tags.1" }] },
    });
  });

  test("by nobody is refused before the arguments are looked at", async () => {
    const app = start();
    await expect(app.mutation(fns.takes, { name: "" })).rejects.toMatchObject({
      data: { code: "UNAUTHENTICATED" },
    });
  });

  test("of an internal function is parsed too", async () => {
    const app = start();
    await expect(app.query(fns.inside, { n: 2 })).rejects.toMatchObject({
      data: { code: "INVALID" },
    });
  });

  test("of an action knows the caller", async () => {
    const app = start();
    const admin = await signedInAs(app, "admin");
    const member = await signedInAs(app, "member");
    expect(await admin.action(fns.act, { n: 1 })).toEqual({
      name: expect.stringMatching(/^admin/),
      n: 1,
    });
    const refused = member.action(fns.act, { n: 1 });
    await expect(refused).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
    const signedOut = app.action(fns.act, { n: 1 });
    await expect(signedOut).rejects.toMatchObject({ data: { code: "UNAUTHENTICATED" } });
  });

  test("by nobody is counted by network, where that is known", async () => {
    vi.stubEnv("TRUST_CLIENT_ADDRESS", "1");
    const app = start();
    const here = app.withRequestMetadata({ ip: "192.0.2.1" });
    const there = app.withRequestMetadata({ ip: "192.0.2.2" });
    for (let n = 0; n < rateLimits["notes.create"].capacity; n++) await here.mutation(fns.knock);

    await expect(here.mutation(fns.knock)).rejects.toMatchObject({
      data: { code: "RATE_LIMITED" },
    });
    await expect(there.mutation(fns.knock)).resolves.toBeNull();
    vi.unstubAllEnvs();
    for (let n = 0; n < rateLimits["notes.create"].capacity; n++) await there.mutation(fns.knock);
    const made = app.withRequestMetadata({ ip: "192.0.2.3" });
    await expect(made.mutation(fns.knock)).rejects.toMatchObject({
      data: { code: "RATE_LIMITED" },
    });
  });
});
