// Whatever strangers use up by naming an address, or by calling from its owner's network, its owner is not
// refused. It uses the counts that the strangers' calls leave, so it holds for a limit that is new, too.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { decodeJwt } from "jose";
import { generateAuthKeys } from "../../embedded/auth-keys.ts";
import { api, internal } from "../../convex/_generated/api";
import { rateLimits } from "../../convex/model/platform/rateLimits.ts";
import { type TestApp, initTest, useUpLimits } from "../../testing/setup.ts";

const ann = { name: "Ann", email: "ann@example.com", password: "correct horse" };
const newPassword = "battery staple";
const home = "203.0.113.7";
const unanswered = { tokens: null };

let app: TestApp;
/** What Ann's own browser keeps since she signed up. */
let device: string;

beforeAll(async () => {
  const keys = await generateAuthKeys();
  const variables = { ...keys, CONVEX_SITE_URL: "http://127.0.0.1:1" };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
});
afterAll(() => vi.unstubAllEnvs());

beforeEach(async () => {
  // What is used up fills again with time, which stands still here.
  vi.useFakeTimers();
  app = initTest();
  await enter({ flow: "signUp", ...ann });
  const { tokens } = await enter({ flow: "confirm", ...ann, code: await mailedCode() });
  const person = app.withIdentity({ subject: decodeJwt(tokens!.token).sub });
  device = await person.query(api.auth.deviceToken);
});
afterEach(() => vi.useRealTimers());

const enter = (params: object, ip = home) =>
  app.withRequestMetadata({ ip }).action(api.auth.signIn, { provider: "password", params });
const settle = () => app.finishAllScheduledFunctions(vi.runAllTimers);

/** What Ann reads in her newest e-mail; nobody else does. */
async function mailedCode(): Promise<string> {
  await settle();
  const [mail] = await app.run((ctx) => ctx.db.query("emails").order("desc").take(1));
  return /^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(mail!.text!)![0];
}

/** Every way in, with Ann's address and what else a stranger can think of, from her network and another. */
async function strangersTry(): Promise<void> {
  const guess = { email: ann.email, password: "wrong password", code: "00000000" };
  const { code: _code, ...withoutCode } = guess;
  for (const ip of [home, "198.51.100.1"]) {
    for (const params of [
      { flow: "signIn", ...withoutCode },
      { flow: "signIn", ...guess },
      { flow: "signIn", ...withoutCode, device: "x.y" },
      { flow: "setPassword", ...guess },
      { flow: "confirm", ...guess, name: "Eve" },
      { flow: "signUp", ...withoutCode, name: "Eve" },
      { flow: "reset", email: ann.email },
    ]) {
      await enter(params, ip).catch(() => null);
    }
    const from = app.withRequestMetadata({ ip });
    await from.action(api.auth.signIn, { params: { code: "12345678", email: ann.email } });
  }
  await settle();
}

describe.each(["1", "0"])("while strangers go on, with TRUST_CLIENT_ADDRESS %s", (isTrusted) => {
  beforeEach(async () => {
    vi.stubEnv("TRUST_CLIENT_ADDRESS", isTrusted);
    await strangersTry();
    expect(await useUpLimits(app)).toBeGreaterThan(2);
  });

  test("the owner signs in with the right password on a device of theirs", async () => {
    const answer = await enter({ flow: "signIn", ...ann, device });
    expect(answer).toMatchObject({ tokens: { token: expect.any(String) } });
  });

  test("the owner signs in on a new device with the right password and a mailed code", async () => {
    expect(await enter({ flow: "signIn", ...ann })).toEqual(unanswered);
    const answer = await enter({ flow: "signIn", ...ann, code: await mailedCode() });
    expect(answer).toMatchObject({ tokens: { token: expect.any(String) } });
  });

  test("the owner chooses a new password with the code that was mailed last", async () => {
    const given = { email: ann.email, password: newPassword, code: await mailedCode() };
    const answer = await enter({ flow: "setPassword", ...given });
    expect(answer).toMatchObject({ tokens: { token: expect.any(String) } });
  });
});

test("strangers learn of so many guesses in all, wherever they seem to call from", async () => {
  vi.stubEnv("TRUST_CLIENT_ADDRESS", "1");
  const from = (n: number) => app.withRequestMetadata({ ip: `10.0.${n >> 8}.${n & 255}` });
  const { email } = ann;
  let guesses = 0;
  while ((await from(guesses).mutation(internal.authCodes.startSignIn, { email })).isOpen) {
    guesses += 1;
  }
  expect(guesses).toBe(rateLimits["auth.triesOn"].capacity);
  // A guess is worth something only while its answer tells whether it was right.
  for (const password of ["wrong password", ann.password]) {
    expect(await enter({ flow: "signIn", email, password }, "10.1.0.1")).toEqual(unanswered);
  }
});
