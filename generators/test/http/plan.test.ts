import { describe, expect, test } from "vitest";
import type { Plan } from "@groundwork/plop-engine/plan";
import type { HttpInput } from "@groundwork/convex-generators/http/input";
import { planHttp } from "@groundwork/convex-generators/http/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { after, codesOf, fragment } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";

const tree = templateTree();
const clerk: HttpInput = {
  ...{ method: "POST", path: "/webhooks/clerk", signature: "hmac:CLERK_WEBHOOK_SECRET" },
  ...{ events: "user.created,user.deleted", limit: "120/minute", body: "16kB" },
};
const notes: HttpInput = {
  ...{ method: "POST", path: "/api/notes", auth: "session", runs: "notes.create", cors: "app" },
};
const purge: HttpInput = {
  ...{ method: "POST", path: "/api/purge", auth: "key:PURGE_KEY", runs: "jobs.purge" },
};
const inbox: HttpInput = {
  ...{ method: "GET", path: "/api/inbox", public: "only a demo answers", runs: "emails.inbox" },
};

const pathsOf = ({ files }: Plan) => files.map(({ path }) => path);
const all = ({ files }: Plan) =>
  files
    .flatMap(({ path, fragments }) => fragments.map(({ text }) => `${path}\n${text}\n`))
    .join("\n");

test("a webhook: its event, its route, its limit, its secret and what its test sends", async () => {
  const plan = planHttp(clerk, tree);
  expect(pathsOf(plan)).toEqual([
    ...[layout.backendModule("webhooks"), layout.http, layout.rateLimits, layout.components],
    ...[layout.serverTypes, layout.deployGuide, layout.webhookTests, layout.manifestTests],
  ]);
  await expect(all(plan)).toMatchFileSnapshot("../../http/golden/webhook.txt");
});

test.each([
  ["session", notes],
  ["key", purge],
  ["public", inbox],
] as const)("a route that calls a function: %s", async (name, input) => {
  const plan = planHttp(input, tree);
  await expect(all(plan)).toMatchFileSnapshot(`../../http/golden/${name}.txt`);
  expect(fragment(plan, layout.httpTests, "requests")).toContain("functionRequests(() => app");
});

test("only pages that were named may call it", () => {
  const routeOf = (cors?: string) =>
    fragment(planHttp({ ...notes, cors }, tree), layout.http, "route");
  expect(routeOf("https://a.example,https://b.example")).toContain(
    'origins: ["https://a.example","https://b.example"]',
  );
  expect(routeOf("any")).toContain('origins: "any"');
  expect(routeOf()).not.toContain("origins");
});

test.each([clerk, notes, purge, inbox])("a second run finds nothing to do: $path", (input) => {
  expect(planHttp(input, after(planHttp(input, tree), tree)).files).toEqual([]);
});

describe("is refused:", () => {
  const there = after(planHttp(notes, tree), tree);
  test.each<[string, string[], HttpInput, typeof tree]>([
    ["a method in lower case", ["2 HTTP_METHOD"], { ...notes, method: "post" }, tree],
    ["a path without a slash", ["2 HTTP_PATH"], { ...notes, path: "api/notes" }, tree],
    ["a path of the app's own", ["2 HTTP_PATH"], { ...notes, path: "/files/x" }, tree],
    ["nobody who calls it", ["2 HTTP_CALLER"], { ...notes, auth: undefined }, tree],
    ["two kinds of callers", ["2 HTTP_CALLER_TWICE"], { ...inbox, auth: "session" }, tree],
    ["a caller that is none", ["2 HTTP_AUTH"], { ...notes, auth: "cookie" }, tree],
    ["a key without a variable", ["2 HTTP_AUTH"], { ...purge, auth: "key" }, tree],
    ["no reason", ["2 HTTP_WHY"], { ...inbox, public: "" }, tree],
    ["a public function for a program", ["2 HTTP_RUNS"], { ...purge, runs: "jobs.retry" }, tree],
    ["an internal one for a person", ["2 HTTP_RUNS"], { ...notes, runs: "jobs.purge" }, tree],
    ["one that is not open", ["2 HTTP_RUNS"], { ...inbox, runs: "emails.list" }, tree],
    ["a query with POST", ["2 HTTP_RUNS"], { ...notes, runs: "notes.list" }, tree],
    ["no function", ["2 HTTP_RUNS"], { ...notes, runs: undefined }, tree],
    ["an origin with a path", ["2 HTTP_ORIGIN"], { ...notes, cors: "https://a.example/x" }, tree],
    ["too large a body", ["2 HTTP_SIZE"], { ...clerk, body: "1MB" }, tree],
    ["no rate", ["2 RATE_LIMIT"], { ...notes, limit: "60/mintue" }, tree],
    [
      "another scheme",
      ["2 HTTP_SIGNATURE"],
      { ...clerk, signature: "rsa:CLERK_WEBHOOK_SECRET" },
      tree,
    ],
    ["a webhook elsewhere", ["2 HTTP_WEBHOOK"], { ...clerk, path: "/hooks/clerk" }, tree],
    ["a webhook without events", ["2 HTTP_EVENTS"], { ...clerk, events: undefined }, tree],
    ["a webhook for pages", ["2 HTTP_HERE"], { ...clerk, cors: "any" }, tree],
    ["events of a function", ["2 HTTP_HERE"], { ...notes, events: "a" }, tree],
    ["a route that is taken", ["3 ROUTE_EXISTS"], { ...notes, body: "1kB" }, there],
  ])("%s", (_what, codes, input, of) => {
    expect(codesOf(() => planHttp(input, of))).toEqual(codes);
  });
});
