// What stands before the auth library's own mutation. The library's public functions hand on what anybody
// sends them, and it looks rows up by that, ends and changes them, without asking of which table they are.
import type { convexAuth } from "@convex-dev/auth/server";
import type { RegisteredMutation } from "convex/server";
import type { Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { appError } from "../errors";
import type { Gate } from "../functions";
import { countFor, networkOf } from "../rateLimits";
import { recordOwn } from "./audit";

type Store = ReturnType<typeof convexAuth>["store"];
type StoreGate =
  Store extends RegisteredMutation<"internal", infer Args, Promise<infer Result>>
    ? Gate<Args, Result>
    : never;
type Call = Parameters<StoreGate>[1]["args"];
type CallOf<Type extends Call["type"]> = Extract<Call, { type: Type }>;

/**
 * Lets a call of the library to its mutation through, made safe, and records what it did to sessions;
 * answers null in place of one that is not safe.
 */
export const storeGate: StoreGate = async (ctx, { args: call }, run) => {
  const safe = await madeSafe(ctx, call);
  if (safe === null) return null;
  const answer = await run({ args: safe });
  const verb = verbs[safe.type];
  if (verb !== undefined && isAboutSession(answer)) {
    await recordOwn(ctx, answer.userId, verb, { sessionId: answer.sessionId });
  }
  return answer;
};

const verbs: { readonly [Type in Call["type"]]?: string } = {
  signIn: "signIn",
  verifyCodeAndSignIn: "signIn",
  signOut: "signOut",
};

function isAboutSession(answer: unknown): answer is Session {
  return typeof answer === "object" && answer !== null && "sessionId" in answer;
}
type Session = { userId: Id<"users">; sessionId: Id<"authSessions"> };

/** Those that are not named here take what the library or we have made, not what somebody sent. */
async function madeSafe(ctx: MutationCtx, call: Call): Promise<Call | null> {
  switch (call.type) {
    case "refreshSession":
      return await ownRefresh(ctx, call);
    case "verifierSignature":
      return knownVerifier(ctx, call);
    case "verifyCodeAndSignIn":
      // Eight digits, which the library lets anybody try without an end.
      await countFor(ctx, "auth.triesFrom", await networkOf(ctx));
      return codeAlone(call);
    case "verifier":
      await countFor(ctx, "auth.triesFrom", await networkOf(ctx));
      return call;
    default:
      return call;
  }
}

/**
 * The token of a session is two ids. Of a pair that it cannot use the library removes the row that the
 * second names, whatever that is; so both have to be what they stand for, and belong together.
 */
async function ownRefresh(
  { db }: MutationCtx,
  { refreshToken }: CallOf<"refreshSession">,
): Promise<Call | null> {
  const [first = "", second = ""] = refreshToken.split("|");
  const tokenId = db.normalizeId("authRefreshTokens", first);
  const sessionId = db.normalizeId("authSessions", second);
  const token = tokenId && (await db.get("authRefreshTokens", tokenId));
  if (token === null || token.sessionId !== sessionId) return null;
  return { type: "refreshSession", refreshToken: `${token._id}|${sessionId}` };
}

/** The library writes the signature to whatever row the verifier names. */
function knownVerifier({ db }: MutationCtx, call: CallOf<"verifierSignature">): Call {
  const verifier: Id<"authVerifiers"> | null = db.normalizeId("authVerifiers", call.verifier);
  if (verifier === null) throw appError("INVALID", "No sign-in was started with this verifier.");
  return { ...call, verifier };
}

/** Given an address the library notes wrong codes by it, a row for each that anybody makes up. */
function codeAlone(call: CallOf<"verifyCodeAndSignIn">): Call | null {
  const { code } = call.params as { code: unknown };
  return typeof code === "string" ? { ...call, params: { code } } : null;
}
