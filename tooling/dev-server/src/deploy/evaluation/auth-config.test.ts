import { describe, expect, test } from "vitest";
import { authInfo, parseAuthConfig } from "./auth-config.ts";

describe("auth config", () => {
  test("both kinds of provider are read; a domain without a scheme is https", () => {
    const providers = parseAuthConfig({
      providers: [
        { domain: "accounts.example.com", applicationID: "convex" },
        { domain: "http://127.0.0.1:3211", applicationID: "convex", type: "oidc" },
        { type: "customJwt", issuer: "me", jwks: "data:…", algorithm: "ES256" },
      ],
    });
    expect(providers.map(authInfo)).toEqual([
      { domain: "https://accounts.example.com", applicationID: "convex" },
      { domain: "http://127.0.0.1:3211", applicationID: "convex" },
      { type: "customJwt", issuer: "me", jwks: "data:…", algorithm: "ES256", applicationID: null },
    ]);
  });

  test.each([
    [{}, "must be { providers: [ … ] }"],
    [{ providers: [{ domain: "a", applicationId: "b" }] }, 'did you mean "applicationID"?'],
    [{ providers: [{ domain: "a" }] }, "providers[0].applicationID must be a non-empty string"],
    [{ providers: ["a"] }, "providers[0] must be an object"],
    [
      {
        providers: [{ type: "customJwt", domain: "a", issuer: "b", jwks: "c", algorithm: "RS256" }],
      },
      'unknown key "domain"',
    ],
    [
      { providers: [{ type: "customJwt", issuer: "b", jwks: "c", algorithm: "HS256" }] },
      'must be "RS256" or "ES256"',
    ],
    [{ providers: [{ type: "saml", domain: "a", applicationID: "b" }] }, '"oidc" or "customJwt"'],
  ])("%j is refused", (config, text) => {
    expect(() => parseAuthConfig(config)).toThrowError(
      expect.objectContaining({
        code: "AuthConfigNotMatchingSchemaError",
        message: expect.stringContaining(text) as string,
      }),
    );
  });
});
