// Routes that call a function: what each kind of caller gets, and what never reaches the function.
import { httpRouter } from "convex/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as emailFunctions from "../../convex/emails.ts";
import * as jobFunctions from "../../convex/jobs.ts";
import * as noteFunctions from "../../convex/notes.ts";
import * as userFunctions from "../../convex/users.ts";
import { env } from "../../convex/_generated/server";
import { addFunctionRoute } from "../../convex/builders/functionRoutes.ts";
import { functionRequests } from "../../testing/function-routes.ts";
import { type TestApp, allRows, initTest, signedInAs, useUpLimits } from "../../testing/setup.ts";

const http = httpRouter();
const common = { rateLimit: "notes.create", maxBytes: 1000 } as const;
addFunctionRoute(http, {
  ...{ ...common, method: "POST", path: "/api/notes", origins: "app" },
  auth: { kind: "session" },
  calls: noteFunctions.create,
  as: "notes:create",
});
addFunctionRoute(http, {
  ...{ ...common, method: "GET", path: "/api/me", origins: ["https://partner.example"] },
  auth: { kind: "session" },
  calls: userFunctions.me,
  as: "users:me",
});
addFunctionRoute(http, {
  ...{ ...common, method: "POST", path: "/api/purge" },
  auth: { kind: "key", key: () => env.RESEND_WEBHOOK_SECRET },
  calls: jobFunctions.purge,
  as: "jobs:purge",
});
addFunctionRoute(http, {
  ...{ ...common, method: "GET", path: "/api/inbox", origins: "any" },
  auth: { kind: "public", why: "the mailbox of a demo is public" },
  calls: emailFunctions.inbox,
  as: "emails:inbox",
});

addFunctionRoute(http, {
  ...{ ...common, method: "GET", path: "/api/note" },
  auth: { kind: "session" },
  calls: noteFunctions.get,
  as: "notes:get",
});

let app: TestApp;
beforeEach(() => {
  vi.stubEnv("JWT_PRIVATE_KEY", "a key of these tests");
  vi.stubEnv("SITE_URL", "https://app.example");
  app = initTest({ "./http.ts": async () => ({ default: http }) });
});
afterEach(() => void vi.unstubAllEnvs());

const routes = [
  { route: "POST /api/notes", calls: "notes:create" },
  { route: "POST /api/purge", calls: "jobs:purge", variable: "RESEND_WEBHOOK_SECRET" },
  { route: "GET /api/inbox", calls: "emails:inbox", isPublic: true },
] as const;

describe.each(routes)("$route", (options) => {
  const { served, refused } = functionRequests(() => app, {
    ...{ ...options, role: "member", maxBytes: common.maxBytes },
  });

  test("responds with what the function returns, and says when there were too many", async () => {
    const { by, path, init } = await served();
    const answer = await by.fetch(path, init);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    await useUpLimits(app);
    const tooMany = await by.fetch(path, init);
    expect(tooMany.status).toBe(429);
    expect(Number(tooMany.headers.get("Retry-After"))).toBeGreaterThan(0);
  });

  test.each(refused)("refuses %s with %i, and writes nothing", async (_sends, status, request) => {
    const { by, path, init } = await request();
    const notes = async () => (await allRows(app))["/notes"]!.length;
    const before = await notes();
    expect((await by.fetch(path, init)).status).toBe(status);
    expect(await notes()).toBe(before);
  });
});

test("a route whose key is not set is not there", async () => {
  vi.stubEnv("RESEND_WEBHOOK_SECRET", undefined);
  expect((await app.fetch("/api/purge", { method: "POST", body: "{}" })).status).toBe(404);
});

test.each([
  ["/api/notes", "POST", "https://app.example", "https://app.example"],
  ["/api/notes", "POST", "https://evil.example", null],
  ["/api/me", "GET", "https://partner.example", "https://partner.example"],
  ["/api/inbox", "GET", "https://evil.example", "https://evil.example"],
])("%s, asked by a page of %3$s, lets %4$s read", async (path, method, origin, allowed) => {
  const headers = { Origin: origin, "Access-Control-Request-Method": method };
  const answer = await app.fetch(path, { method: "OPTIONS", headers });
  expect(answer.headers.get("Access-Control-Allow-Origin")).toBe(allowed);
});

test.each(["x", "", "10000;users"])("an id that is none is refused with 400: %j", async (id) => {
  const person = await signedInAs(app, "member");
  const args = encodeURIComponent(JSON.stringify({ id }));
  expect((await person.fetch(`/api/note?args=${args}`)).status).toBe(400);
});
