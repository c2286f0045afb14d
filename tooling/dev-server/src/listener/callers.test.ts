import { describe, expect, test } from "vitest";
import { callerCheck, type CallerRules, isHostName } from "./callers.ts";

function refusal(headers: { host?: string; origin?: string }, rules: CallerRules = {}) {
  return callerCheck(rules)(headers)?.code ?? null;
}

describe("by default", () => {
  test.each([
    "localhost:3210",
    "LOCALHOST",
    "localhost.:3210",
    "app.localhost:3210",
    "127.0.0.1:3210",
    "127.8.9.10",
    "[::1]:3210",
  ])("the host %s is answered, and its pages", (host) => {
    expect(refusal({ host })).toBeNull();
    expect(refusal({ host: "127.0.0.1:3210", origin: `http://${host}` })).toBeNull();
    expect(refusal({ host: "127.0.0.1:3210", origin: `https://${host}` })).toBeNull();
  });

  test.each([
    "evil.example",
    "evil.example:3210",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evillocalhost",
    "192.168.1.5:3210",
    "0.0.0.0:3210",
    "[::2]",
    "a@localhost",
    "localhost/evil.example",
    "evil.example#localhost",
    "evil.example\\localhost",
    "",
  ])("the host %j is not, and no page of it", (host) => {
    expect(refusal({ host })).toBe("HostNotAllowed");
    expect(refusal({ host: "localhost", origin: `http://${host}` })).toBe("OriginNotAllowed");
  });

  test.each(["null", "file://", "chrome-extension://localhost", "", "localhost"])(
    "no page of the origin %j is answered",
    (origin) => expect(refusal({ host: "localhost", origin })).toBe("OriginNotAllowed"),
  );

  test("what names neither is answered: no browser leaves out Host", () => {
    expect(refusal({})).toBeNull();
  });
});

describe("when told", () => {
  test("a named host is answered, and its pages, but not those of names below it", () => {
    const rules = { allowedHosts: ["Box.example", "fd00::5"] };
    expect(refusal({ host: "box.example:80", origin: "https://box.example" }, rules)).toBeNull();
    expect(refusal({ host: "[fd00::5]:3210" }, rules)).toBeNull();
    expect(refusal({ host: "a.box.example" }, rules)).toBe("HostNotAllowed");
  });

  test("other machines reach an address, with pages of that address alone", () => {
    const rules = { allowRemote: true };
    const host = "192.168.1.5:3210";
    expect(refusal({ host, origin: "http://192.168.1.5:5173" }, rules)).toBeNull();
    expect(refusal({ host, origin: "http://203.0.113.9" }, rules)).toBe("OriginNotAllowed");
    expect(refusal({ host: "evil.example" }, rules)).toBe("HostNotAllowed");
  });

  test("a refusal names the flag that lifts it", () => {
    const { message } = callerCheck({})({ host: "box.example:3210" }) ?? {};
    expect(message).toMatch(/"box\.example:3210".*--allow-host box\.example\.$/);
  });
});

test.each([
  ["box.example", true],
  ["fd00::5", true],
  ["[fd00::5]", true],
  ["box.example:80", false],
  ["http://box.example", false],
  ["box.example/a", false],
  ["a b", false],
])("%j is a host alone: %s", (text, expected) => expect(isHostName(text)).toBe(expected));
