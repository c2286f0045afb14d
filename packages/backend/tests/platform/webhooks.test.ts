// What every webhook refuses, whichever is added to `http.ts`, and what Resend's does.
import { webhookLimits } from "@repo/validators/platform/webhookEvents";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { internal } from "../../convex/_generated/api";
import http from "../../convex/http.ts";
import { guardOf } from "../../convex/model/platform/routes.ts";
import { sourceOf } from "../../convex/model/platform/webhooks.ts";
import { rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { type TestApp, allRows, initTest } from "../../testing/setup.ts";

const SECRET = `whsec_${btoa("a secret of these tests, 32 bytes")}`;

/** What each sender sends, and the variable that holds its secret. Add yours. */
const senders: Record<string, { variable: string; event: object }> = {
  resend: {
    variable: "RESEND_WEBHOOK_SECRET",
    event: {
      type: "email.delivered",
      created_at: "2026-01-01T00:00:00.000Z",
      data: {
        created_at: "2026-01-01T00:00:00.000Z",
        email_id: "an e-mail of somebody else",
        from: "app@example.com",
        to: ["ann@example.com"],
        subject: "Hello",
        somethingNew: true,
      },
    },
  },
};

const webhooks = http.getRoutes().flatMap(([path, method, handler]) => {
  const [guard, source] = [guardOf(handler), sourceOf(handler)];
  if (source === undefined || guard === undefined || !("rateLimit" in guard)) return [];
  return [{ path, method, source, rateLimit: guard.rateLimit }];
});

let app: TestApp;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv("JWT_PRIVATE_KEY", "a key of these tests");
  app = initTest();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const seconds = (offset = 0) => String(Math.floor((Date.now() + offset) / 1000));

async function sign(id: string, timestamp: string, body: string, secret = SECRET) {
  const bytes = Uint8Array.from(atob(secret.slice("whsec_".length)), (c) => c.charCodeAt(0));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, signed));
  return `v1,${btoa(String.fromCharCode(...signature))}`;
}

interface Delivery {
  id?: string;
  timestamp?: string;
  secret?: string;
  headers?: Record<string, string>;
}

async function deliver(path: string, body: string, given: Delivery = {}) {
  const { id = "event_1", timestamp = seconds(), secret = SECRET, headers = {} } = given;
  const signature = await sign(id, timestamp, body, secret);
  return await app.fetch(path, {
    method: "POST",
    body,
    headers: {
      "svix-id": id,
      "svix-timestamp": timestamp,
      "svix-signature": signature,
      ...headers,
    },
  });
}

const noted = async () => (await allRows(app))["/webhookEvents"]!.length;

test("there are some, and each has a sender in this file", () => {
  expect(webhooks.map(({ source }) => source).sort()).toEqual(Object.keys(senders).sort());
});

describe.each(webhooks.map((each) => [each.path, each] as const))(
  "%s",
  (path, { source, rateLimit }) => {
    const { variable, event } = senders[source]!;
    const body = JSON.stringify(event);
    beforeEach(() => void vi.stubEnv(variable, SECRET));

    test("takes an event that is signed, once, however often it comes", async () => {
      expect((await deliver(path, body)).status).toBe(204);
      expect((await deliver(path, body)).status).toBe(204);
      expect(await noted()).toBe(1);
    });

    test("takes one that is signed with a new secret and the one before", async () => {
      const timestamp = seconds();
      const both = `${await sign("event_1", timestamp, body, `whsec_${btoa("old")}`)} ${await sign("event_1", timestamp, body)}`;
      const headers = { "svix-signature": both };
      expect((await deliver(path, body, { timestamp, headers })).status).toBe(204);
    });

    test.each<[string, Delivery]>([
      ["no signature", { headers: { "svix-signature": "" } }],
      ["one of another secret", { secret: `whsec_${btoa("another secret")}` }],
      ["one that is no base64", { headers: { "svix-signature": "v1,%%%" } }],
      ["one of another event", { headers: { "svix-id": "event_2" } }],
      ["one from before", { timestamp: "1700000000" }],
      ["a time that is none", { timestamp: "now" }],
      ["an id that is too long", { id: "x".repeat(webhookLimits.eventId.max + 1) }],
    ])("refuses %s, and notes nothing", async (_what, given) => {
      expect((await deliver(path, body, given)).status).toBe(401);
      expect(await noted()).toBe(0);
    });

    test("refuses what was recorded and sent again once its time is over", async () => {
      const timestamp = seconds();
      vi.setSystemTime(Date.now() + webhookLimits.tolerance + 1000);
      expect((await deliver(path, body, { timestamp })).status).toBe(401);
      const early = seconds(webhookLimits.tolerance + 2000);
      expect((await deliver(path, body, { timestamp: early })).status).toBe(401);
    });

    test("refuses a body that is too long, whatever is said of its length, before it is parsed", async () => {
      const long = JSON.stringify({ ...event, more: "x".repeat(webhookLimits.body.max) });
      const parse = vi.spyOn(JSON, "parse");
      expect((await deliver(path, long)).status).toBe(413);
      const headers = { "Content-Length": String(webhookLimits.body.max + 1) };
      expect((await deliver(path, body, { headers })).status).toBe(413);
      expect(parse.mock.calls.filter(([text]) => text === long)).toEqual([]);
      parse.mockRestore();
    });

    test.each(["", "{", "\uD800", "[1,2"])("refuses %j, which is not JSON", async (text) => {
      expect((await deliver(path, text)).status).toBe(400);
      expect(await noted()).toBe(0);
    });

    test.each(["null", "1", '{"type":"of.tomorrow"}'])(
      "leaves %s, which is no event",
      async (text) => {
        expect((await deliver(path, text)).status).toBe(202);
        expect(await noted()).toBe(0);
      },
    );

    test("is not there without a secret", async () => {
      vi.stubEnv(variable, undefined);
      expect((await deliver(path, body)).status).toBe(404);
    });

    test("says when to come again, once there are too many", async () => {
      const { capacity } = rateLimits[rateLimit];
      await app.run(async (ctx) => {
        const { countFor } = await import("../../convex/model/platform/rateLimits.ts");
        for (let n = 0; n < capacity; n++) await countFor(ctx as never, rateLimit, source);
      });
      const answer = await deliver(path, body);
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
      expect(await noted()).toBe(0);
    });
  },
);

test("ids of events are forgotten after a week, all of them, and not before", async () => {
  await app.run(async (ctx) => {
    for (let n = 0; n < 450; n++)
      await ctx.db.insert("webhookEvents", { source: "resend", eventId: `old ${n}` });
  });
  vi.setSystemTime(Date.now() + (webhookLimits.keptDays * 24 + 1) * 60 * 60 * 1000);
  await app.run((ctx) => ctx.db.insert("webhookEvents", { source: "resend", eventId: "new" }));
  await app.mutation(internal.webhooks.purge, {});
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  const left = (await allRows(app))["/webhookEvents"]!;
  expect(left).toMatchObject([{ eventId: "new" }]);
});
