import { codeLimits } from "@repo/validators/accounts/authCodes";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { generateAuthKeys } from "../../embedded/auth-keys.ts";
import { api, internal } from "../../convex/_generated/api";
import {
  type RateLimitName,
  isWithin,
  rateLimits,
} from "../../convex/model/platform/rateLimits.ts";
import { type TestApp, allRows, initTest, signedInAs } from "../../testing/setup.ts";

/** How often a password was compared with a hash. */
const hashed = vi.hoisted(() => ({ count: 0 }));
vi.mock("@convex-dev/auth/providers/Password", async (original) => {
  const library = await original<{ Password: () => { options: any } }>();
  return {
    Password: () => {
      const provider = library.Password();
      const { crypto } = provider.options;
      const verifySecret = (secret: string, hash: string) => {
        hashed.count++;
        return crypto.verifySecret(secret, hash);
      };
      return { ...provider, options: { ...provider.options, crypto: { ...crypto, verifySecret } } };
    },
  };
});

const site = "http://127.0.0.1:3211";
const ann = { name: "Ann", email: "ann@example.com", password: "correct horse" };
const newPassword = "battery staple";

let app: TestApp;
let jwks: string;

beforeAll(async () => {
  const keys = await generateAuthKeys();
  jwks = keys.JWKS;
  vi.stubEnv("JWT_PRIVATE_KEY", keys.JWT_PRIVATE_KEY);
  vi.stubEnv("JWKS", keys.JWKS);
  vi.stubEnv("CONVEX_SITE_URL", site);
});
afterAll(() => vi.unstubAllEnvs());

beforeEach(() => {
  app = initTest();
});
afterEach(() => vi.useRealTimers());

const enter = (params: Record<string, unknown>) =>
  app.action(api.auth.signIn, { provider: "password", params });
const signIn = (params: object = {}) => enter({ flow: "signIn", ...ann, ...params });
const askToSignUp = (params: object = {}) => enter({ flow: "signUp", ...ann, ...params });
const confirm = (params: object) => enter({ flow: "confirm", ...ann, ...params });
const askToReset = (email = ann.email) => enter({ flow: "reset", email });
const setPassword = (params: object) =>
  enter({ flow: "setPassword", email: ann.email, password: newPassword, ...params });

const mails = async () => {
  const newest = await app.run((ctx) => ctx.db.query("emails").order("desc").take(20));
  return newest.map(({ to, kind, subject, text }) => ({ to, kind, subject, text: text! }));
};
const codeIn = (text: string) => /^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(text)?.[0];
const mailedCode = async () => codeIn((await mails())[0]!.text)!;

/** The code with its last sign changed. */
const wrong = (code: string) => code.slice(0, -1) + (code.endsWith("0") ? "1" : "0");

async function signUp(params: object = {}) {
  await askToSignUp(params);
  return await confirm({ ...params, code: await mailedCode() });
}

/** The app as the holder of a session token calls it. */
async function holding(answer: Promise<{ tokens?: { token: string } | null }>) {
  const { tokens } = await answer;
  return app.withIdentity({ subject: decodeJwt(tokens!.token).sub });
}

const coded = (code: string) => ({ data: { code } });
const wrongCode = { data: { code: "INVALID", issues: [{ path: "code" }] } };
const everybody = () => app.run((ctx) => ctx.db.query("users").take(5));

