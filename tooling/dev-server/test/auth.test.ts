// @convex-dev/auth end to end, other token issuers, and what the protocol does with bad and old tokens.
import "./support/dom.ts";
import { ConvexAuthProvider, useAuthActions } from "@convex-dev/auth/react";
import { ConvexClient } from "convex/browser";
import { useConvexAuth, useQuery } from "convex/react";
import { anyApi } from "convex/server";
import { createElement } from "react";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { letPass } from "../src/testing/let-pass.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, httpClient, post } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { setEnv } from "./support/project.ts";
import { reactClient, renderHook } from "./support/react-root.ts";
import { openSession } from "./support/sync-session.ts";
import { convexAuthVariables, tokenIssuer, type TokenIssuer } from "./support/tokens.ts";
import { waitFor } from "./support/wait-for.ts";

const api = anyApi as any;
let backend: Backend;
let issuer: TokenIssuer;
const cleanUp: (() => unknown)[] = [];

beforeAll(async () => {
  [backend, issuer] = await Promise.all([startBackend(), tokenIssuer()]);
  await setEnv(backend, { ...(await convexAuthVariables()), TEST_JWKS: issuer.jwks });
  await deploy("auth", backend);
});
afterEach(async () => {
  for (const clean of cleanUp.splice(0)) await clean();
});
afterAll(async () => {
  await backend?.stop();
});

const password = (flow: string, email: string, secret = "correct horse") => ({
  provider: "password",
  params: { flow, email, password: secret },
});
async function signIn(
  flow: string,
  email: string,
  secret?: string,
): Promise<{ token: string; refreshToken: string }> {
  const answer = await httpClient(backend).action(api.auth.signIn, password(flow, email, secret));
  return answer.tokens;
}
function as(token: string) {
  const client = httpClient(backend);
  client.setAuth(token);
  return client;
}

describe("@convex-dev/auth", () => {
  test("discovery and keys are served on the site origin, and the issuer is that origin", async () => {
    const discovery: any = await (
      await fetch(`${backend.siteUrl}/.well-known/openid-configuration`)
    ).json();
    expect(discovery.issuer).toBe(backend.siteUrl);
    expect(discovery.jwks_uri).toBe(`${backend.siteUrl}/.well-known/jwks.json`);
    const keys: any = await (await fetch(discovery.jwks_uri)).json();
    expect(keys.keys[0]).toMatchObject({ kty: "RSA" });
  });

  test("sign-up gives a token that identifies the user; the password is checked at sign-in", async () => {
    const { token } = await signIn("signUp", "ada@example.com");
    expect(await as(token).query(api.users.me, {})).toBe("ada@example.com");
    expect(await httpClient(backend).query(api.users.me, {})).toBeNull();
    await expect(signIn("signIn", "ada@example.com", "wrong horse")).rejects.toThrow();
    const again = await signIn("signIn", "ada@example.com");
    expect(await as(again.token).query(api.users.me, {})).toBe("ada@example.com");
  });

  test("a refresh token gives a new token", async () => {
    const { refreshToken } = await signIn("signUp", "renew@example.com");
    const renewed = await httpClient(backend).action(api.auth.signIn, { refreshToken });
    expect(await as(renewed.tokens.token).query(api.users.me, {})).toBe("renew@example.com");
  });

  test("anonymous sign-in works", async () => {
    const { tokens } = await httpClient(backend).action(api.auth.signIn, { provider: "anonymous" });
    expect(await as(tokens.token).query(api.users.me, {})).toBe("anonymous");
  });

  test("signing in works while other mutations keep the server busy", async () => {
    const busy = Array.from({ length: 3 }, () =>
      httpClient(backend).mutation(api.users.busy, { ms: 300 }),
    );
    const { token } = await signIn("signUp", "patient@example.com");
    expect(await as(token).query(api.users.me, {})).toBe("patient@example.com");
    await Promise.all(busy);
  });

  test("the React provider signs in, renews its token without a flash, and signs out", async () => {
    const client = reactClient(backend.url);
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    const storedToken = () => [...kept].find(([key]) => key.includes("JWT"))?.[1];
    const page = renderHook(
      () => ({
        auth: useConvexAuth(),
        me: useQuery(api.users.me, {}) as string | null | undefined,
        actions: useAuthActions(),
      }),
      (child) => createElement(ConvexAuthProvider, { client, storage, children: child }),
    );
    cleanUp.push(page.unmount, () => client.close());
    await page.waitFor(
      "signed out",
      ({ auth, me }) => !auth.isLoading && !auth.isAuthenticated && me === null,
    );

    await page.last().actions.signIn("password", {
      flow: "signUp",
      email: "react@example.com",
      password: "correct horse",
    });
    await page.waitFor(
      "signed in",
      ({ auth, me }) => auth.isAuthenticated && me === "react@example.com",
    );
    const signedIn = page.renders.length;
    const first = storedToken();
    await waitFor("a renewal", () => storedToken() !== undefined && storedToken() !== first);
    const second = storedToken();
    await waitFor("the next renewal", () => storedToken() !== second);
    expect(
      page.renders
        .slice(signedIn)
        .every(({ me, auth }) => me === "react@example.com" && auth.isAuthenticated),
    ).toBe(true);

    await page.last().actions.signOut();
    await page.waitFor("signed out again", ({ auth, me }) => !auth.isAuthenticated && me === null);
    expect(storedToken()).toBeUndefined();
  });
});

