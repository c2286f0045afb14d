// What signing in leaves in the audit log, through the function that everybody signs in with.
import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { generateAuthKeys } from "../../embedded/auth-keys.ts";
import { api } from "../../convex/_generated/api";
import type { Id } from "../../convex/_generated/dataModel";
import { type TestApp, initTest } from "../../testing/setup.ts";

const ann = { name: "Ann", email: "ann@example.com", password: "correct horse" };
const newPassword = "battery staple";
const ip = "203.0.113.9";
/** The name of that network: not its address. */
const network = expect.stringMatching(/^[0-9a-f]{16}$/);

let app: TestApp;

beforeAll(async () => {
  const keys = await generateAuthKeys();
  const variables = { CONVEX_SITE_URL: "http://127.0.0.1:1", TRUST_CLIENT_ADDRESS: "1" };
  for (const [name, value] of Object.entries({ ...keys, ...variables })) vi.stubEnv(name, value);
});
afterAll(() => vi.unstubAllEnvs());

beforeEach(() => {
  app = initTest();
});

const enter = async (params: object) => {
  const from = app.withRequestMetadata({ ip });
  const { tokens } = await from.action(api.auth.signIn, { provider: "password", params });
  if (!tokens) return null;
  const subject = decodeJwt(tokens.token).sub!;
  const [userId, sessionId] = subject.split("|") as [Id<"users">, Id<"authSessions">];
  return { ...tokens, userId, sessionId, ...from.withIdentity({ subject }) };
};
const mailed = async () => {
  const [mail] = await app.run((ctx) => ctx.db.query("emails").order("desc").take(1));
  return mail!.text!;
};
const code = async () => /^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(await mailed())![0];
const signUp = async () => {
  await enter({ flow: "signUp", ...ann });
  return (await enter({ flow: "confirm", ...ann, code: await code() }))!;
};
const signIn = async () => (await enter({ flow: "signIn", ...ann }))!;
const trail = () => app.run((ctx) => ctx.db.query("auditEvents").collect());
const actionsOf = (events: { action: string }[]) => events.map(({ action }) => action);
const forget = () =>
  app.run(async (ctx) => {
    for (const { _id } of await ctx.db.query("auditEvents").collect()) await ctx.db.delete(_id);
  });

describe("the log tells, with who, from where and by which request, that somebody", () => {
  test("signed up, which way into the account that is, and that they were let in", async () => {
    const { userId, sessionId } = await signUp();
    const whole = {
      table: "users",
      rowId: userId,
      actorId: userId,
      network,
      requestId: expect.stringMatching(/./),
    };
    const events = await trail();
    expect(events).toMatchObject([whole, whole, whole]);
    const names = ["users.create", "users.addSignInMethod", "users.signIn"];
    expect(actionsOf(events)).toEqual(names);
    expect(events[0]!.details).toContainEqual({ field: "role", to: "member" });
    expect(events[1]!.details).toEqual([{ field: "provider", to: "password" }]);
    expect(events[2]!.details).toEqual([{ field: "sessionId", to: sessionId }]);
  });

  test("signed in, and out", async () => {
    await signUp();
    await forget();
    const person = await signIn();
    await person.action(api.auth.signOut);
    const about = { actorId: person.userId, details: [{ to: person.sessionId }], network };
    const [entered, left] = ["users.signIn", "users.signOut"];
    expect(await trail()).toMatchObject([
      { ...about, action: entered },
      { ...about, action: left },
    ]);
  });

  test("chose a new password", async () => {
    const { userId } = await signUp();
    await enter({ flow: "reset", email: ann.email });
    await forget();
    const given = { email: ann.email, password: newPassword, code: await code() };
    await enter({ flow: "setPassword", ...given });
    expect(await trail()).toMatchObject([
      { action: "users.setPassword", actorId: userId, rowId: userId, details: [], network },
      { action: "users.signIn", actorId: userId },
    ]);
  });

  test("got a password for an account that had none", async () => {
    const userId = await app.run((ctx) =>
      ctx.db.insert("users", { name: "Ann", email: ann.email, role: "member" }),
    );
    await enter({ flow: "reset", email: ann.email });
    const given = { email: ann.email, password: newPassword, code: await code() };
    await enter({ flow: "setPassword", ...given });
    const events = await trail();
    const names = ["users.addSignInMethod", "users.setPassword", "users.signIn"];
    expect(actionsOf(events)).toEqual(names);
    expect(events.map(({ actorId }) => actorId)).toEqual([userId, userId, userId]);
  });

  test("ended one session, and all others", async () => {
    await signUp();
    const [phone, tablet] = [await signIn(), await signIn()];
    await forget();
    await phone.mutation(api.sessions.revoke, { id: tablet.sessionId });
    await phone.mutation(api.sessions.revokeOthers);
    const { userId, sessionId } = phone;
    expect(await trail()).toMatchObject([
      { action: "users.endSession", actorId: userId, details: [{ to: tablet.sessionId }], network },
      { action: "users.endOtherSessions", actorId: userId, details: [{ to: sessionId }], network },
    ]);
  });
});

test("what fails, and going on with a session, leave nothing in the log", async () => {
  const person = await signUp();
  await forget();
  await expect(enter({ flow: "signIn", ...ann, password: "wrong one" })).rejects.toThrow();
  await enter({ flow: "reset", email: ann.email });
  await app.action(api.auth.signIn, { refreshToken: person.refreshToken });
  await app.action(api.auth.signOut);
  expect(await trail()).toEqual([]);
});

test("no secret gets into the log, nor what a mail says", async () => {
  const first = await signUp();
  const sent = [await mailed()];
  await enter({ flow: "reset", email: ann.email });
  sent.push(await mailed());
  const given = { email: ann.email, password: newPassword, code: await code() };
  const second = (await enter({ flow: "setPassword", ...given }))!;
  const hashes = await app.run(async (ctx) => {
    const accounts = await ctx.db.query("authAccounts").collect();
    return accounts.map(({ secret }) => secret!);
  });
  const codes = sent.map((text) => /^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(text)![0]);
  const tokens = [first, second].flatMap(({ token, refreshToken }) => [
    token,
    refreshToken,
    refreshToken.split("|")[0]!,
  ]);
  const log = JSON.stringify(await trail());
  const secrets = [ann.password, newPassword, ann.email, ...hashes, ...codes, ...tokens, ...sent];
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
});

test("nobody is let into an account that went while they were proving to be its owner", async () => {
  const { userId } = await signUp();
  await app.run(async (ctx) => {
    await ctx.db.delete("users", userId);
    for (const { _id } of await ctx.db.query("authSessions").collect()) await ctx.db.delete(_id);
  });
  await expect(signIn()).rejects.toMatchObject({ data: { code: "FORBIDDEN" } });
  expect(await app.run((ctx) => ctx.db.query("authSessions").collect())).toEqual([]);
});

test("where the client's address is not believed, the log does not tell it", async () => {
  vi.stubEnv("TRUST_CLIENT_ADDRESS", "0");
  await signUp();
  expect((await trail()).filter((event) => "network" in event)).toEqual([]);
  vi.stubEnv("TRUST_CLIENT_ADDRESS", "1");
});