describe("signing up", () => {
  test("mails a code, and only the code makes a member, signed in with a token for this site", async () => {
    expect(await askToSignUp()).toEqual({ tokens: null });
    expect(await everybody()).toEqual([]);
    expect(await mails()).toMatchObject([{ to: ann.email, kind: "verification" }]);

    const { tokens } = await confirm({ code: await mailedCode() });
    expect(decodeJwt(tokens!.token)).toMatchObject({ iss: site, aud: "convex" });
    const me = await (await holding(signIn())).query(api.users.me);
    expect(me).toMatchObject({ name: "Ann", email: ann.email, role: "member" });
    expect(await everybody()).toMatchObject([{ emailVerificationTime: expect.any(Number) }]);
  });

  test("cannot ask for a role", async () => {
    const person = await holding(signUp({ role: "admin" }));
    expect(await person.query(api.users.me)).toMatchObject({ role: "member" });
  });

  test("takes an address in any case, and with space around it, as the same", async () => {
    const person = await holding(signUp({ email: " Ann@Example.COM " }));
    expect(await person.query(api.users.me)).toMatchObject({ email: ann.email });
    await expect(signIn({ email: "ANN@example.com" })).resolves.toBeTruthy();
  });

  test("takes no address with signs that only look like letters", async () => {
    // The Kelvin sign is a "k" in lower case.
    for (const email of ["\u212Aim@example.com", "\u0430nn@example.com"]) {
      await expect(askToSignUp({ email })).rejects.toMatchObject(coded("INVALID"));
    }
  });

  test("names everything that is wrong with the form", async () => {
    const refused = askToSignUp({ name: " ", email: "ann", password: "short" });
    await expect(refused).rejects.toMatchObject({
      data: {
        code: "INVALID",
        issues: [{ path: "name" }, { path: "email" }, { path: "password" }],
      },
    });
    expect(await mails()).toEqual([]);
  });

  test("with an address that is taken answers as with one that is free, and tells its owner", async () => {
    const free = await askToSignUp();
    await confirm({ code: await mailedCode() });
    expect(await askToSignUp({ name: "Eve", password: "another password" })).toEqual(free);

    const [mail] = await mails();
    expect(mail).toMatchObject({ to: ann.email, kind: "accountExists" });
    expect(mail!.text).not.toContain("Eve");
    expect(codeIn(mail!.text)).toBeUndefined();
    const guessed = confirm({ password: "another password", code: "00000000" });
    await expect(guessed).rejects.toMatchObject(wrongCode);
  });

  test("by a stranger with one's address leaves them without an account to wait in", async () => {
    await askToSignUp({ password: "password of Eve" });
    await confirm({ code: await mailedCode() });
    await expect(signIn({ password: "password of Eve" })).rejects.toMatchObject(
      coded("UNAUTHENTICATED"),
    );
    await expect(signIn()).resolves.toBeTruthy();
  });
});

describe("a code", () => {
  test("is good once", async () => {
    await signUp();
    const code = codeIn((await mails())[0]!.text)!;
    await expect(confirm({ email: "bob@example.com", code })).rejects.toMatchObject(wrongCode);
    await expect(confirm({ code })).rejects.toMatchObject(wrongCode);
  });

  test("is good for one address and one purpose", async () => {
    await askToSignUp();
    const code = await mailedCode();
    await askToSignUp({ email: "bob@example.com" });
    await expect(confirm({ email: "bob@example.com", code })).rejects.toMatchObject(wrongCode);
    await expect(setPassword({ code })).rejects.toMatchObject(wrongCode);
    await expect(confirm({ code })).resolves.toBeTruthy();
  });

  test("is void when a newer one was sent", async () => {
    await askToSignUp();
    const code = await mailedCode();
    await askToSignUp();
    await expect(confirm({ code })).rejects.toMatchObject(wrongCode);
    await expect(confirm({ code: await mailedCode() })).resolves.toBeTruthy();
  });

  test("is too old after its time", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await askToSignUp();
    const code = await mailedCode();
    vi.setSystemTime(Date.now() + codeLimits.lifetimeMs);
    await expect(confirm({ code })).rejects.toMatchObject(wrongCode);
  });

  test("can be mistyped, which leaves no trace that could shut its owner out", async () => {
    await askToSignUp();
    const code = await mailedCode();
    const before = await allRows(app);
    for (let n = 0; n < 20; n++) {
      await expect(confirm({ code: wrong(code) })).rejects.toMatchObject(wrongCode);
    }
    expect(await allRows(app)).toEqual(before);
    await expect(confirm({ code })).resolves.toBeTruthy();
  });

  test("is not in the table", async () => {
    await askToSignUp();
    const code = (await mailedCode()).replace("-", "");
    const rows = await app.run((ctx) => ctx.db.query("authCodes").take(2));
    expect(JSON.stringify(rows)).not.toContain(code);
  });
});