describe("identity", () => {
  test("claims arrive under their Convex names", async () => {
    const token = await issuer.token({
      sub: "user-1",
      name: "Ada L",
      given_name: "Ada",
      email: "ada@issuer.example",
      email_verified: true,
      picture: "https://issuer.example/ada.png",
      role: "admin",
    });
    expect(await as(token).query(api.users.identity, {})).toMatchObject({
      tokenIdentifier: "https://issuer.example/|user-1",
      issuer: "https://issuer.example/",
      subject: "user-1",
      name: "Ada L",
      givenName: "Ada",
      email: "ada@issuer.example",
      emailVerified: true,
      pictureUrl: "https://issuer.example/ada.png",
      role: "admin",
    });
    expect(await as(token).action(api.users.identityInAction, {})).toMatchObject({
      subject: "user-1",
    });
  });

  test("one trailing slash of the issuer makes no difference", async () => {
    const token = await issuer.token({ sub: "slashless" }, { issuer: "https://issuer.example" });
    expect(await as(token).query(api.users.identity, {})).toMatchObject({ subject: "slashless" });
  });

  test("HTTP actions see the bearer's identity, and nobody for a bad one", async () => {
    const token = await issuer.token({ sub: "by http" });
    const ask = async (bearer: string) =>
      (
        await fetch(`${backend.siteUrl}/whoami`, { headers: { Authorization: `Bearer ${bearer}` } })
      ).json();
    expect(await ask(token)).toEqual({ subject: "by http" });
    expect(await ask(`${token}x`)).toEqual({ subject: null });
  });

  test("scheduled functions have no identity", async () => {
    const token = await issuer.token({ sub: "scheduler" });
    await as(token).mutation(api.users.scheduled, {});
    await waitFor(
      "the job",
      async () => (await call<string[]>(backend, "users:recorded")).length === 1,
    );
    expect(await call(backend, "users:recorded")).toEqual(["nobody"]);
  });

  test("an admin may act as somebody; without that there is nobody", async () => {
    expect(await call(backend, "users:identity")).toBeNull();
    const attributes = Buffer.from(
      JSON.stringify({ subject: "impersonated", email: "i@example.com" }),
    ).toString("base64");
    const answer = await post(
      backend,
      "/api/function",
      { path: "users:identity", args: {}, format: "convex_encoded_json" },
      { headers: { Authorization: `Convex ${backend.adminKey}:${attributes}` } },
    );
    expect(((await answer.json()) as any).value).toMatchObject({
      subject: "impersonated",
      email: "i@example.com",
    });
  });
});

