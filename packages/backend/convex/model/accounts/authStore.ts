// A gate before the auth library's own mutation. The library's public functions pass on whatever a client
// sends, and the mutation reads and changes rows by those ids without checking their table.
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
 * Passes a call of the library on to its mutation, with safe arguments, and records what it did to sessions;
 * returns null instead of an unsafe call.
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

/** Replaces the library's step, which reads every token of the session and fails with too many. */
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

/** The session of a call, which ends with it; null when there is none. */
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

/** Steps that are not named here take arguments of the library or of ours, none from a client. */
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

/** The library writes the signature to any row that the verifier names. */
function knownVerifier({ db }: MutationCtx, call: CallOf<"verifierSignature">): Call {
  const verifier: Id<"authVerifiers"> | null = db.normalizeId("authVerifiers", call.verifier);
  if (verifier === null) throw appError("INVALID", "No sign-in was started with this verifier.");
  return { ...call, verifier };
}

/**
 * A code has eight digits, which can be guessed, but only the page that started the sign-in knows its verifier.
 * With an address the library would record wrong codes by address, a row for each made-up one.
 */
function codeOfVerifier({ db }: MutationCtx, call: CallOf<"verifyCodeAndSignIn">): Call | null {
  const { code } = call.params as { code: unknown };
  const verifier = db.normalizeId("authVerifiers", call.verifier ?? "");
  return typeof code === "string" && verifier !== null
    ? { ...call, verifier, params: { code } }
    : null;
}
