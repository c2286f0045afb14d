import { SignJWT, createLocalJWKSet, importPKCS8, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { generateAuthKeys } from "./auth-keys.ts";

test("what the private key signs, the key set verifies", async () => {
  const { JWT_PRIVATE_KEY, JWKS } = await generateAuthKeys();
  const privateKey = await importPKCS8(JWT_PRIVATE_KEY, "RS256");
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: "RS256" })
    .setSubject("ann")
    .sign(privateKey);
  const { payload } = await jwtVerify(token, createLocalJWKSet(JSON.parse(JWKS)));
  expect(payload.sub).toBe("ann");
});

test("both values fit on one line, and the key set holds nothing private", async () => {
  const { JWT_PRIVATE_KEY, JWKS } = await generateAuthKeys();
  expect(JWT_PRIVATE_KEY + JWKS).not.toContain("\n");
  expect(Object.keys(JSON.parse(JWKS).keys[0]).sort()).toEqual(["e", "kty", "n", "use"]);
});
