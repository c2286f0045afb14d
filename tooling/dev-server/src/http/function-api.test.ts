import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ADMIN_KEY,
  NS,
  openScripted,
  serveScripted,
  tokenFor,
  type ScriptedServer,
} from "../testing/scripted-backend.ts";
import { applyCounters, counterFunctions } from "../testing/scripted-counters.ts";
import { decodeTs } from "../wire/timestamp.ts";
import { functionApi } from "./function-api.ts";

let server: ScriptedServer;

beforeAll(async () => {
  server = await serveScripted({
    ...counterFunctions(),
    "values:all": {
      type: "Query",
      handler: () => ({
        int: { $integer: "BwAAAAAAAAA=" },
        bytes: { $bytes: "AQI=" },
        nan: { $float: "AAAAAAAA+H8=" },
        one: 1,
        list: [{ $integer: "//////////8=" }],
      }),
    },
    "values:echo": { type: "Query", handler: ({ args }) => args },
    "dir/values:default": { type: "Query", handler: () => "the default" },
    "values:log": {
      type: "Query",
      handler: ({ log }) => {
        log("'hello' 1");
        return null;
      },
    },
  });
  applyCounters(server);
  server.activate(["child"]);
});
afterAll(() => server.close());

type Json = any;

async function call(
  route: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; json: Json }> {
  const response = await fetch(`${server.url}/api/${route}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

const admin = { Authorization: `Convex ${ADMIN_KEY}` };
const query = (name: string) => makeFunctionReference<"query", Record<string, Value>, Json>(name);

describe("a call", () => {
  it("takes its arguments as an object or as an array of one", async () => {
    for (const args of [{ a: 1 }, [{ a: 1 }]]) {
      const { json } = await call("query", { path: "values:echo", args });
      expect(json).toEqual({ status: "success", value: { a: 1 } });
    }
  });

  it.each([
    [undefined, { int: "7", bytes: "AQI=", nan: "NaN", one: 1, list: ["-1"] }],
    ["json", { int: "7", bytes: "AQI=", nan: "NaN", one: 1, list: ["-1"] }],
    ["convex_clean_json", { int: "7", bytes: "AQI=", nan: "NaN", one: 1, list: ["-1"] }],
    [
      "convex_encoded_json",
      {
        int: { $integer: "BwAAAAAAAAA=" },
        bytes: { $bytes: "AQI=" },
        nan: { $float: "AAAAAAAA+H8=" },
        one: 1,
        list: [{ $integer: "//////////8=" }],
      },
    ],
  ])("answers in the format %s", async (format, value) => {
    const { json } = await call("query", { path: "values:all", args: {}, format });
    expect(json).toEqual({ status: "success", value });
  });

  it("answers in the format of exports, which tells 1 from 1.0", async () => {
    const response = await fetch(`${server.url}/api/query`, {
      method: "POST",
      body: JSON.stringify({ path: "values:all", args: {}, format: "export_json" }),
    });
    expect(await response.text()).toContain('"one":1.0');
  });

  it("lists log lines only when there are any", async () => {
    const { json } = await call("query", { path: "values:log", args: {} });
    expect(json).toEqual({ status: "success", value: null, logLines: ["[LOG] 'hello' 1"] });
  });

  it("that fails is a 200 with the error; errorData stands for a ConvexError only", async () => {
    const plain = await call("mutation", { path: "counters:fail", args: {} });
    expect(plain.status).toBe(200);
    expect(plain.json).toEqual({
      status: "error",
      errorMessage: expect.stringMatching(
        /^\[Request ID: [0-9a-f]{16}\] Server Error\nUncaught Error: no/,
      ),
    });
    const typed = await call("mutation", { path: "counters:fail", args: { data: [1] } });
    expect(typed.json).toMatchObject({ status: "error", errorData: [1] });
  });

  it.each([
    ["{", "BadJsonBody"],
    ["[]", "BadJsonBody"],
    [{ args: {} }, "BadJsonBody"],
    [{ path: "values:echo" }, "BadJsonBody"],
    [{ path: "values:echo", args: {}, componentPath: 3 }, "BadJsonBody"],
    [{ path: "values:echo", args: [] }, "InvalidArguments"],
    [{ path: "values:echo", args: [1] }, "InvalidArguments"],
    [{ path: "values:echo", args: "x" }, "InvalidArguments"],
    [{ path: "values:echo", args: [{}, {}] }, "InvalidArguments"],
    [{ path: "values:echo", args: { a: { $integer: "!" } } }, "InvalidValue"],
    [{ path: "values:echo", args: { a: { $unknown: 1 } } }, "InvalidFieldName"],
    [{ path: "", args: {} }, "BadConvexFunctionIdentifier"],
    [{ path: "a b:c", args: {} }, "BadConvexFunctionIdentifier"],
    [{ path: "../secret:x", args: {} }, "BadConvexFunctionIdentifier"],
    [{ path: "values:echo", args: {}, format: "xml" }, "BadFormat"],
    [{ path: "values:echo", args: {}, format: "__proto__" }, "BadFormat"],
  ])("that cannot be read is a 400: %j → %s", async (body, code) => {
    const { status, json } = await call("query", body);
    expect(json).toEqual({ code, message: expect.any(String) });
    expect(status).toBe(400);
  });

  it.each([10_000, 900_000])("nested %i levels deep is a 400", async (depth) => {
    const nested = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const { status } = await call("query", `{"path":"values:echo","args":{"a":${nested}}}`);
    expect(status).toBe(400);
  });

  it("with more values than can be read at once is a 413", async () => {
    const { status, json } = await call(
      "query",
      `{"path":"a:b","args":{"a":[${"[],".repeat(600_000)}1]}}`,
    );
    expect({ status, code: json.code }).toEqual({ status: 413, code: "RequestTooLarge" });
  });

  it("with a body over the limit is a 413", async () => {
    const { status, json } = await call("query", "x".repeat(17 * 1024 * 1024));
    expect({ status, code: json.code }).toEqual({ status: 413, code: "RequestTooLarge" });
  });
});

describe("the caller", () => {
  it("is who the token says; a bad or expired one is a 401", async () => {
    const whoAmI = { path: "counters:whoAmI", args: {} };
    const as = (token: string) => call("query", whoAmI, { Authorization: `Bearer ${token}` });
    expect((await as(tokenFor("ann"))).json.value).toBe("ann");
    for (const token of ["nonsense", tokenFor("ann", 1)]) {
      const { status, json } = await as(token);
      expect({ status, code: json.code }).toEqual({ status: 401, code: "Unauthenticated" });
    }
  });

  it("needs the admin key for components and the backend's own queries", async () => {
    const calls = [
      ["function", { path: "counters:get", args: {}, componentPath: "child" }],
      ["query", { path: "counters:get", args: {}, componentPath: "child" }],
      ["query", { path: "_system/cli/tableSize", args: { tableName: "counters" } }],
      ["function", { path: "_system/cli/tableSize", args: { tableName: "counters" } }],
    ] as const;
    for (const [route, body] of calls) {
      const refused = await call(route, body);
      expect([refused.status, refused.json.code]).toEqual([403, "AdminKeyRequired"]);
      expect((await call(route, body, admin)).json.status).toBe("success");
    }
    const missing = await call("query", { ...calls[1][1], componentPath: "gone" }, admin);
    expect([missing.status, missing.json.code]).toEqual([400, "ComponentNotFound"]);
  });
});

describe("routes", () => {
  it("/api/function and /api/run find out what a function is", async () => {
    const add = await call("function", { path: "counters:add", args: { name: "typed" } });
    expect(add.json.value).toBe(1);
    const act = await call("run/counters/act", { args: { name: "x" } });
    expect(act.json.value).toBe("x");
    const nested = await call("run/dir/values/default", { args: {} });
    expect(nested.json.value).toBe("the default");
    const none = await call("run/counters/none", { args: {} });
    expect(none.json.errorMessage).toContain("Could not find public function");
  });

  it("GET /api/query takes its arguments from the URL", async () => {
    const url = new URL(`${server.url}/api/query`);
    url.searchParams.set("path", "values:echo");
    url.searchParams.set("args", '{"a":{"$integer":"BwAAAAAAAAA="}}');
    expect(await (await fetch(url)).json()).toEqual({ status: "success", value: { a: "7" } });
    url.searchParams.set("format", "convex_encoded_json");
    expect(await (await fetch(url)).json()).toMatchObject({
      value: { a: { $integer: "BwAAAAAAAAA=" } },
    });
    url.searchParams.set("args", "{");
    expect((await fetch(url)).status).toBe(400);
  });

  it("/api/query_batch answers each query, failures included", async () => {
    const { json } = await call("query_batch", {
      queries: [
        { path: "values:echo", args: { a: 1 } },
        { path: "nowhere:x", args: {} },
      ],
    });
    expect(json.results).toEqual([
      { status: "success", value: { a: 1 } },
      { status: "error", errorMessage: expect.stringContaining("nowhere:x") },
    ]);
    for (const body of [{}, { queries: [null] }, { queries: [3] }]) {
      expect((await call("query_batch", body)).status).toBe(400);
    }
  });

  it("/api/query_at_ts answers as things were, whatever was written since", async () => {
    const { database } = server.app;
    const counter = database.transact((tx) => tx.insert(NS, "counters", { name: "at", value: 5 }));
    const before = (await call("query", { path: "counters:sum", args: {} })).json.value;
    const { ts } = (await call("query_ts", "")).json;
    expect(decodeTs(ts)).toBe(database.latestTs());
    const at = (path: string, time: unknown = ts) =>
      call("query_at_ts", { path, args: { name: "at" }, ts: time });
    const sum = { status: "success", value: before };
    expect((await at("counters:sum")).json).toEqual(sum);
    database.transact((tx) => tx.insert(NS, "counters", { name: "new", value: 1 }));
    database.transact((tx) => tx.patch(NS, counter.value, { value: 6 }));
    database.transact((tx) => tx.patch(NS, counter.value, { name: "moved" }));
    expect((await at("counters:sum")).json).toEqual(sum);
    expect((await at("counters:get")).json.value).toBe(5);
    database.transact((tx) => tx.remove(NS, counter.value));
    expect((await at("counters:sum")).json).toEqual(sum);
    expect((await at("counters:get")).json.value).toBe(5);
    server.advance(61_000);
    database.transact((tx) => tx.insert(NS, "counters", { name: "much later", value: 1 }));
    expect((await at("counters:sum")).json.code).toBe("SnapshotNoLongerAvailable");
    expect((await at("counters:sum", "//////////8=")).json.code).toBe("InvalidTimestamp");
    expect((await at("counters:sum", "soon")).json.code).toBe("BadJsonBody");
  });
});

describe("ConvexHttpClient", () => {
  const client = () => new ConvexHttpClient(server.url, { logger: false });

  it("runs queries, mutations and actions, and keeps its mutations in order", async () => {
    const add = makeFunctionReference<"mutation", Record<string, Value>, number>("counters:add");
    const act = makeFunctionReference<"action", Record<string, Value>, string>("counters:act");
    const http = client();
    const values = await Promise.all([1, 2, 3].map(() => http.mutation(add, { name: "http" })));
    expect(values).toEqual([1, 2, 3]);
    expect(await http.query(query("counters:get"), { name: "http" })).toBe(3);
    expect(await http.consistentQuery(query("counters:get"), { name: "http" })).toBe(3);
    expect(await http.action(act, { name: "n" })).toBe("n");
    expect(await http.query(query("values:all"), {})).toMatchObject({ int: 7n, nan: NaN });
  });

  it("tells a ConvexError from another one", async () => {
    const fail = makeFunctionReference<"mutation", Record<string, Value>, null>("counters:fail");
    const typed: unknown = await client()
      .mutation(fail, { data: { code: 1 } })
      .catch((error: unknown) => error);
    expect(typed).toMatchObject({ name: "ConvexError", data: { code: 1 } });
    const plain: unknown = await client()
      .mutation(fail, {})
      .catch((error: unknown) => error);
    expect(plain).toMatchObject({ name: "Error" });
    expect(plain).not.toHaveProperty("data");
  });

  it("shows the body of a refusal", async () => {
    const http = client();
    http.setAuth("nonsense");
    await expect(http.query(query("counters:get"), {})).rejects.toThrow('"code":"Unauthenticated"');
  });
});

it("an error of the backend is a 500 with a code, and the next call works", async () => {
  const scripted = await openScripted(counterFunctions());
  const api = functionApi(scripted.app);
  const { query: run } = scripted.app.runner;
  scripted.app.runner.query = () => Promise.reject(new Error("broken"));
  const post = () =>
    api.request("/api/query", {
      method: "POST",
      body: JSON.stringify({ path: "counters:whoAmI", args: {} }),
    });
  const failed = await post();
  expect(failed.status).toBe(500);
  expect(await failed.json()).toEqual({ code: "InternalServerError", message: "broken" });
  scripted.app.runner.query = run;
  expect(await (await post()).json()).toEqual({ status: "success", value: "none" });
  await scripted.close();
});
