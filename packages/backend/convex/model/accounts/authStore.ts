// What stands before the auth library's own mutation. The library's public functions hand on what anybody
// sends them, and it looks rows up by that, ends and changes them, without asking of which table they are.
import type { convexAuth } from "@convex-dev/auth/server";
import type { RegisteredMutation } from "convex/server";
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { sessionIdOf } from "../../lib/access";
import { appError } from "../../lib/errors";
import type { Gate } from "../../lib/context";
import { countFor } from "../platform/rateLimits";
import { recordOwn } from "../platform/audit";
import { signRefreshToken, trimTokens, usableToken } from "./refreshTokens";
import { removeRow } from "../platform/removal";

type Store = ReturnType<typeof convexAuth>["store"];
type StoreGate =
  Store extends RegisteredMutation<"internal", infer Args, Promise<infer Result>>
    ? Gate<Args, Result>
    : never;
type Call = Parameters<StoreGate>[1]["args"];
type Run = Parameters<StoreGate>[2];
type Answer = Awaited<ReturnType<StoreGate>>;
type CallOf<Type extends Call["type"]> = Extract<Call, { type: Type }>;

/**
 * Lets a call of the library to its mutation through, made safe, and records what it did to sessions;
 * answers null in place of one that is not safe.
 */
export const storeGate: StoreGate = async (ctx, { args: call }, run) => {
  if (call.type === "signOut") return await signOut(ctx);
  if (call.type === "refreshSession") return await refresh(ctx, call, run);
  if (call.type === "signIn") await endOwnSession(ctx);
  const safe = await madeSafe(ctx, call);
  if (safe === null) return null;
  const answer = await run({ args: safe });
  if (!isSignedIn(answer)) return answer;
  await recordOwn(ctx, answer.userId, "signIn", { sessionId: answer.sessionId });
  return { ...answer, tokens: answer.tokens && (await withSignature(answer.tokens)) };
};

/** In place of the library's, which reads every token of the session: with too many it would fail. */
async function signOut(ctx: MutationCtx): Promise<null> {
  const session = await endOwnSession(ctx);
  if (session !== null) await recordOwn(ctx, session.userId, "signOut", { sessionId: session._id });
  return null;
}

async function refresh(
  ctx: MutationCtx,
  { refreshToken }: CallOf<"refreshSession">,
  run: Run,
): Promise<Answer> {
  const usable = await usableToken(ctx, refreshToken);
  if (usable === null) return null;
  const answer = await run({ args: { type: "refreshSession", refreshToken: usable.token } });
  await trimTokens(ctx, usable.sessionId);
  return isTokens(answer) ? await withSignature(answer) : null;
}

/** The session that a call comes with, which is over then; null when there is none. */
async function endOwnSession(ctx: MutationCtx): Promise<Doc<"authSessions"> | null> {
  const id = ctx.db.normalizeId("authSessions", (await sessionIdOf(ctx)) ?? "");
  const session = id && (await ctx.db.get("authSessions", id));
  if (session !== null) await removeRow(ctx, "authSessions", session._id);
  return session;
}

type Tokens = { token: string; refreshToken: string };
type SignedIn = { userId: Id<"users">; sessionId: Id<"authSessions">; tokens: Tokens | null };

function isTokens(answer: unknown): answer is Tokens {
  return typeof answer === "object" && answer !== null && "refreshToken" in answer;
}

function isSignedIn(answer: unknown): answer is SignedIn {
  return typeof answer === "object" && answer !== null && "sessionId" in answer;
}

async function withSignature({ token, refreshToken }: Tokens): Promise<Tokens> {
  return { token, refreshToken: await signRefreshToken(refreshToken) };
}

/** Those that are not named here take what the library or we have made, not what somebody sent. */
async function madeSafe(ctx: MutationCtx, call: Call): Promise<Call | null> {
  switch (call.type) {
    case "verifierSignature":
      return knownVerifier(ctx, call);
    case "verifyCodeAndSignIn":
      return codeOfVerifier(ctx, call);
    case "verifier":
      await countFor(ctx, "auth.providerSteps", "all");
      return call;
    default:
      return call;
  }
}

/** The library writes the signature to whatever row the verifier names. */
function knownVerifier({ db }: MutationCtx, call: CallOf<"verifierSignature">): Call {
  const verifier: Id<"authVerifiers"> | null = db.normalizeId("authVerifiers", call.verifier);
  if (verifier === null) throw appError("INVALID", "No sign-in was started with this verifier.");
  return { ...call, verifier };
}

/**
 * A code is eight digits, which anybody could try, but for the verifier of the sign-in that it belongs to:
 * only the page that started it knows that. Given an address the library notes wrong codes by it, a row for
 * each that anybody makes up.
 */
function codeOfVerifier({ db }: MutationCtx, call: CallOf<"verifyCodeAndSignIn">): Call | null {
  const { code } = call.params as { code: unknown };
  const verifier = db.normalizeId("authVerifiers", call.verifier ?? "");
  return typeof code === "string" && verifier !== null
    ? { ...call, verifier, params: { code } }
    : null;
}
