import { describe, expect, test } from "vitest";

import { readEnv } from "./env.ts";

describe("readEnv", () => {
  test("takes an address and drops its last slash", () => {
    expect(readEnv({ VITE_CONVEX_URL: " http://127.0.0.1:3210/ " })).toEqual({
      kind: "ok",
      convexUrl: "http://127.0.0.1:3210",
      siteUrl: "http://127.0.0.1:3211",
    });
  });

  test.each([
    ["https://calm-owl-1.convex.cloud", undefined, "https://calm-owl-1.convex.site"],
    ["http://127.0.0.1:3210", "http://127.0.0.1:4000", "http://127.0.0.1:4000"],
    ["https://backend.example.com", undefined, "https://backend.example.com"],
  ])("finds where the HTTP routes of %s answer: %s", (url, site, expected) => {
    const env = readEnv({ VITE_CONVEX_URL: url, ...(site && { VITE_CONVEX_SITE_URL: site }) });
    expect(env).toMatchObject({ kind: "ok", siteUrl: expected });
  });

  test.each([undefined, "", "  "])("says that %j is missing", (value) => {
    const env = readEnv(value === undefined ? {} : { VITE_CONVEX_URL: value });
    expect(env).toMatchObject({ kind: "invalid", problem: "VITE_CONVEX_URL is not set." });
  });

  test.each(["3210", "ws://127.0.0.1:3210", "happy-otter-123"])("refuses %j", (value) => {
    const env = readEnv({ VITE_CONVEX_URL: value });
    expect(env).toMatchObject({ kind: "invalid", problem: expect.stringContaining(value) });
  });
});
