import { describe, expect, test } from "vitest";

import { headerRules, headersFile, headersOf, rulesOfFile } from "./headers.ts";

const cloud = { VITE_CONVEX_URL: "https://happy-otter-1.convex.cloud" };

/** What a policy allows, by directive. */
function policyOf(values: Parameters<typeof headerRules>[0]): Record<string, string[]> {
  const policy = String(headersOf(headerRules(values), "/")["Content-Security-Policy"]);
  return Object.fromEntries(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );
}

describe("the content security policy", () => {
  test("runs the files of the app alone", () => {
    expect(policyOf(cloud)["script-src"]).toEqual(["'self'"]);
    expect(policyOf(cloud)["style-src"]).toEqual(["'self'"]);
    expect(policyOf(cloud)["default-src"]).toEqual(["'none'"]);
  });

  test("refuses to be framed, and a base address", () => {
    expect(policyOf(cloud)["frame-ancestors"]).toEqual(["'none'"]);
    expect(policyOf(cloud)["base-uri"]).toEqual(["'none'"]);
  });

  test("reaches the backend of the build, its socket and its HTTP routes", () => {
    expect(policyOf(cloud)["connect-src"]).toEqual([
      "'self'",
      "https://happy-otter-1.convex.cloud",
      "wss://happy-otter-1.convex.cloud",
      "https://happy-otter-1.convex.site",
    ]);
  });

  test("reaches nothing else where no backend is configured", () => {
    expect(policyOf({})["connect-src"]).toEqual(["'self'"]);
    expect(policyOf({ VITE_CONVEX_URL: "not an address" })["connect-src"]).toEqual(["'self'"]);
  });
});

test("files of the build are kept, pages are asked for again", () => {
  const rules = headerRules(cloud);
  expect(headersOf(rules, "/assets/index-1.js")["Cache-Control"]).toContain("immutable");
  expect(headersOf(rules, "/t/1/tasks")["Cache-Control"]).toBe("no-cache");
  expect(headersOf(rules, "/assets/index-1.js")["X-Content-Type-Options"]).toBe("nosniff");
});

test("the file of headers takes away what a later rule sets again", () => {
  const file = headersFile(headerRules(cloud));
  expect(file).toMatch(/^\/\*\n {2}Content-Security-Policy: default-src 'none'; /);
  expect(file).toMatch(/\n\/assets\/\*\n {2}! Cache-Control\n {2}Cache-Control: public/);
});

test("the file of headers says all that the rules do", () => {
  const rules = headerRules(cloud);
  expect(rulesOfFile(headersFile(rules))).toEqual(rules);
});
