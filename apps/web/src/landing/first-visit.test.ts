import { expect, test } from "vitest";

import { isFirstVisit } from "./first-visit.tsx";

const at = (href: string, kept: Record<string, string> = {}) => {
  const { pathname, search } = new URL(href, "http://localhost");
  return isFirstVisit({ pathname, search }, kept as unknown as Storage);
};

test("the landing page of somebody who is not signed in is a first visit", () => {
  expect(at("/")).toBe(true);
  expect(at("/", { theme: "dark", "signed-in-device": "1" })).toBe(true);
});

test("other pages, the code of a provider, and a kept session are none", () => {
  expect(at("/sign-in")).toBe(false);
  expect(at("/?code=123")).toBe(false);
  expect(at("/", { __convexAuthRefreshToken_https: "secret" })).toBe(false);
});
