import { APP_NAME } from "@repo/validators/app";
import { paths } from "@repo/validators/platform/paths";
import type { AppPath } from "@repo/validators/appPath";
import { notificationLimits } from "@repo/validators/platform/notifications";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import type { MutationCtx } from "../../convex/_generated/server";
import { notify } from "../../convex/model/platform/notifications.ts";
import { type Person, type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

const paginationOpts = { numItems: 200, cursor: null };
const DAY = 24 * 60 * 60 * 1000;

let app: TestApp;
let ann: Person;
let bob: Person;

beforeEach(async () => {
  app = initTest();
  ann = await signedInAs(app, "member");
  bob = await signedInAs(app, "member");
});

afterEach(() => vi.useRealTimers());

const link = paths.task("team1", "task1");
const notice = { kind: "taskAssigned", title: "Paint the fence", link } as const;

/** Notifies a person so many times. */
const notifyOften = (person: Person, count: number): Promise<Id<"notifications">[]> =>
  app.run(async (ctx) => {
    const ids: Id<"notifications">[] = [];
    for (let n = 1; n <= count; n++) {
      const title = `Task ${n}`;
      ids.push(await notify(ctx as MutationCtx, { ...notice, userId: person.userId, title }));
    }
    return ids;
  });

const titlesOf = async (person: Person) =>
  (await person.query(api.notifications.list, { paginationOpts })).page.map(({ title }) => title);
const unreadOf = (person: Person) => person.query(api.notifications.unreadCount, {});

describe("the list", () => {
  test("holds one's own, the newest first, without what is the server's", async () => {
    await notifyOften(ann, 3);
    await notifyOften(bob, 1);
    expect(await titlesOf(ann)).toEqual(["Task 3", "Task 2", "Task 1"]);
    const { page } = await bob.query(api.notifications.list, { paginationOpts });
    expect(Object.keys(page[0]!).sort()).toEqual(["_creationTime", "_id", "kind", "link", "title"]);
  });
});

describe("the count of unread ones", () => {
  test("is exact up to its end, and says when there are more", async () => {
    const { max } = notificationLimits.unread;
    expect(await unreadOf(ann)).toEqual({ count: 0, isMore: false });
    await notifyOften(ann, max);
    expect(await unreadOf(ann)).toEqual({ count: max, isMore: false });
    await notifyOften(ann, 1);
    expect(await unreadOf(ann)).toEqual({ count: max, isMore: true });
    expect(await unreadOf(bob)).toEqual({ count: 0, isMore: false });
  });
});

describe("marking as read", () => {
  test("takes one out of the count, once", async () => {
    const [id] = await notifyOften(ann, 2);
    await ann.mutation(api.notifications.markRead, { id: id! });
    expect(await unreadOf(ann)).toEqual({ count: 1, isMore: false });
    const before = await app.run((ctx) => ctx.db.get("notifications", id!));
    await ann.mutation(api.notifications.markRead, { id: id! });
    expect(await app.run((ctx) => ctx.db.get("notifications", id!))).toEqual(before);
  });

  test("of another person's is refused as if there were none", async () => {
    const [id] = await notifyOften(ann, 1);
    const refused = bob.mutation(api.notifications.markRead, { id: id! });
    await expect(refused).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
  });

  test("of all takes as many batches as it needs, and leaves what comes later", async () => {
    vi.useFakeTimers();
    await notifyOften(ann, 450);
    await notifyOften(bob, 1);
    await ann.mutation(api.notifications.markAllRead, {});
    vi.setSystemTime(Date.now() + 1000);
    await notifyOften(ann, 1);
    await app.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await unreadOf(ann)).toEqual({ count: 1, isMore: false });
    expect(await unreadOf(bob)).toEqual({ count: 1, isMore: false });
  });
});

test("a title that is too long is cut, in any script", async () => {
  const { max } = notificationLimits.title;
  for (const character of ["x", "👋"]) {
    const title = character.repeat(max + 1);
    await app.run((ctx) => notify(ctx as MutationCtx, { ...notice, userId: ann.userId, title }));
    expect(await titlesOf(ann)).toContain(`${character.repeat(max - 1)}…`);
  }
});

test("a link out of the app is refused, and what it belongs to with it", async () => {
  // As no link is typed.
  const link = "https://example.com" as AppPath;
  const refused = app.run((ctx) =>
    notify(ctx as MutationCtx, { ...notice, userId: ann.userId, link }),
  );
  await expect(refused).rejects.toThrow("Not a path of this app");
});

