import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, components, internal } from "../../convex/_generated/api";
import crons from "../../convex/crons.ts";
import { declaredCrons } from "../../convex/model/platform/cronRuns.ts";
import { PURGE_BATCH } from "../../convex/emails.ts";
import { KEEP_MS, sendEmail } from "../../convex/model/platform/email.ts";
import { type Person, type TestApp, allRows, initTest, signedInAs } from "../../testing/setup.ts";

const firstPage = { paginationOpts: { numItems: 10, cursor: null } };
const mail = {
  to: "ann@example.com",
  kind: "verification",
  subject: "Your code",
  text: "It is 12345678.",
} as const;

let app: TestApp;
let admin: Person;

beforeEach(async () => {
  app = initTest();
  admin = await signedInAs(app, "admin");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const send = (changes: Partial<typeof mail> = {}) =>
  app.mutation((ctx) => sendEmail(ctx, { ...mail, ...changes }));
const stored = () => app.run((ctx) => ctx.db.query("emails").take(PURGE_BATCH * 2));

describe("without a mail service", () => {
  test("an e-mail is kept, and nothing is scheduled", async () => {
    await send();
    expect(await stored()).toMatchObject([{ ...mail, status: "kept" }]);
    expect(await app.run((ctx) => ctx.db.system.query("_scheduled_functions").take(1))).toEqual([]);
  });

  test("one that cannot be sent is not written either", async () => {
    const refused = send({ subject: " " as never });
    await expect(refused).rejects.toMatchObject({ data: { code: "INVALID" } });
    expect(await stored()).toEqual([]);
  });
});

describe("the mailbox of an address", () => {
  const inbox = () => app.query(api.emails.inbox, { address: mail.to });

  beforeEach(() => void vi.stubEnv("DEMO_DEPLOYMENT", "1"));

  test("has its newest e-mails, for somebody who is not signed in", async () => {
    vi.spyOn(console, "info").mockReturnValue();
    for (let n = 1; n <= 6; n++) await send({ subject: `Code ${n}` as never });
    await send({ to: "bob@example.com" as never, subject: "Bob's" as never });
    const found = await inbox();
    expect(found.map(({ subject }) => subject)).toEqual([6, 5, 4, 3, 2].map((n) => `Code ${n}`));
    expect(found[0]).toMatchObject({ text: mail.text, kind: mail.kind });
  });

  test("is empty on a deployment that is no demo", async () => {
    vi.stubEnv("DEMO_DEPLOYMENT", undefined);
    await send();
    expect(await inbox()).toEqual([]);
  });

  test("lacks what a mail service has sent", async () => {
    await app.run((ctx) => ctx.db.insert("emails", { ...mail, status: "sent" }));
    expect(await inbox()).toEqual([]);
  });
});

describe("with a key of the mail service", () => {
  /** What the service is asked, and what it answers, in turn; the last answer stays. */
  let asked: Request[];
  let answers: (number | Error)[];

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubEnv("RESEND_API_KEY", "re_test");
    vi.stubEnv("EMAIL_FROM", "App <app@example.com>");
    [asked, answers] = [[], [200]];
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      asked.push(new Request(url, init));
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (answer instanceof Error) throw answer;
      const data = [{ id: `re-${asked.length}` }];
      return new Response(JSON.stringify({ data }), { status: answer });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  /** Lets the component work, then asks it, as the cron does. */
  const settle = async () => {
    await app.finishAllScheduledFunctions(vi.runAllTimers);
    await app.mutation(internal.emails.follow, { after: 0 });
  };
  const tell = async (type: string, data: object = {}) => {
    const event = { type, created_at: "2026-01-01T00:00:00Z", data: { ...facts, ...data } };
    await app.mutation((ctx) => ctx.runMutation(components.resend.lib.handleEmailEvent, { event }));
    await app.finishAllScheduledFunctions(vi.runAllTimers);
  };
  const facts = {
    ...{ email_id: "re-1", created_at: "2026-01-01T00:00:00Z", from: "a@example.com" },
    ...{ to: ["ann@example.com"], subject: "Your code" },
  };

  test("an e-mail is handed over once, recorded, and its text forgotten", async () => {
    await send();
    expect(asked).toEqual([]);
    const [queued] = await stored();
    expect(queued).toMatchObject({ status: "queued" });
    expect(queued).not.toHaveProperty("text");

    await settle();
    expect(asked).toHaveLength(1);
    expect(asked[0]!.url).toBe("https://api.resend.com/emails/batch");
    expect(asked[0]!.headers.get("authorization")).toBe("Bearer re_test");
    const { kind: _kind, to, ...rest } = mail;
    expect(await asked[0]!.json()).toMatchObject([
      { ...rest, to: [to], from: "App <app@example.com>" },
    ]);
    expect(await stored()).toMatchObject([{ status: "sent", sentAt: expect.any(Number) }]);
  });

  test("what passes is tried again under the same key", async () => {
    answers = [503, 429, new Error("no connection"), 200];
    await send();
    await settle();
    const keys = asked.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
    expect(await stored()).toMatchObject([{ status: "sent" }]);
  });

  test.each([
    ["that refuses it", 422, "422"],
    ["that never answers well", 500, "Resend API error"],
  ])("by a service %s it is given up, with the reason on record", async (_what, code, reason) => {
    answers = [code];
    await send();
    await settle();
    expect(asked.length).toBe(code === 422 ? 1 : 10);
    const [row] = await stored();
    expect(row).toMatchObject({ status: "failed", error: expect.stringContaining(reason) });
  });

  test("without a sender nothing is sent, and the record has the command that sets one", async () => {
    vi.stubEnv("EMAIL_FROM", undefined);
    await send();
    await settle();
    expect(asked).toEqual([]);
    expect(await stored()).toMatchObject([
      { status: "failed", error: expect.stringContaining("env set EMAIL_FROM") },
    ]);
  });

  test("an e-mail of a transaction that fails is not sent", async () => {
    const failing = app.mutation(async (ctx) => {
      await sendEmail(ctx, mail);
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    await settle();
    expect(asked).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  test("an event of the webhook moves its e-mail on, never back", async () => {
    await send();
    await settle();
    await tell("email.delivered");
    expect(await stored()).toMatchObject([{ status: "delivered" }]);
    await tell("email.delivery_delayed");
    expect(await stored()).toMatchObject([{ status: "delivered" }]);
    await tell("email.bounced", { bounce: { message: "No such box", subType: "x", type: "y" } });
    expect(await stored()).toMatchObject([{ status: "bounced", error: "No such box" }]);
  });

  test("the component forgets the text, sent or not, a day later", async () => {
    await send();
    await settle();
    const texts = async () => (await allRows(app))["resend/content"];
    expect(await texts()).toHaveLength(1);
    vi.setSystemTime(Date.now() + 25 * 60 * 60 * 1000);
    await app.mutation(internal.emails.purge, {});
    expect(await texts()).toEqual([]);
  });
});

describe("the mailbox", () => {
  test("shows the texts in development", async () => {
    vi.stubEnv("DEMO_DEPLOYMENT", "1");
    const id = await send();
    expect((await admin.query(api.emails.list, firstPage)).page).toMatchObject([mail]);
    expect(await admin.query(api.emails.get, { id })).toMatchObject(mail);
  });

  test("shows no text elsewhere, as the code in it opens somebody's account", async () => {
    const id = await send();
    const [listed] = (await admin.query(api.emails.list, firstPage)).page;
    expect(listed).toMatchObject({ to: mail.to, subject: mail.subject, status: "kept" });
    expect(listed).not.toHaveProperty("text");
    expect(await admin.query(api.emails.get, { id })).not.toHaveProperty("text");
  });

  test("can be narrowed to one status", async () => {
    await send();
    const { page } = await admin.query(api.emails.list, { status: "failed", ...firstPage });
    expect(page).toEqual([]);
    const kept = await admin.query(api.emails.list, { status: "kept", ...firstPage });
    expect(kept.page).toHaveLength(1);
  });

  test("is closed to members", async () => {
    const member = await signedInAs(app, "member");
    await expect(member.query(api.emails.list, firstPage)).rejects.toMatchObject({
      data: { code: "FORBIDDEN" },
    });
  });
});

test("what is old is removed in batches, what is not stays", async () => {
  vi.useFakeTimers();
  await app.run(async (ctx) => {
    for (let n = 0; n <= PURGE_BATCH; n++) {
      await ctx.db.insert("emails", { ...mail, status: "kept" });
    }
  });
  vi.setSystemTime(Date.now() + KEEP_MS + 1000);
  await send({ to: "new@example.com" as never });

  await app.mutation(internal.emails.purge, {});
  expect(await stored()).toHaveLength(2);
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  expect(await stored()).toMatchObject([{ to: "new@example.com" }]);
});

test.each(["emails:purge", "emails:follow"])("%s is registered with the clock", (target) => {
  const targets = declaredCrons(crons).map(({ target, schedule }) => [target, schedule.type]);
  expect(targets).toContainEqual([target, "interval"]);
});
