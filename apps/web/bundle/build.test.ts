// What a production build of the app may weigh and hold. `pnpm --filter @repo/web bench` lists what each page weighs.
import { describe, expect, test } from "vitest";

import { budgets, buildApp, modulesOfFirstVisits, sizesOf } from "./measure.ts";

const backendEnv = import.meta.glob<string>(
  "../../../packages/backend/convex/**/{convex.config,env}.ts",
  { query: "?raw", import: "default", eager: true },
);
/** Every variable of the backend, by name. */
const names = Object.values(backendEnv).flatMap((source) =>
  [...source.matchAll(/^\s+([A-Z][A-Z0-9_]+): v\./gm)].map(([, name]) => String(name)),
);
/** A value that nothing else has, for each variable. */
const valueOf = (name: string) => `secret-of-${name.toLowerCase()}-5d1c`;

const files = await buildApp({
  ...Object.fromEntries(names.map((name) => [name, valueOf(name)])),
  VITE_CONVEX_URL: "https://happy-otter-1.convex.cloud",
});
const textOf = (file: (typeof files)[number]) =>
  file.type === "chunk" ? file.code : Buffer.from(file.source).toString();
const filesWith = (isThere: (text: string) => boolean) =>
  files.filter((file) => isThere(textOf(file))).map(({ fileName }) => fileName);

const { landing, client, signInFirst, pages, ...others } = sizesOf(files);

test("a visitor loads less than 100 kB of JavaScript before the landing page is drawn", () => {
  expect(landing).toBeLessThan(budgets.landing);
  // A build without the app would fit, too.
  expect(landing).toBeGreaterThan(budgets.landing / 3);
});

test("the client, which all other pages share, is loaded afterwards and adds less than 80 kB", () => {
  expect(client).toBeLessThan(budgets.client);
  expect(client).toBeGreaterThan(budgets.client / 3);
});

test("less than 150 kB are loaded before the sign-in page is drawn, where it is opened first", () => {
  expect(signInFirst).toBeLessThan(budgets.signInFirst);
  expect(signInFirst).toBeGreaterThan(landing + budgets.client / 3);
});

test("the landing page and the sign-in page load nothing that grows with the pages of the app", () => {
  const loaded = modulesOfFirstVisits(files);
  expect(loaded.some((id) => id.endsWith("/features/tasks/visitors.ts"))).toBe(true);
  expect(loaded.some((id) => id.endsWith("/features/sign-in/sign-in-page.tsx"))).toBe(true);
  const grows =
    /\/features\/[^/]+\/feature\.ts$|\/routeTree\.gen\.ts$|\/src\/routes\/|\/validators\/src\/access|\/zod\//;
  expect(loaded.filter((id) => grows.test(id))).toEqual([]);
});

describe("less than 60 kB are added by", () => {
  test.each(Object.entries({ ...others, ...pages }))("%s", (_, size) => {
    expect(size).toBeLessThan(budgets.further);
  });
});

test("every page is measured", () => {
  const routes = Object.values(
    import.meta.glob<string>("../src/routes/**/*.tsx", {
      query: "?raw",
      import: "default",
      eager: true,
    }),
  ).filter((text) => !/throw redirect\(/.test(text) || text.includes("component:"));
  const measuredApart = ["__root", "_app", "index", "sign-in"];
  // A route that only redirects draws nothing.
  expect(Object.keys(pages).length).toBe(routes.length - measuredApart.length);
});

// A sentence may name a variable: which key turns something on.
describe("no file has what the backend keeps in", () => {
  test.each(names)("%s", (name) => {
    expect(filesWith((text) => text.includes(valueOf(name)))).toEqual([]);
  });

  test("any variable: all of them are known", () => {
    expect(names).toEqual(expect.arrayContaining(["JWT_PRIVATE_KEY", "RESEND_API_KEY"]));
    expect(Object.keys(backendEnv).length).toBeLessThanOrEqual(names.length);
  });
});

test("the address of the backend is in the pages and in the headers for hosting", () => {
  const found = filesWith((text) => text.includes("https://happy-otter-1.convex.cloud"));
  expect(found).toContain("_headers");
  expect(found.length).toBeGreaterThan(1);
});

test("no file has a map of its source", () => {
  expect(files.filter(({ fileName }) => fileName.endsWith(".map"))).toEqual([]);
});