describe("the digest", () => {
  const run = async () => {
    await app.mutation(internal.notifications.digest, { cursor: null });
    await app.finishAllScheduledFunctions(vi.runAllTimers);
  };
  const mails = () => app.run((ctx) => ctx.db.query("emails").collect());

  beforeEach(() => void vi.useFakeTimers());

  test("tells each person of what they have not read, and of nothing twice", async () => {
    const [read] = await notifyOften(ann, 3);
    await ann.mutation(api.notifications.markRead, { id: read! });
    await run();
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ kind: "digest", subject: `2 new notifications in ${APP_NAME}` });
    expect(mail!.text).toContain("Task 2");
    expect(mail!.text).not.toContain("Task 1");
    await run();
    expect(await mails()).toHaveLength(1);
    await notifyOften(ann, 1);
    await run();
    expect((await mails()).map(({ subject }) => subject)).toEqual([
      `2 new notifications in ${APP_NAME}`,
      `1 new notification in ${APP_NAME}`,
    ]);
  });

  test("spells out ten, and counts the rest", async () => {
    await notifyOften(ann, 12);
    await run();
    const [mail] = await mails();
    expect(mail!.text!.match(/- Task/g)).toHaveLength(10);
    expect(mail!.text).toContain("… and 2 more.");
  });

  test("quotes names on one line, so that none passes for the app's own words", async () => {
    const name = "Ann\n\nYour account is locked";
    await app.run(async (ctx) => {
      await ctx.db.patch("users", ann.userId, { name });
      const notice = { userId: ann.userId, kind: "taskAssigned", title: name } as const;
      await notify(ctx, notice);
      // As from before notifications were put on one line.
      await ctx.db.insert("notifications", notice);
    });
    await run();
    const [mail] = await mails();
    expect(mail!.text).not.toMatch(/^Your/m);
    expect(mail!.text!.match(/Ann Your account is locked/g)).toHaveLength(3);
    const { page } = await ann.query(api.notifications.list, { paginationOpts });
    expect(page.map(({ title }) => title)).toContain("Ann Your account is locked");
  });

  test("goes to nobody who turned it off, and to them again when they turn it on", async () => {
    await ann.mutation(api.notificationSettings.save, { digest: "never" });
    await notifyOften(ann, 1);
    await run();
    expect(await mails()).toEqual([]);
    await ann.mutation(api.notificationSettings.save, { digest: "daily" });
    expect(await ann.query(api.notificationSettings.get, {})).toMatchObject({ digest: "daily" });
    await run();
    expect(await mails()).toHaveLength(1);
  });

  test("reaches everybody, batch by batch", async () => {
    for (let n = 0; n < 45; n++) await notifyOften(await signedInAs(app, "member"), 1);
    await run();
    const to = (await mails()).map((mail) => mail.to);
    expect(new Set(to).size).toBe(45);
  });

  test("goes out a few in a second, and past those who get none without waiting", async () => {
    const start = Date.now();
    for (let n = 0; n < 40; n++) await signedInAs(app, "member");
    await run();
    const idle = Date.now() - start;
    for (let n = 0; n < 40; n++) await notifyOften(await signedInAs(app, "member"), 1);
    await run();
    const times = (await mails()).map(({ _creationTime }) => _creationTime);
    expect(times).toHaveLength(40);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThanOrEqual(10_000);
    expect(idle).toBeLessThan(1000);
  });

  test("goes to nobody who is shut out", async () => {
    await notifyOften(ann, 1);
    await app.run((ctx) => ctx.db.patch("users", ann.userId, { bannedAt: 1 }));
    await run();
    expect(await mails()).toEqual([]);
  });

  test("reaches the others when one address takes no e-mail", async () => {
    await notifyOften(ann, 1);
    await app.run((ctx) => ctx.db.patch("users", ann.userId, { email: "no address" }));
    const other = await signedInAs(app, "member");
    await notifyOften(other, 1);
    const log = vi.spyOn(console, "error").mockReturnValue();
    await run();
    expect(await mails()).toHaveLength(1);
    expect(log).toHaveBeenCalledOnce();
    const rows = await app.run((ctx) => ctx.db.query("notifications").collect());
    expect(rows.map((row) => "emailedAt" in row)).toEqual([false, true]);
  });
});

test("the purge removes what is old, in more than one batch, and nothing else", async () => {
  vi.useFakeTimers();
  await notifyOften(ann, 450);
  vi.setSystemTime(Date.now() + (notificationLimits.keptDays + 1) * DAY);
  await notifyOften(ann, 1);
  await app.mutation(internal.notifications.purge, {});
  await app.finishAllScheduledFunctions(vi.runAllTimers);
  const { page } = await ann.query(api.notifications.list, { paginationOpts });
  expect(page).toHaveLength(1);
});

test("an account that is removed takes its notifications and settings along", async () => {
  await notifyOften(ann, 2);
  await ann.mutation(api.notificationSettings.save, { digest: "never" });
  const { removeRow } = await import("../../convex/model/platform/removal.ts");
  await app.run((ctx) => removeRow(ctx as MutationCtx, "users", ann.userId));
  const left = await app.run(async (ctx) => [
    ...(await ctx.db.query("notifications").collect()),
    ...(await ctx.db.query("notificationSettings").collect()),
  ]);
  expect(left).toEqual([]);
});