describe("bad and old tokens", () => {
  const ask = async (token: string) => {
    const response = await post(
      backend,
      "/api/query",
      { path: "users:me", args: {} },
      { headers: { Authorization: `Bearer ${token}` } },
    );
    return { status: response.status, body: (await response.json()) as any };
  };

  test("over HTTP they are 401 with a code", async () => {
    const expired = await issuer.token({ sub: "late" }, { lifetime: -60 });
    const stranger = await issuer.token({ sub: "x" }, { issuer: "https://stranger.example" });
    const audience = await issuer.token({ sub: "x" }, { audience: "others" });
    const [head, , signature] = (await issuer.token({ sub: "x" })).split(".");
    const forged = `${head}.${Buffer.from(JSON.stringify({ iss: "https://issuer.example/", aud: "tests", sub: "root", exp: 4e9 })).toString("base64url")}.${signature}`;
    for (const [token, code] of [
      [expired, null],
      [stranger, "NoAuthProvider"],
      [audience, "NoAuthProvider"],
      [forged, null],
      ["nonsense", null],
    ] as const) {
      const { status, body } = await ask(token);
      expect(status).toBe(401);
      expect(typeof body.message).toBe("string");
      if (code) expect(body.code).toBe(code);
      else expect(typeof body.code).toBe("string");
    }
  });

  test("over a socket a bad one is an AuthError for that attempt, then the socket closes", async () => {
    const session = await openSession(backend.url);
    session.connect();
    session.send({ type: "Authenticate", baseVersion: 0, tokenType: "User", value: "nonsense" });
    const error = await session.waitForMessage("the AuthError", ({ type }) => type === "AuthError");
    expect(error).toMatchObject({
      authUpdateAttempted: true,
      baseVersion: 0,
      error: expect.any(String),
    });
    await waitFor("the close", () => session.closed());
    expect(session.received.every(({ type }) => type !== "Transition")).toBe(true);
  });

  test("one that expires during the session is an AuthError at the next mutation", async () => {
    const session = await openSession(backend.url);
    session.connect();
    const value = await issuer.token({ sub: "soon" }, { lifetime: 6 });
    session.send({ type: "Authenticate", baseVersion: 0, tokenType: "User", value });
    session.add({ id: 0, path: "users:myNotes" });
    await session.waitForMessage("the identity", ({ endVersion }) => endVersion?.identity === 1);
    await letPass(6_500);
    session.mutate(0, "users:addNote", { text: "too late" });
    const error = await session.waitForMessage("the AuthError", ({ type }) => type === "AuthError");
    expect(error.authUpdateAttempted).toBe(false);
    expect(error.error).toContain("expired");
    await waitFor("the close", () => session.closed());
  });

  test("the client renews an expired token and goes on with its queries", async () => {
    const client = new ConvexClient(backend.url, {
      logger: false,
      skipConvexDeploymentUrlCheck: true,
    });
    cleanUp.push(() => client.close());
    let fetched = 0;
    const changes: boolean[] = [];
    client.setAuth(
      async () => {
        fetched += 1;
        return issuer.token({ sub: "renewer" }, { lifetime: 3 });
      },
      (authenticated) => void changes.push(authenticated),
    );
    const values: unknown[] = [];
    client.onUpdate(api.users.myNotes, {}, (value: unknown) => void values.push(value));
    await waitFor("the notes", () => values.length > 0);
    await letPass(4_500);
    await client.mutation(api.users.addNote, { text: "after the renewal" });
    await waitFor("the note", () => JSON.stringify(values.at(-1)) === '["after the renewal"]');
    expect(fetched).toBeGreaterThan(1);
    expect(values).not.toContain("signed out");
    expect(changes).not.toContain(false);
  });

  test("a token that is always bad leaves the client signed out, but served", async () => {
    const client = new ConvexClient(backend.url, {
      logger: false,
      skipConvexDeploymentUrlCheck: true,
    });
    cleanUp.push(() => client.close());
    const changes: boolean[] = [];
    client.setAuth(
      async () => "bad.bad.bad",
      (authenticated) => void changes.push(authenticated),
    );
    await waitFor("the verdict", () => changes.includes(false));
    expect(await client.query(api.users.myNotes, {})).toBe("signed out");
  });

  test("a change of identity re-runs the queries and shows them in the Transition that brings it", async () => {
    const token = await issuer.token({ sub: "owner of notes" });
    await as(token).mutation(api.users.addNote, { text: "mine" });
    const session = await openSession(backend.url);
    session.connect();
    session.add({ id: 0, path: "users:myNotes" });
    await session.waitForValue(0, (value) => value === "signed out");
    session.send({ type: "Authenticate", baseVersion: 0, tokenType: "User", value: token });
    const transition = await session.waitForMessage(
      "the identity",
      ({ endVersion }) => endVersion?.identity === 1,
    );
    expect(transition.modifications).toMatchObject([{ queryId: 0, value: ["mine"] }]);
    session.send({ type: "Authenticate", baseVersion: 1, tokenType: "None" });
    const signedOut = await session.waitForMessage(
      "signed out",
      ({ endVersion }) => endVersion?.identity === 2,
    );
    expect(signedOut.modifications).toMatchObject([{ queryId: 0, value: "signed out" }]);
    session.checkVersions();
    session.close();
  });

  test("queries asked together with the first token never show the signed-out result", async () => {
    const token = await issuer.token({ sub: "no flash" });
    const session = await openSession(backend.url);
    session.connect();
    session.send({ type: "Authenticate", baseVersion: 0, tokenType: "User", value: token });
    session.add({ id: 0, path: "users:myNotes" });
    await session.waitForValue(0, (value) => Array.isArray(value));
    expect(session.updates(0)).toHaveLength(1);
    session.close();
  });
});

test("an admin socket may act as somebody, and functions never see its key", async () => {
  const session = await openSession(backend.url);
  session.connect();
  session.send({
    type: "Authenticate",
    baseVersion: 0,
    tokenType: "Admin",
    value: backend.adminKey,
    impersonating: { subject: "shown as" },
  });
  session.add({ id: 0, path: "users:identity" });
  await session.waitForValue(0, (value) => value?.subject === "shown as");
  expect(JSON.stringify(session.value(0))).not.toContain(backend.adminKey);
  session.close();
});