describe("signing in", () => {
  test("needs the right password and an account, and does not tell which was wrong", async () => {
    await signUp();
    hashed.count = 0;
    const wrong = await signIn({ password: "wrong password" }).catch((error) => error);
    expect(wrong).toMatchObject(coded("UNAUTHENTICATED"));
    expect(hashed.count).toBe(1);
    const unknown = await signIn({ email: "bob@example.com" }).catch((error) => error);
    expect(unknown.data).toEqual(wrong.data);
    // What takes the time is done for nobody, too.
    expect(hashed.count).toBe(2);
  });

  test("in another way than there is, is refused", async () => {
    await expect(enter({ flow: "resets", ...ann })).rejects.toMatchObject(coded("INVALID"));
    await expect(enter({})).rejects.toMatchObject(coded("INVALID"));
  });

  test("twice in a second gives two tokens", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await signUp();
    const [one, other] = [await signIn(), await signIn()];
    expect(decodeJwt(one.tokens!.token).nonce).not.toBe(decodeJwt(other.tokens!.token).nonce);
  });

  test.each([
    ["banned", { bannedAt: 1 }],
    ["leaving", { leavingSince: 1 }],
  ])("is refused to somebody who is %s, and only they learn why", async (_what, changes) => {
    await signUp();
    await app.run(async (ctx) => {
      const [user] = await ctx.db.query("users").take(1);
      await ctx.db.patch("users", user!._id, changes);
    });
    await expect(signIn()).rejects.toMatchObject(coded("FORBIDDEN"));
    await expect(signIn({ password: "wrong password" })).rejects.toMatchObject(
      coded("UNAUTHENTICATED"),
    );
  });
});

describe("choosing a new password", () => {
  test("needs a code, then ends every session but the new one, and tells the owner", async () => {
    const first = await holding(signUp());
    await askToReset();
    const second = await holding(setPassword({ code: await mailedCode() }));

    await expect(first.query(api.users.me)).rejects.toMatchObject(coded("UNAUTHENTICATED"));
    expect(await second.query(api.users.me)).toMatchObject({ email: ann.email });
    expect(await mails()).toMatchObject([{ kind: "passwordChanged" }, {}, {}]);
    await expect(signIn()).rejects.toMatchObject(coded("UNAUTHENTICATED"));
    await expect(signIn({ password: newPassword })).resolves.toBeTruthy();
  });

  test("of an unknown address answers as of a known one, and mails nobody", async () => {
    await signUp();
    const known = await askToReset();
    const mailed = await mails();
    expect(await askToReset("bob@example.com")).toEqual(known);
    expect(await mails()).toEqual(mailed);
    const refused = await setPassword({ code: "00000000" }).catch((error) => error);
    const unknown = setPassword({ email: "bob@example.com", code: "00000000" });
    await expect(unknown).rejects.toMatchObject({ data: refused.data });
  });

  test("gives a password to somebody who had none", async () => {
    const userId = await app.run((ctx) =>
      ctx.db.insert("users", { name: "Ann", email: ann.email, role: "member" }),
    );
    await askToReset();
    const person = await holding(setPassword({ code: await mailedCode() }));
    expect(await person.query(api.users.me)).toMatchObject({ _id: userId });
    await expect(signIn({ password: newPassword })).resolves.toBeTruthy();
  });

  test("asks as much of it as signing up does", async () => {
    const refused = setPassword({ code: "00000000", password: "short" });
    await expect(refused).rejects.toMatchObject({ data: { issues: [{ path: "password" }] } });
  });
});

describe("changing the password while signed in", () => {
  const change = (person: Awaited<ReturnType<typeof holding>>, params: object = {}) =>
    person.action(api.auth.changePassword, {
      current: ann.password,
      password: newPassword,
      ...params,
    });

  test("keeps the session, ends the others, and tells the owner by e-mail and in the log", async () => {
    const elsewhere = await holding(signUp());
    const person = await holding(signIn());
    expect(await change(person)).toBeNull();
    expect(await person.query(api.users.me)).toMatchObject({ email: ann.email });
    await expect(elsewhere.query(api.users.me)).rejects.toMatchObject(coded("UNAUTHENTICATED"));
    await expect(signIn()).rejects.toMatchObject(coded("UNAUTHENTICATED"));
    await expect(signIn({ password: newPassword })).resolves.toBeTruthy();
    expect((await mails())[0]).toMatchObject({ to: ann.email, kind: "passwordChanged" });
    const events = await app.run((ctx) => ctx.db.query("auditEvents").order("desc").take(10));
    const [event] = events.filter(({ action }) => action === "users.changePassword");
    expect(event).toMatchObject({ actorId: event?.rowId, details: [] });
  });

  test.each([
    ["a wrong current password", { current: "wrong password" }, "current"],
    ["the same one", { password: ann.password }, "password"],
    ["a short one", { password: "short" }, "password"],
  ])("refuses %s, and changes nothing", async (_what, params, path) => {
    const person = await holding(signUp());
    const mailed = await mails();
    await expect(change(person, params)).rejects.toMatchObject({
      data: { code: "INVALID", issues: [{ path }] },
    });
    await expect(signIn()).resolves.toBeTruthy();
    expect(await mails()).toEqual(mailed);
  });

  test("says what to do to somebody who has no password", async () => {
    const person = await signedInAs(app, "member");
    const refused = person.action(api.auth.changePassword, {
      current: ann.password,
      password: newPassword,
    });
    await expect(refused).rejects.toThrow("reset it first");
  });

  test("counts wrong passwords, so that a session alone does not find the right one", async () => {
    const person = await holding(signUp());
    for (let n = 0; n < rateLimits["auth.changePassword"].capacity; n++) {
      await expect(change(person, { current: `wrong ${n}` })).rejects.toMatchObject(
        coded("INVALID"),
      );
    }
    await expect(change(person)).rejects.toMatchObject(coded("RATE_LIMITED"));
  });

  test("is refused when the password was changed meanwhile", async () => {
    const person = await holding(signUp());
    const hash = await person.query(internal.authCodes.ownHash, {});
    await change(person);
    const late = person.mutation(internal.authCodes.changePassword, {
      hash: hash!,
      password: "a third horse",
    });
    await expect(late).rejects.toMatchObject(coded("CONFLICT"));
  });
});

