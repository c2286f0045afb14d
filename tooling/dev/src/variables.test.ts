import { describe, expect, test, vi } from "vitest";

import { missingVariables } from "./variables.ts";

const makeKeys = () => Promise.resolve({ JWT_PRIVATE_KEY: "new key", JWKS: "new set" });
const page = "http://localhost:5173";

describe("missingVariables", () => {
  test("a fresh deployment gets keys, the page's address and the demo switch", async () => {
    expect(await missingVariables({}, page, makeKeys)).toEqual({
      JWT_PRIVATE_KEY: "new key",
      JWKS: "new set",
      SITE_URL: page,
      DEMO_DEPLOYMENT: "1",
      TRUST_CLIENT_ADDRESS: "1",
      AUTH_LOG_LEVEL: "WARN",
    });
  });

  test("a second start sets nothing and makes no keys", async () => {
    const spy = vi.fn(makeKeys);
    const present = { JWT_PRIVATE_KEY: "k", JWKS: "s", SITE_URL: page, DEMO_DEPLOYMENT: "1" };
    expect(await missingVariables(present, page, spy)).toEqual({});
    expect(spy).not.toHaveBeenCalled();
  });

  test("half a key pair is replaced whole", async () => {
    const present = {
      JWKS: "s",
      SITE_URL: page,
      DEMO_DEPLOYMENT: "1",
      AUTH_LOG_LEVEL: "DEBUG",
    };
    expect(await missingVariables(present, page, makeKeys)).toEqual({
      JWT_PRIVATE_KEY: "new key",
      JWKS: "new set",
      DEMO_DEPLOYMENT: "1",
      TRUST_CLIENT_ADDRESS: "1",
      AUTH_LOG_LEVEL: "DEBUG",
    });
  });

  test("the address follows a moved port, and an address of elsewhere is left alone", async () => {
    const rest = { JWT_PRIVATE_KEY: "k", JWKS: "s", DEMO_DEPLOYMENT: "1" };
    const moved = { ...rest, SITE_URL: "http://localhost:5199" };
    expect(await missingVariables(moved, page, makeKeys)).toEqual({ SITE_URL: page });
    const elsewhere = { ...rest, SITE_URL: "https://example.com" };
    expect(await missingVariables(elsewhere, page, makeKeys)).toEqual({});
  });

  test("a demo switch that was turned off stays off", async () => {
    const present = { JWT_PRIVATE_KEY: "k", JWKS: "s", SITE_URL: page };
    expect(await missingVariables(present, page, makeKeys)).toEqual({});
  });
});
