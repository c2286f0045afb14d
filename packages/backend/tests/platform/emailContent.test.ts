// Every e-mail of the app, by its example: what all of them have in common.
import { paths } from "@repo/validators/platform/paths";
import { type EmailKind, emailInput, emailKinds } from "@repo/validators/platform/emails";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { api, internal } from "../../convex/_generated/api";
import { emailExamples } from "../../convex/model/emails/examples.ts";
import { message } from "../../convex/model/platform/emailContent.ts";
import * as values from "../../convex/model/platform/emailValues.ts";
import { sendToUser } from "../../convex/model/platform/emailToUser.ts";
import { type Person, type TestApp, initTest, signedInAs } from "../../testing/setup.ts";

const examples = Object.entries(emailExamples).map(([kind, write]) => [kind, write()] as const);

/** What a person reads of an HTML, without its head. */
const readable = (html: string) =>
  html
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, sign: string) => `${signs[sign]}`);
const signs: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

describe.each(examples)("%s", (kind, written) => {
  test("can be sent", () => {
    expect(written.kind).toBe(kind);
    expect(emailInput.safeParse({ to: "ann@example.com", ...written }).error).toBeUndefined();
  });

  test("shows no link and no code on a locked screen", () => {
    expect(written.subject).not.toMatch(/https?:|ABCD/);
  });

  test("says the same as text and as HTML, with the same links", () => {
    const links = (written.text.match(/https?:\S+/g) ?? []).sort();
    const anchors = [...written.html!.matchAll(/<a href="([^"]+)">/g)].map(([, link]) => link!);
    expect(anchors.sort()).toEqual(links);
    const words = wordsOf(written.text.replace(/https?:\S+/g, ""));
    const inHtml = new Set(wordsOf(readable(written.html!)));
    expect(words.filter((word) => !inHtml.has(word))).toEqual([]);
  });
});

test("values are text in HTML, and never markup", () => {
  const evil = `<img src=x onerror="a('b')">&`;
  const { html, text } = message(
    ...(["verification", evil, evil, { code: evil }] as const),
    { label: evil, after: evil, page: paths.account() },
    { facts: { [evil]: evil } },
    { items: [{ text: evil }, { text: evil, page: paths.account() }], end: evil },
  );
  expect(html).not.toContain("<img");
  expect(html).not.toMatch(/"[^"<>]*'b'/);
  expect(readable(html!)).toContain(evil);
  expect(text).toContain(evil);
});

describe("on a deployment", () => {
  let app: TestApp;
  let ann: Person;
  const kind: EmailKind = "invitation";

  beforeEach(async () => {
    app = initTest();
    ann = await signedInAs(app, "member");
    vi.spyOn(console, "info").mockReturnValue();
    return () => void vi.unstubAllEnvs();
  });

  test.each(emailKinds)("the example of %s can be read in the mailbox of a demo", async (one) => {
    vi.stubEnv("DEMO_DEPLOYMENT", "1");
    await app.mutation(internal.emails.preview, { kind: one, to: "look@example.com" });
    const { subject, text, html } = emailExamples[one]();
    const found = await app.query(api.emails.inbox, { address: "look@example.com" });
    expect(found).toMatchObject([{ kind: one, subject, text, html }]);
  });

  test("no example is sent where it could reach somebody", async () => {
    const sent = app.mutation(internal.emails.preview, { kind, to: "look@example.com" });
    await expect(sent).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  });

  const send = () => app.mutation((ctx) => sendToUser(ctx, ann.userId, emailExamples[kind]()));

  test("an e-mail to a user goes to the address of their account", async () => {
    const id = await send();
    const [sent] = await app.run((ctx) => ctx.db.query("emails").collect());
    expect(sent).toMatchObject({ _id: id, kind, to: expect.stringContaining("@example.com") });
  });

  test("rows of a kind that the app has no more stay readable, and are no choice", async () => {
    vi.stubEnv("DEMO_DEPLOYMENT", "1");
    const [gone, to] = ["noLongerSent", "look@example.com"];
    const email = { to, kind: gone, subject: "Shipped", text: "It is.", status: "kept" } as const;
    const settings = { userId: ann.userId, digest: "daily", muted: [gone, kind] } as const;
    await app.run(async (ctx) => {
      await ctx.db.insert("emails", email);
      await ctx.db.insert("notificationSettings", { ...settings, muted: [...settings.muted] });
    });
    expect(await app.query(api.emails.inbox, { address: to })).toMatchObject([{ kind: gone }]);
    expect(await ann.query(api.notificationSettings.get, {})).toMatchObject({ muted: [kind] });
  });

  test.each<[string, () => Promise<unknown>]>([
    ["turned it off", () => ann.mutation(api.notificationSettings.save, off)],
    ["is shut out", () => app.run((ctx) => ctx.db.patch("users", ann.userId, { bannedAt: 1 }))],
    ["is gone", () => app.run((ctx) => ctx.db.delete("users", ann.userId))],
  ])("none goes to a user who %s", async (_why, change) => {
    await change();
    expect(await send()).toBeNull();
    expect(await app.run((ctx) => ctx.db.query("emails").collect())).toEqual([]);
  });
  const off = { digest: "daily" as const, muted: [kind] };

  test("what a user turned off stays off when they change the digest, until they turn it on", async () => {
    const { save, get } = api.notificationSettings;
    await ann.mutation(save, { digest: "daily", muted: [kind] });
    await ann.mutation(save, { digest: "never" });
    expect(await ann.query(get, {})).toEqual({ digest: "never", muted: [kind] });
    await ann.mutation(save, { digest: "never", muted: [] });
    expect(await ann.query(get, {})).toEqual({ digest: "never", muted: [] });
  });
});

test.each<[string, string]>([
  [values.momentText(Date.UTC(2030, 0, 31, 9, 30)), "Jan 31, 2030, 9:30 AM UTC"],
  [values.dayText("2030-01-31"), "Jan 31, 2030"],
  [values.numberText(1200), "1,200"],
  [values.moneyText(999, "EUR"), "€9.99"],
  [values.moneyText(999, "JPY"), "¥999"],
  [values.durationText(5400), "1 hour 30 minutes"],
  [values.durationText(0), "0 minutes"],
  [values.yesOrNo(true), "Yes"],
])("a value is written as people read it: %s", (written, read) => {
  expect(written.replace(/\s/g, " ")).toBe(read);
});
