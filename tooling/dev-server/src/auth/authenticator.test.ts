import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from "jose";
import { describe, expect, it } from "vitest";
import type { AuthProvider, Deployment, FunctionRunner } from "../kernel/function-types.ts";
import { createAuthenticator } from "./authenticator.ts";

const NOW = Date.UTC(2030, 0, 1);
const SITE = "http://127.0.0.1:3211";
const ADMIN_KEY = "groundwork|0123456789abcdef";

interface Signer {
  jwk: JWK;
  sign(payload: JWTPayload, header?: { kid?: string; alg?: string }): Promise<string>;
}

async function signer(kid = "one", alg = "RS256"): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    jwk: { ...(await exportJWK(publicKey as CryptoKey)), kid, alg, use: "sig" },
    sign: (payload, header) =>
      new SignJWT({ iat: NOW / 1000, exp: NOW / 1000 + 60, ...payload })
        .setProtectedHeader({ alg, kid, ...header })
        .sign(privateKey),
  };
}

const json = (body: unknown, contentType = "application/json") =>
  new Response(JSON.stringify(body), { headers: { "Content-Type": contentType } });

/** An authenticator over a deployment whose documents are `pages`, by URL. */
function setUp(options: {
  providers: AuthProvider[];
  pages?: Record<string, () => Response>;
  now?: () => number;
}) {
  const fetched: string[] = [];
  const routed: string[] = [];
  let activated = () => {};
  const page = (url: string) => options.pages?.[url]?.() ?? new Response("no", { status: 404 });
  const runner = {
    deployment: { authProviders: options.providers } as Partial<Deployment>,
    onActivate: (listener: () => void) => {
      activated = listener;
      return () => {};
    },
    http: async (_component: string, path: string) => {
      routed.push(path);
      return page(`${SITE}${path}`);
    },
  } as unknown as FunctionRunner;
  const auth = createAuthenticator({
    config: { adminKey: ADMIN_KEY, siteOrigin: SITE } as never,
    clock: { now: options.now ?? (() => NOW) },
    runner,
    fetch: async (url) => {
      fetched.push(url);
      return page(url);
    },
  });
  return { auth, fetched, routed, activate: () => activated() };
}

const oidc = (domain: string, applicationID = "app"): AuthProvider => ({
  type: "oidc",
  domain,
  applicationID,
});

function oidcPages(issuer: string, keys: () => JWK[], stated = issuer) {
  return {
    [`${issuer}/.well-known/openid-configuration`]: () =>
      json({ issuer: stated, jwks_uri: `${issuer}/jwks` }),
    [`${issuer}/jwks`]: () => json({ keys: keys() }),
  };
}

describe("an OIDC token", () => {
  it("gives the identity of its claims", async () => {
    const { jwk, sign } = await signer();
    const issuer = "https://accounts.test";
    const { auth } = setUp({ providers: [oidc(issuer)], pages: oidcPages(issuer, () => [jwk]) });
    const token = await sign({
      iss: issuer,
      sub: "user|1",
      aud: ["other", "app"],
      jti: "x",
      nonce: "n",
      given_name: "Ada",
      email_verified: true,
      updated_at: 0,
      address: { formatted: "1 Road" },
      org: { id: 7 },
    });
    expect(await auth.fromHeader(`Bearer ${token}`)).toEqual({
      kind: "user",
      token,
      expiresAt: NOW + 60_000,
      attributes: {
        tokenIdentifier: `${issuer}|user|1`,
        issuer,
        subject: "user|1",
        givenName: "Ada",
        emailVerified: true,
        updatedAt: "1970-01-01T00:00:00.000Z",
        address: "1 Road",
        org: { id: 7 },
      },
    });
  });

  it.each([
    ["https://accounts.test", "https://accounts.test/"],
    ["https://accounts.test/", "https://accounts.test"],
    ["accounts.test", "https://accounts.test"],
    ["http://127.0.0.1:9999", "http://127.0.0.1:9999/"],
  ])("of provider %s may name the issuer %s", async (domain, iss) => {
    const { jwk, sign } = await signer();
    const base = domain.includes("://") ? domain.replace(/\/$/, "") : `https://${domain}`;
    const { auth } = setUp({
      providers: [oidc(domain)],
      pages: oidcPages(base, () => [jwk], iss),
    });
    const identity = await auth.fromToken(await sign({ iss, sub: "s", aud: "app" }));
    expect(identity).toMatchObject({ kind: "user", attributes: { issuer: iss } });
  });

  it("is refused with the list of providers when none matches", async () => {
    const { sign } = await signer();
    const { auth } = setUp({ providers: [oidc("https://accounts.test")] });
    const token = await sign({ iss: "https://accounts.test", sub: "s", aud: "another" });
    await expect(auth.fromToken(token)).rejects.toMatchObject({
      code: "NoAuthProvider",
      status: 401,
      message: expect.stringContaining(
        "configured providers: [OIDC(domain=https://accounts.test, app_id=app)]",
      ),
    });
  });

  it("is refused when expired, unsigned by the provider, or without what identifies a user", async () => {
    const { jwk, sign } = await signer();
    const stranger = await signer();
    const issuer = "https://accounts.test";
    const { auth } = setUp({ providers: [oidc(issuer)], pages: oidcPages(issuer, () => [jwk]) });
    const claims = { iss: issuer, sub: "s", aud: "app" };
    const tokens = [
      await sign({ ...claims, exp: NOW / 1000 - 1 }),
      await stranger.sign(claims),
      await sign({ iss: issuer, aud: "app" }),
    ];
    for (const token of tokens) {
      await expect(auth.fromToken(token)).rejects.toMatchObject({
        code: "Unauthenticated",
        status: 401,
        message: expect.stringContaining("Could not verify OIDC token claim"),
      });
    }
  });

  it.each(["", "x", "a.b.c", "bm90.anNvbg.x"])("that is no JWT (%j) is refused", async (token) => {
    const { auth } = setUp({ providers: [] });
    await expect(auth.fromToken(token)).rejects.toMatchObject({
      code: "InvalidAuthHeader",
      status: 401,
    });
  });

  it("without an issuer is refused", async () => {
    const { sign } = await signer();
    const { auth } = setUp({ providers: [] });
    await expect(auth.fromToken(await sign({ sub: "s" }))).rejects.toMatchObject({
      code: "InvalidAuthHeader",
      message: expect.stringContaining("Missing issuer claim"),
    });
  });
});

