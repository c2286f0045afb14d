import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "./_generated/api";
import crons from "./crons";
import { KEEP_MS, PURGE_BATCH } from "./emails";
import { sendEmail } from "./model/email";
import { type Person, type TestApp, initTest, signedInAs } from "./testing.setup";

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

describe("the mailbox", () => {
  test("shows the texts in development", async () => {
    vi.stubEnv("GROUNDWORK_DEMO", "1");
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

test("the removal is registered with the clock", () => {
  const targets = Object.values(crons.crons).map(({ name, schedule }) => [name, schedule.type]);
  expect(targets).toContainEqual(["emails:purge", "interval"]);
});
