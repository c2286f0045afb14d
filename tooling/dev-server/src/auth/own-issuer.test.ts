// Sign-in as @convex-dev/auth does it: the tokens' keys are served by the deployed HTTP router itself.

import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { FunctionRunner } from "../kernel/function-types.ts";
import { startTestBackend, type TestBackend } from "../testing/runner-fixture.ts";
import { createAuthenticator } from "./authenticator.ts";

const SITE = "http://127.0.0.1:3211";
let backend: TestBackend;
let token: string;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "one", alg: "RS256", use: "sig" };
  token = await new SignJWT({})
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .setIssuer(SITE)
    .setSubject("user|session")
    .setAudience("convex")
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(privateKey);
  backend = await startTestBackend({
    env: { JWKS: JSON.stringify({ keys: [jwk] }), CONVEX_SITE_URL: SITE },
    files: {
      "http.js": `
        const http = httpRouter();
        const json = (path, body) => http.route({ path, method: "GET", handler: httpAction(
          async () => new Response(body(), { headers: { "Content-Type": "application/json" } })) });
        json("/.well-known/openid-configuration", () => JSON.stringify({
          issuer: process.env.CONVEX_SITE_URL,
          jwks_uri: process.env.CONVEX_SITE_URL + "/.well-known/jwks.json" }));
        json("/.well-known/jwks.json", () => process.env.JWKS);
        export default http;`,
      "busy.js": `
        export const spin = mutation({ args: {}, handler: () => {
          let sum = 0;
          for (let n = 0; n < 300_000_000; n++) sum += n;
          return sum > 0;
        } });`,
    },
  });
});
afterAll(() => backend?.close());

it("a token is verified while mutations keep every worker busy", async () => {
  const { runner } = backend;
  const auth = createAuthenticator({
    config: { siteOrigin: SITE } as never,
    clock: { now: () => Date.now() },
    runner: {
      deployment: {
        ...runner.deployment,
        authProviders: [{ type: "oidc", domain: SITE, applicationID: "convex" }],
      },
      onActivate: () => () => {},
      http: runner.http,
    } as unknown as FunctionRunner,
    fetch: () => Promise.reject(new Error("nothing is fetched over the network")),
  });
  const spinning = [1, 2, 3, 4, 5, 6].map(() => backend.mutation("busy:spin"));
  let isDone = false;
  void Promise.all(spinning).then(() => (isDone = true));
  const identity = await auth.fromToken(token);
  expect(isDone).toBe(false);
  expect(identity).toMatchObject({
    kind: "user",
    attributes: { subject: "user|session", tokenIdentifier: `${SITE}|user|session` },
  });
  expect(await Promise.all(spinning)).toEqual(Array(6).fill(true));
});