describe("the keys of a provider", () => {
  it("are fetched once, and again when a token names an unknown key", async () => {
    const [first, second] = [await signer("one"), await signer("two")];
    const issuer = "https://accounts.test";
    let keys = [first.jwk];
    const { auth, fetched } = setUp({
      providers: [oidc(issuer)],
      pages: oidcPages(issuer, () => keys),
    });
    const claims = { iss: issuer, sub: "s", aud: "app" };
    await auth.fromToken(await first.sign(claims));
    await auth.fromToken(await first.sign(claims));
    expect(fetched).toHaveLength(2);
    keys = [first.jwk, second.jwk];
    const rotated = await second.sign(claims);
    // Unknown keys make no more than one request in two seconds.
    await expect
      .poll(
        () =>
          auth.fromToken(rotated).then(
            () => true,
            () => false,
          ),
        {
          timeout: 120_000,
          interval: 300,
        },
      )
      .toBe(true);
  });

  it("of our own site come from the deployed router and are forgotten by an activation", async () => {
    let current = await signer("one");
    const { auth, fetched, routed, activate } = setUp({
      providers: [oidc(SITE, "convex")],
      pages: oidcPages(SITE, () => [current.jwk]),
    });
    const claims = { iss: SITE, sub: "user|session", aud: "convex" };
    expect(await auth.fromToken(await current.sign(claims))).toMatchObject({ kind: "user" });
    expect(routed).toEqual(["/.well-known/openid-configuration", "/jwks"]);
    current = await signer("one");
    activate();
    expect(await auth.fromToken(await current.sign(claims))).toMatchObject({ kind: "user" });
    expect(fetched).toEqual([]);
  });

  it("that cannot be reached are a passing fault, a wrong document is not", async () => {
    const { sign } = await signer();
    const issuer = "https://accounts.test";
    const configuration = `${issuer}/.well-known/openid-configuration`;
    const token = await sign({ iss: issuer, sub: "s", aud: "app" });
    const failure = async (page: () => Response) => {
      const { auth } = setUp({ providers: [oidc(issuer)], pages: { [configuration]: page } });
      return auth.fromToken(token).catch((error: unknown) => error);
    };
    const code = "AuthProviderDiscoveryFailed";
    expect(await failure(() => new Response("", { status: 502 }))).toMatchObject({
      code,
      status: 503,
    });
    expect(
      await failure(() => {
        throw new TypeError("connection refused");
      }),
    ).toMatchObject({ code, status: 503 });
    expect(await failure(() => json({ issuer: "https://evil.test", jwks_uri: "x" }))).toMatchObject(
      {
        code,
        status: 401,
      },
    );
    expect(await failure(() => json({ issuer }))).toMatchObject({ code, status: 401 });
    expect(await failure(() => new Response("<html>"))).toMatchObject({ code, status: 401 });
  });
});

