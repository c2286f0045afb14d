// The builders of every function, and the only file that imports Convex's own. A public function states who
// may call it, its arguments and its result; the builders enforce them, so that access, validation, rate
// limits and errors work the same everywhere.
import {
  type AnyShape,
  convexToZod,
  zodOutputToConvex,
  zodToConvexFields,
} from "@repo/validators/convex";
import type {
  DefaultFunctionArgs,
  RegisteredAction,
  RegisteredMutation,
  RegisteredQuery,
} from "convex/server";
import type { GenericValidator, PropertyValidators } from "convex/values";
import { z } from "zod";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import * as server from "../_generated/server";
import { type Access, type Public, checkAccess, findCaller, isAccess } from "../lib/access";
import type { ActionCtx, Gate, MutationCtx, QueryCtx } from "../lib/context";
import { parseOrThrow } from "../lib/errors";
import { type RateLimitName, countCall } from "../model/platform/rateLimits";
import { readerFor, writerFor } from "./scopedDb";
import { followedDb } from "./writes";

type ArgShapes = Record<string, AnyShape>;
/** As a client sends them. */
type ArgsIn<Args extends ArgShapes> = z.core.$InferObjectInput<Args, z.core.$strip["in"]>;
type ArgsOut<Args extends ArgShapes> = z.core.$InferObjectOutput<Args, z.core.$strip["out"]>;
type Answer<Returns extends AnyShape> = Promise<Returns["_zod"]["output"]>;
/** A handler that returns null may return nothing instead. */
type Given<Returns extends AnyShape> =
  Returns["_zod"]["input"] | (null extends Returns["_zod"]["input"] ? void : never);

interface Definition<Ctx, Args extends ArgShapes, Returns extends AnyShape> {
  /** One zod shape per argument; a client's values are parsed before the handler receives them. */
  args: Args;
  /** The shape of the result; fields that it does not name never leave the server. */
  returns: Returns;
  handler: (ctx: Ctx, args: ArgsOut<Args>) => Promise<Given<Returns>>;
}

interface Guarded<A extends Access> {
  /** A permission of the access matrix, `"signedIn"`, or `publicAccess("why")`. */
  access: A;
}

/** Every mutation and action has a rate limit; a public one must name it. */
type Limited<A extends Access> = A extends Public
  ? { rateLimit: RateLimitName }
  : { rateLimit?: RateLimitName };

/** The limit of a function that names none of its own. */
const USUAL_LIMIT = "calls" satisfies RateLimitName;

/** Clients call mutations that schedule the work; a public action states why it exists. */
interface Excused {
  /** Why a mutation that schedules an internal action is not enough. */
  because: string;
}

/** What a public function states about itself. */
export type Policy = { access: Access; rateLimit?: RateLimitName; because?: string };

const policies = new WeakMap<object, Policy>();

/**
 * Reads the policy of a function made by `query`, `mutation` or `action`.
 * @param fn an export of a module in `convex/`
 * @returns its policy, or undefined for an internal function, or one of a library without `declareAccess`
 */
export function policyOf(fn: object): Policy | undefined {
  return policies.get(fn);
}

/** Attaches an access policy to a public function that a library made. */
export function declareAccess<Registered extends object>(
  registered: Registered,
  access: Public,
): Registered {
  policies.set(registered, { access });
  return registered;
}

/** The arguments and result of a function as zod shapes, with the bounds that a validator cannot express. */
export type Shapes = { args: z.ZodObject; returns: z.ZodType };

const shapes = new WeakMap<object, Shapes>();

/**
 * Reads the shapes of a function.
 * @param fn an export of a module in `convex/`
 * @returns its shapes, or undefined when it was not made here
 */
export function shapesOf(fn: object): Shapes | undefined {
  return shapes.get(fn);
}

/** Defines a public query: reads, for the caller, what their scope covers. */
export function query<A extends Access, Args extends ArgShapes, Returns extends AnyShape>(
  definition: Definition<QueryCtx<A>, Args, Returns> & Guarded<A>,
): RegisteredQuery<"public", ArgsIn<Args>, Answer<Returns>> {
  const { validators, run } = compile(definition);
  return guard(
    definition,
    server.query({
      ...validators,
      handler: async (ctx, args) => {
        const user = checkAccess(await findCaller(ctx), definition.access);
        const scoped = { user, db: readerFor(ctx.db, user), unscopedDb: ctx.db };
        return await run({ ...ctx, ...scoped }, args);
      },
    }),
  );
}

/** Defines a public mutation: one transaction, for the caller, on what their scope covers. */
export function mutation<A extends Access, Args extends ArgShapes, Returns extends AnyShape>(
  definition: Definition<MutationCtx<A>, Args, Returns> & Guarded<A> & Limited<A>,
): RegisteredMutation<"public", ArgsIn<Args>, Answer<Returns>> {
  const { validators, run } = compile(definition);
  const policy = limited(definition);
  return guard(
    policy,
    server.mutation({
      ...validators,
      handler: async (ctx, args) => {
        const user = checkAccess(await findCaller(ctx), definition.access);
        await countCall(ctx, policy.rateLimit, user);
        const unscopedDb = followedDb(ctx, async () => user);
        const scoped = { user, db: writerFor({ ...ctx, db: unscopedDb }, user), unscopedDb };
        return await run({ ...ctx, ...scoped }, args);
      },
    }),
  );
}

