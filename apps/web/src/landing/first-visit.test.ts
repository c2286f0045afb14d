import { expect, test } from "vitest";

import { firstVisitOf } from "./first-visit.tsx";

const at = (href: string, kept: Record<string, string> = {}) => {
  const { pathname, search } = new URL(href, "http://localhost");
  const page = firstVisitOf({ pathname, search }, kept as unknown as Storage);
  return page === null || page === "landing" ? page : page.path;
};

test("the landing page and the sign-in page of somebody who is not signed in are first visits", () => {
  expect(at("/")).toBe("landing");
  expect(at("/", { theme: "dark", "signed-in-device": "1" })).toBe("landing");
  expect(at("/sign-in")).toBe("/sign-in");
  expect(at("/sign-in?mode=sign-up&next=/notes")).toBe("/sign-in");
});

test("other pages, the code of a provider, and a kept session are none", () => {
  const session = { __convexAuthRefreshToken_https: "secret" };
  expect(at("/notes")).toBeNull();
  expect(at("/?code=123")).toBeNull();
  expect(at("/sign-in?code=123")).toBeNull();
  expect(at("/", session)).toBeNull();
  expect(at("/sign-in", session)).toBeNull();
});