describe("a custom JWT", () => {
  const issuer = "https://custom.test";
  const custom = (jwks: string, applicationID: string | null = null): AuthProvider => ({
    type: "customJwt",
    issuer,
    jwks,
    algorithm: "ES256",
    applicationID,
  });

  it.each(["plain", "base64"])("is verified with keys of a %s data URI", async (form) => {
    const { jwk, sign } = await signer("k", "ES256");
    const text = JSON.stringify({ keys: [jwk] });
    const uri =
      form === "plain"
        ? `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`
        : `data:text/plain;charset=utf-8;base64,${Buffer.from(text).toString("base64")}`;
    const { auth } = setUp({ providers: [custom(uri)] });
    const token = await sign({ iss: issuer, sub: "s", aud: "anybody", props: { a: { b: 1 } } });
    expect(await auth.fromToken(token)).toMatchObject({
      attributes: { subject: "s", "props.a.b": 1 },
    });
  });

  it("needs the provider's algorithm, a key id, and a key set served as JSON", async () => {
    const { jwk, sign } = await signer("k", "ES256");
    const rsa = await signer("k", "RS256");
    const url = `${issuer}/keys`;
    const good = { [url]: () => json({ keys: [jwk, rsa.jwk] }, "application/jwk-set+json") };
    const claims = { iss: issuer, sub: "s" };
    const { auth } = setUp({ providers: [custom(url)], pages: good });
    expect(await auth.fromToken(await sign(claims))).toMatchObject({ kind: "user" });
    await expect(auth.fromToken(await rsa.sign(claims))).rejects.toMatchObject({
      code: "InvalidAuthHeader",
    });
    await expect(auth.fromToken(await sign(claims, { kid: "other" }))).rejects.toMatchObject({
      code: "InvalidAuthHeader",
      message: expect.stringContaining("'kid' (key ID) header is 'other'"),
    });
    await expect(auth.fromToken(await sign(claims, { kid: undefined }))).rejects.toMatchObject({
      code: "InvalidAuthHeader",
      message: expect.stringContaining("kid"),
    });
    const html = { [url]: () => json({ keys: [jwk] }, "text/html") };
    const served = setUp({ providers: [custom(url)], pages: html });
    await expect(served.auth.fromToken(await sign(claims))).rejects.toMatchObject({
      code: "AuthProviderDiscoveryFailed",
    });
  });

  it("is refused when its key set is none", async () => {
    const { sign } = await signer("k", "ES256");
    const { auth } = setUp({ providers: [custom("data:text/plain,nothing")] });
    const token = await sign({ iss: issuer, sub: "s" });
    await expect(auth.fromToken(token)).rejects.toMatchObject({
      code: "InvalidAuthHeader",
      message: expect.stringContaining("Invalid JWKS response body"),
    });
  });

  it("may be five seconds late, and as early", async () => {
    const { jwk, sign } = await signer("k", "ES256");
    const uri = `data:text/plain,${encodeURIComponent(JSON.stringify({ keys: [jwk] }))}`;
    let now = NOW + 63_000;
    const { auth } = setUp({ providers: [custom(uri)], now: () => now });
    const token = await sign({ iss: issuer, sub: "s" });
    expect(await auth.fromToken(token)).toMatchObject({ kind: "user" });
    now = NOW + 66_000;
    await expect(auth.fromToken(token)).rejects.toMatchObject({
      code: "InvalidAuthHeader",
      message: expect.stringContaining("Token expired 6 seconds ago"),
    });
    const early = await sign({ iss: issuer, sub: "s", iat: NOW / 1000 + 60, exp: NOW / 1000 + 90 });
    now = NOW + 55_000;
    expect(await auth.fromToken(early)).toMatchObject({ kind: "user" });
    now = NOW + 54_000;
    await expect(auth.fromToken(early)).rejects.toMatchObject({
      code: "InvalidAuthHeader",
      message: expect.stringContaining("Token will be valid in 6 seconds"),
    });
  });
});

describe("the Authorization header", () => {
  const { auth } = setUp({ providers: [] });

  it("may be missing", async () => {
    expect(await auth.fromHeader(null)).toEqual({ kind: "none" });
  });

  it("carries the admin key, alone or with an identity to act as", async () => {
    expect(await auth.fromHeader(`Convex ${ADMIN_KEY}`)).toEqual({
      kind: "admin",
      impersonating: null,
    });
    const identity = Buffer.from(JSON.stringify({ subject: "s", name: "Žofie" })).toString(
      "base64",
    );
    expect(await auth.fromHeader(`Convex ${ADMIN_KEY}:${identity}`)).toMatchObject({
      kind: "admin",
      impersonating: {
        subject: "s",
        name: "Žofie",
        tokenIdentifier: expect.stringMatching(/\|s$/),
      },
    });
  });

  it.each([
    "Convex wrong",
    "Convex wrong:e30=",
    `Convex ${ADMIN_KEY}:bm90IGpzb24=`,
    `Convex ${ADMIN_KEY}x`,
  ])("with another admin key is refused: %s", async (header) => {
    await expect(auth.fromHeader(header)).rejects.toMatchObject({
      code: "BadAdminKey",
      status: 401,
    });
  });

  it.each(["Basic eA==", "Bearer", "nonsense"])(
    "of another form is refused: %s",
    async (header) => {
      await expect(auth.fromHeader(header)).rejects.toMatchObject({
        code: "InvalidAuthHeader",
        status: 401,
      });
    },
  );

  it("keeps what an impersonated identity says about itself", async () => {
    const identity = Buffer.from(JSON.stringify({ tokenIdentifier: "https://i.test|me" }));
    expect(
      await auth.fromHeader(`Convex ${ADMIN_KEY}:${identity.toString("base64")}`),
    ).toMatchObject({
      impersonating: {
        tokenIdentifier: "https://i.test|me",
        issuer: "https://i.test",
        subject: "me",
      },
    });
  });
});