/** Defines a public action, and why it is one. Prefer a mutation that schedules an internal action. */
export function action<A extends Access, Args extends ArgShapes, Returns extends AnyShape>(
  definition: Definition<ActionCtx<A>, Args, Returns> & Guarded<A> & Limited<A> & Excused,
): RegisteredAction<"public", ArgsIn<Args>, Answer<Returns>> {
  const { validators, run } = compile(definition);
  const policy = limited(definition);
  return guard(
    policy,
    server.action({
      ...validators,
      handler: async (ctx, args) => {
        const caller: Doc<"users"> | null = await ctx.runQuery(internal.users.findCaller, {});
        const user = checkAccess(caller, definition.access);
        await countCall(ctx, policy.rateLimit, user);
        return await run({ ...ctx, user }, args);
      },
    }),
  );
}

/** Defines a query for other functions only. Its database is unscoped. */
export function internalQuery<Args extends ArgShapes, Returns extends AnyShape>(
  definition: Definition<server.QueryCtx, Args, Returns>,
): RegisteredQuery<"internal", ArgsIn<Args>, Answer<Returns>> {
  const { validators, run } = compile(definition);
  return remember(definition, server.internalQuery({ ...validators, handler: run }));
}

/** Defines a mutation for other functions, schedules and crons only. Its database is unscoped. */
export function internalMutation<Args extends ArgShapes, Returns extends AnyShape>(
  definition: Definition<server.MutationCtx, Args, Returns>,
): RegisteredMutation<"internal", ArgsIn<Args>, Answer<Returns>> {
  const { validators, run } = compile(definition);
  return remember(
    definition,
    server.internalMutation({
      ...validators,
      handler: async (ctx, args) =>
        await run({ ...ctx, db: followedDb(ctx, () => findCaller(ctx)) }, args),
    }),
  );
}

/**
 * The internal mutation of Convex for a library that brings its own arguments: migrations. Its database
 * is unscoped, and its writes have the usual side effects.
 */
export const followedMutation = ((definition: FollowedDefinition) =>
  server.internalMutation({
    ...definition,
    handler: async (ctx: server.MutationCtx, args: never) =>
      await definition.handler({ ...ctx, db: followedDb(ctx, async () => null) }, args),
  })) as typeof server.internalMutation;

/**
 * Puts a gate before the internal mutation of a library: a call goes through as it is, with safer arguments,
 * or not at all.
 * @param registered the mutation, which keeps declaring its own arguments
 * @param gate receives the context, the arguments, and a function that runs the mutation
 */
export function gated<Args extends DefaultFunctionArgs, Result>(
  registered: RegisteredMutation<"internal", Args, Promise<Result>>,
  gate: Gate<Args, Result>,
): RegisteredMutation<"internal", Args, Promise<Result | null>> {
  // Every registered function has both, though its public type does not.
  const { _handler: run, exportArgs } = registered as unknown as {
    _handler: (ctx: server.MutationCtx, args: Args) => Promise<Result>;
    exportArgs: () => string;
  };
  const mutation = server.internalMutation({
    // Convex validates by `exportArgs`, which is the library's.
    args: {},
    handler: async (ctx, args) => await gate(ctx, args as Args, (safe) => run(ctx, safe)),
  });
  return Object.assign(mutation, { exportArgs }) as never;
}

type FollowedDefinition = {
  args: PropertyValidators;
  handler: (ctx: server.MutationCtx, args: never) => unknown;
};

/** Defines an action for other functions, schedules and crons only. */
export function internalAction<Args extends ArgShapes, Returns extends AnyShape>(
  definition: Definition<server.ActionCtx, Args, Returns>,
): RegisteredAction<"internal", ArgsIn<Args>, Answer<Returns>> {
  const { validators, run } = compile(definition);
  return remember(definition, server.internalAction({ ...validators, handler: run }));
}

function limited<Stated extends Policy>(definition: Stated): Stated & { rateLimit: RateLimitName } {
  return { ...definition, rateLimit: definition.rateLimit ?? USUAL_LIMIT };
}

/** Refuses, at push, a function without a valid access policy, which types alone could miss. */
function guard<Registered extends object>(
  policy: Policy & Stated,
  registered: Registered,
): Registered {
  if (!isAccess(policy.access)) {
    throw new TypeError(
      `ACCESS_MISSING: a public function states \`access\`, not ${JSON.stringify(policy.access)}; ` +
        `write a permission of the access matrix, "signedIn" or publicAccess("why").`,
    );
  }
  const { access, rateLimit, because } = policy;
  policies.set(registered, { access, rateLimit, because });
  return remember(policy, registered);
}

type Stated = { args: ArgShapes; returns: AnyShape };

function remember<Registered extends object>(
  { args, returns }: Stated,
  registered: Registered,
): Registered {
  shapes.set(registered, { args: objectOf(args), returns: returns as z.ZodType });
  return registered;
}

/** Zod's own types of a function's shapes; the builders' types state only what goes in and out. */
function objectOf(args: ArgShapes): z.ZodObject {
  return z.object(args as z.ZodRawShape);
}

/**
 * Splits a definition into what Convex validates and lists (types, without our limits) and what runs for each
 * call.
 * @returns the validators, and `run`: parses the arguments, calls the handler, strips the result
 */
function compile<Ctx, Args extends ArgShapes, Returns extends AnyShape>({
  args,
  returns,
  handler,
}: Definition<Ctx, Args, Returns>) {
  const taken = objectOf(args);
  const validators: { args: PropertyValidators; returns: GenericValidator } = {
    args: zodToConvexFields(taken.shape),
    returns: zodOutputToConvex(returns),
  };
  // Types only: limits apply to input, so that rows from before a limit was narrowed can still be read.
  const given = convexToZod(validators.returns);
  return {
    validators,
    run: async (ctx: Ctx, sent: unknown): Answer<Returns> => {
      const answer = await handler(ctx, parseOrThrow(taken, sent) as ArgsOut<Args>);
      return given.parse(answer === undefined ? null : answer);
    },
  };
}
