// The checks of every webhook: a limit on the body, the sender's signature and its time, the shape of the event,
// and that each event is handled once. Signatures are those of Standard Webhooks, which
// Resend and others send: https://www.standardwebhooks.com.
import { webhookLimits } from "@repo/validators/platform/webhookEvents";
import type { FunctionReference, PublicHttpAction } from "convex/server";
import type { z } from "zod";
// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- makes handlers; the routes stand in http.ts
import { httpAction } from "../../_generated/server";
import type { ActionCtx, MutationCtx } from "../../_generated/server";
import type { RateLimitName } from "./rateLimits";
import { bodyWithin } from "../../lib/bodyWithin";
import { refusalOverLimit, setGuard, textAnswer } from "./routes";

/** What a webhook states about itself. */
export interface Webhook<Event> {
  /** The sender: a word in the route's path, stored with the ids of events. */
  source: string;
  /** The secret that the sender signs with, `whsec_` and base64; read for each call, undefined when not set. */
  secret: () => string | undefined;
  /** Counted for each event with a valid signature. */
  rateLimit: RateLimitName;
  /** The size of a body at most; default, and at most: 64 KiB. */
  maxBytes?: number;
  /** The shape of an event; events that do not match are acknowledged and ignored. */
  event: z.ZodType<Event>;
  /** Handles an event in one transaction. It calls `isNewEvent` first. */
  take: FunctionReference<"mutation", "internal", { eventId: string; event: Event }, null>;
}

/** The webhooks, by their handlers. */
const sources = new WeakMap<object, string>();

/**
 * Names the sender of a route's events.
 * @param handler what the router calls
 * @returns undefined for one that `webhook` did not make
 */
export function sourceOf(handler: object): string | undefined {
  return sources.get(handler);
}

/**
 * Makes the handler of a webhook, for `POST /webhooks/<source>`. It responds 204 to an event that was handled, now
 * or before, 202 to one that is not used here, 404 without a secret, 413 to a body that is too long, 401 to a
 * signature that is missing, wrong or expired, 400 to a body that is not JSON, 429 to too many.
 * @param definition the sender, how events are signed, and the handler
 */
export function webhook<Event>(definition: Webhook<Event>): PublicHttpAction {
  const handler = httpAction(async (ctx, request) => await answer(ctx, request, definition));
  sources.set(handler, definition.source);
  setGuard(handler, { rateLimit: definition.rateLimit });
  return handler;
}

async function answer<Event>(
  ctx: ActionCtx,
  request: Request,
  { source, secret, rateLimit, event: shape, take, ...more }: Webhook<Event>,
): Promise<Response> {
  const key = secret();
  if (key === undefined) return textAnswer(404, `No secret is set for the webhook of ${source}.`);
  const maxBytes = Math.min(more.maxBytes ?? Infinity, webhookLimits.body.max);
  const blob = await bodyWithin(request, maxBytes);
  if (blob === null) return textAnswer(413, `A body has ${maxBytes} bytes at most.`);
  const body = new Uint8Array(await blob.arrayBuffer());
  const eventId = await signedId(request.headers, body, key);
  if (eventId === null) return textAnswer(401, "The signature is missing, wrong, or expired.");
  const payload = parsed(body);
  if (payload === undefined) return textAnswer(400, "The body is not JSON.");
  const { data: event, error } = shape.safeParse(payload);
  // The signature is valid, so it is a newer kind of event. After an error it would be redelivered for days.
  if (error) return textAnswer(202, "This kind of event is not used here.");
  const tooMany = await refusalOverLimit(ctx, rateLimit, source);
  if (tooMany !== null) return tooMany;
  await ctx.runMutation(take, { eventId, event });
  return new Response(null, { status: 204 });
}

/**
 * Records an event. Call it first in the mutation that handles one, and do nothing when it returns false: senders
 * redeliver an event when a response was lost, and anyone who recorded a request may send it again.
 * @param ctx the context of a mutation, with an unscoped database
 * @param source whose event
 * @param eventId its id, from the signed headers
 * @returns false when it was handled before
 */
export async function isNewEvent(
  ctx: Pick<MutationCtx, "db">,
  source: string,
  eventId: string,
): Promise<boolean> {
  const known = await ctx.db
    .query("webhookEvents")
    .withIndex("by_source_and_eventId", (q) => q.eq("source", source).eq("eventId", eventId))
    .first();
  if (known !== null) return false;
  await ctx.db.insert("webhookEvents", { source, eventId });
  return true;
}

/** The id of the event, if one of the signatures is valid and recent; null otherwise. */
async function signedId(
  headers: Headers,
  body: Uint8Array,
  secret: string,
): Promise<string | null> {
  const read = (name: string) =>
    headers.get(`webhook-${name}`) ?? headers.get(`svix-${name}`) ?? "";
  const [id, timestamp, signatures] = [read("id"), read("timestamp"), read("signature")];
  const { min, max } = webhookLimits.eventId;
  if (id.length < min || id.length > max || !/^\d{1,12}$/.test(timestamp)) return null;
  if (Math.abs(Date.now() - Number(timestamp) * 1000) > webhookLimits.tolerance) return null;
  const keyBytes = fromBase64(secret.replace(/^whsec_/, ""));
  if (keyBytes === null) return null;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", keyBytes, algorithm, false, ["verify"]);
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array([...head, ...body]);
  // A few: a sender that rotates its secret signs with both. `verify` compares in constant time.
  for (const each of signatures.split(" ").slice(0, SIGNATURES_MAX)) {
    const signature = each.startsWith("v1,") ? fromBase64(each.slice("v1,".length)) : null;
    if (signature && (await crypto.subtle.verify("HMAC", key, signature, signed))) return id;
  }
  return null;
}

const SIGNATURES_MAX = 5;

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** The content of a body; undefined when it is not JSON. */
function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