describe("limits", () => {
  const limited = coded("RATE_LIMITED");
  const wrongPassword = coded("UNAUTHENTICATED");
  const unanswered = { tokens: null };
  /** Counts against a limit until nothing of it is left. */
  const useUp = (name: RateLimitName, key: string) =>
    app.run(async (ctx) => {
      while (await isWithin(ctx as never, name, key));
    });
  const from = (ip: string, params: object = {}) =>
    app.withRequestMetadata({ ip }).action(api.auth.signIn, {
      provider: "password",
      params: { flow: "signIn", ...ann, ...params },
    });
  const tries = rateLimits["auth.tries"].capacity;

  beforeEach(() => {
    // They fill up again with time.
    vi.useFakeTimers();
    vi.stubEnv("TRUST_CLIENT_ADDRESS", "1");
  });
  const settle = () => app.finishAllScheduledFunctions(vi.runAllTimers);

  test("let one network learn of a few passwords of an address, and others of theirs", async () => {
    await signUp();
    for (let n = 0; n < tries; n++) {
      const refused = from(`2001:db8:1:2::${n}`, { password: "wrong password" });
      await expect(refused).rejects.toMatchObject(wrongPassword);
    }
    expect(await from("[2001:db8:1:2::ffff]:443")).toEqual(unanswered);
    expect(await from("2001:db8:1:3::1")).not.toEqual(unanswered);
  });

  test("go by the address alone where no network is believed, whatever a caller says", async () => {
    vi.stubEnv("TRUST_CLIENT_ADDRESS", "0");
    await signUp();
    for (let n = 0; n < tries; n++) {
      const refused = from("203.0.113.7", { password: "wrong password" });
      await expect(refused).rejects.toMatchObject(wrongPassword);
    }
    expect(await from("203.0.113.7")).not.toEqual(unanswered);
    await useUp("auth.triesOn", ann.email);
    expect(await from("192.0.2.1")).toEqual(unanswered);
  });

  test("past them right and wrong, and no account, are answered and take alike", async () => {
    await signUp();
    const unknown = "bob@example.com";
    for (const email of [ann.email, unknown]) await useUp("auth.triesOn", email);
    hashed.count = 0;
    const ways = [{}, { password: "wrong password" }, { email: unknown }];
    const scheduled = async () =>
      (await app.run((ctx) => ctx.db.system.query("_scheduled_functions").collect())).length;
    for (const [n, params] of ways.entries()) {
      expect(await signIn(params)).toEqual(unanswered);
      expect(hashed.count).toBe(n + 1);
      expect(await scheduled()).toBe(n + 1);
    }
    await settle();
    expect((await mails()).map(({ to, kind }) => [to, kind])).toEqual([
      [ann.email, "signIn"],
      [ann.email, "verification"],
    ]);
  });

  test("past them the right password and the mailed code let one in, and neither alone", async () => {
    await signUp();
    await useUp("auth.triesOn", ann.email);
    const newCode = async () => {
      await signIn();
      await settle();
      return await mailedCode();
    };
    const code = await newCode();
    await expect(signIn({ code: wrong(code) })).rejects.toMatchObject(wrongCode);
    await expect(setPassword({ code })).rejects.toMatchObject(wrongCode);
    const guessed = signIn({ code, password: "wrong password" });
    await expect(guessed).rejects.toMatchObject(wrongPassword);
    await expect(signIn({ code })).rejects.toMatchObject(wrongCode);
    expect(await signIn({ code: await newCode() })).not.toEqual(unanswered);
  });

  test("of a device that signed in before are its own", async () => {
    const person = await holding(signUp());
    const device = await person.query(api.auth.deviceToken);
    await useUp("auth.triesOn", ann.email);
    for (let n = 0; n < rateLimits["auth.triesOfDevice"].capacity; n++) {
      const refused = signIn({ device, password: "wrong password" });
      await expect(refused).rejects.toMatchObject(wrongPassword);
    }
    expect(await signIn({ device })).toEqual(unanswered);
    const other = await holding(signIn({ code: (await settle(), await mailedCode()) }));
    expect(await signIn({ device: await other.query(api.auth.deviceToken) })).not.toEqual(
      unanswered,
    );
  });

  test("are not to be had with another person's device, or one that is made up", async () => {
    const bob = { ...ann, email: "bob@example.com" };
    const device = await (await holding(signUp(bob))).query(api.auth.deviceToken);
    await signUp();
    await useUp("auth.triesOn", ann.email);
    for (const made of [device, `${device}.x`, "x.y", ""]) {
      expect(await signIn({ device: made })).toEqual(unanswered);
    }
  });

  test("start again when somebody shows to be the owner", async () => {
    await signUp();
    for (let n = 0; n <= tries; n++) {
      expect(await from("203.0.113.7")).not.toEqual(unanswered);
    }
  });

  test("bound the attempts of one network on all addresses", async () => {
    await signUp();
    await useUp("auth.triesFrom", "203.0.113.7");
    expect(await from("203.0.113.7")).toEqual(unanswered);
    expect(await from("203.0.113.8")).not.toEqual(unanswered);
  });

  test("bound the e-mails to one address, for each purpose, and the last code stays good", async () => {
    const { capacity } = rateLimits["auth.codesFor"];
    for (let n = 0; n < capacity; n++) await askToSignUp();
    const code = await mailedCode();
    await expect(askToSignUp()).rejects.toMatchObject(limited);
    await expect(askToReset()).resolves.toBeTruthy();
    await expect(confirm({ code })).resolves.toBeTruthy();
    // A new code is to be had before the last one is too old.
    const { period, rate } = rateLimits["auth.codesFor"];
    expect(period / rate).toBeLessThan(codeLimits.lifetimeMs);
  });

  test("bound the mails to people without an account, by network and by all together", async () => {
    const ask = (n: number, ip: string) => from(ip, { flow: "signUp", email: `p${n}@example.com` });
    const { capacity } = rateLimits["auth.signUpsFrom"];
    for (let n = 0; n < capacity; n++) await ask(n, "203.0.113.7");
    await expect(ask(capacity, "203.0.113.7")).rejects.toMatchObject(limited);
    await ask(capacity, "203.0.113.8");
    vi.stubEnv("TRUST_CLIENT_ADDRESS", "0");
    for (let n = capacity + 1; n < rateLimits["auth.signUps"].capacity; n++) {
      await ask(n, `192.0.2.${n}`);
    }
    await expect(ask(0, "198.51.100.1")).rejects.toMatchObject(limited);
    await expect(askToReset()).resolves.toBeTruthy();
  });
});

test("signing out ends the session, also for a token that is still good", async () => {
  const person = await holding(signUp());
  await person.action(api.auth.signOut);
  expect(await app.run((ctx) => ctx.db.query("authSessions").take(2))).toEqual([]);
  await expect(person.query(api.users.me)).rejects.toMatchObject(coded("UNAUTHENTICATED"));
});

test("without keys there is no other way to sign in", async () => {
  expect(await app.query(api.auth.providers)).toEqual([]);
  await expect(app.action(api.auth.signIn, { provider: "github" })).rejects.toThrow();
});

test("the site serves the keys and the discovery document that tokens are checked by", async () => {
  const keys = await app.fetch("/.well-known/jwks.json");
  expect(await keys.text()).toBe(jwks);
  const discovery = await app.fetch("/.well-known/openid-configuration");
  expect(await discovery.json()).toMatchObject({
    issuer: site,
    jwks_uri: `${site}/.well-known/jwks.json`,
  });
});
