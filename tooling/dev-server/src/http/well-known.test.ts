// Tokens that mutations sign, checked by what anybody can fetch.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningServer } from "../server-options.ts";
import { startServer } from "../server.ts";
import { push, run } from "../testing/push-fixture.ts";

const SIGN = `
  import { mutationGeneric as mutation, queryGeneric as query } from "convex/server";
  export const sign = mutation((ctx, args) => ctx.auth.signJwt(args));
  export const me = query((ctx) => ctx.auth.getUserIdentity());
`;

/** A convex.config.js as the library makes it. */
function definition(fields: object): string {
  const exported = {
    path: "",
    httpMounts: {},
    exports: { type: "branch", branch: [] },
    childComponents: [],
    ...fields,
  };
  return `export default { export: () => (${JSON.stringify(exported)}) };`;
}

let dataDirectory = "";
let server: RunningServer;

const start = () => startServer({ port: 0, sitePort: 0, dataDirectory });
const keys = () => createRemoteJWKSet(new URL(`${server.cloudOrigin}/.well-known/jwks.json`));
const sign = (args: object, component = "") =>
  run(server, "tokens:sign", args, component) as Promise<string>;
const json = async (route: string) =>
  (await (await fetch(server.cloudOrigin + route)).json()) as Record<string, unknown>;

beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), "well-known-"));
  server = await start();
  const authConfig = `export default { providers: [{
    type: "customJwt", applicationID: "app", issuer: process.env.CONVEX_CLOUD_URL, algorithm: "ES256",
    jwks: process.env.CONVEX_CLOUD_URL + "/.well-known/jwks.json",
  }] };`;
  const files = { "tokens.ts": SIGN, "auth.config.ts": authConfig };
  const childComponents = [{ name: "part", path: "part", args: [], env: [] }];
  const answer = await push(server, files, {
    dependencies: ["part"],
    definition: definition({ definitionType: { type: "app" }, childComponents }),
    components: [
      {
        definitionPath: "part",
        definition: definition({ definitionType: { type: "childComponent", name: "part" } }),
        files: { "tokens.ts": SIGN },
      },
    ],
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
});
afterAll(async () => {
  await server.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

describe("a token of auth.signJwt", () => {
  it("has the claims, issuer and lifetime asked for, under the published key", async () => {
    const token = await sign({ claims: { sub: "u1", aud: "app", n: [1] }, expiresInSeconds: 60 });
    const { payload } = await jwtVerify(token, keys(), {
      issuer: server.cloudOrigin,
      audience: "app",
      algorithms: ["ES256"],
    });
    expect(payload).toMatchObject({ sub: "u1", n: [1] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    await expect(jwtVerify(`${token.slice(0, -4)}AAAA`, keys())).rejects.toThrow("signature");
  });

  it("of a component names that component as the issuer", async () => {
    const token = await sign({ expiresInSeconds: 60 }, "part");
    const { payload } = await jwtVerify(token, keys());
    expect(payload.iss).toBe(`${server.cloudOrigin}/components/part`);
    const discovery = await json("/components/part/.well-known/openid-configuration");
    expect(discovery.issuer).toBe(payload.iss);
    const unknown = "/components/nothing/.well-known/openid-configuration";
    expect((await fetch(server.cloudOrigin + unknown)).status).toBe(404);
  });

  it("signs its bearer in, when auth.config trusts the backend itself", async () => {
    const token = await sign({ claims: { sub: "u1", aud: "app" }, expiresInSeconds: 60 });
    const response = await fetch(`${server.cloudOrigin}/api/query`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ path: "tokens:me", args: {} }),
    });
    expect(await response.json()).toMatchObject({
      status: "success",
      value: { subject: "u1", issuer: server.cloudOrigin },
    });
  });

  it.each<[string, object, RegExp]>([
    ["iss", { claims: { iss: "x" }, expiresInSeconds: 1 }, /claim "iss" is reserved/],
    ["nbf", { claims: { nbf: 1 }, expiresInSeconds: 1 }, /claim "nbf" is reserved/],
    ["CvxRole", { claims: { CvxRole: 1 }, expiresInSeconds: 1 }, /claim "CvxRole" is reserved/],
    ["no lifetime", {}, /from 1 to 3600/],
    ["too long a lifetime", { expiresInSeconds: 3601 }, /from 1 to 3600, got 3601/],
    ["too short a lifetime", { expiresInSeconds: 0 }, /from 1 to 3600, got 0/],
  ])("is refused with %s", async (_, args, message) => {
    await expect(sign(args)).rejects.toThrow(message);
  });
});

describe("the issuer", () => {
  it("can be discovered by anybody", async () => {
    expect(await json("/.well-known/openid-configuration")).toMatchObject({
      issuer: server.cloudOrigin,
      jwks_uri: `${server.cloudOrigin}/.well-known/jwks.json`,
    });
    const { keys: published } = await json("/.well-known/jwks.json");
    expect(published).toHaveLength(1);
    expect((published as object[])[0]).not.toHaveProperty("d");
  });

  it("keeps its key from start to start", async () => {
    const token = await sign({ expiresInSeconds: 600 });
    await server.close();
    server = await start();
    const { protectedHeader } = await jwtVerify(token, keys());
    expect(protectedHeader.kid).toBe(decodeProtectedHeader(token).kid);
  });
});
