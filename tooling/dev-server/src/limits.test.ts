// Each limit at its edge: as much as it says is let through, one more is refused with its code.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changedEnvironment } from "./deploy/environment-table.ts";
import { analyzeModules } from "./deploy/evaluation/evaluate-modules.ts";
import { EvaluationCache } from "./deploy/evaluation/evaluation-cache.ts";
import { parseSchema } from "./deploy/schema/schema-parse.ts";
import { tokenize } from "./engine/search/postings.ts";
import { DEFAULT_LIMITS, Meter } from "./engine/storage/meter.ts";
import { canonicalDocument, canonicalValue } from "./engine/values/value.ts";
import { checkArgs, checkReturns } from "./functions/references/validation.ts";
import { newJob } from "./functions/scheduling/scheduled-job.ts";
import { signJwt } from "./functions/syscalls/jwt-signing.ts";
import { LogLines } from "./functions/syscalls/log-lines.ts";
import type { IndexDefinition, JsonValue, TransactionMetrics } from "./kernel/database-types.ts";
import { LIMITS, type LimitName } from "./kernel/limits.ts";
import { startTestBackend, type TestBackend } from "./testing/runner-fixture.ts";
import { schemaOf } from "./testing/test-database.ts";

const FUNCTIONS = `
  export const down = query(async (ctx, { levels }) =>
    levels === 0 ? 0 : ctx.runQuery(ref("deep:down"), { levels: levels - 1 }));
  export const filters = query(async (ctx, { count }) => {
    let all = ctx.db.query("rows");
    for (let n = 0; n < count; n++) all = all.filter((q) => q.eq(1, 1));
    return (await all.collect()).length;
  });
  export const page = query(async (ctx, { numItems }) =>
    (await ctx.db.query("rows").paginate({ numItems, cursor: null })).page.length);
  export const write = mutation(async (ctx, { rows }) => {
    for (const row of rows) await ctx.db.insert("rows", row);
  });
  export const search = query(async (ctx, { text, take, filters }) => (await ctx.db.query("rows").withSearchIndex("search",
    (q) => Object.entries(filters).reduce((all, [name, value]) => all.eq(name, value), q.search("text", text))).take(take)).length);
  export const near = action(async (ctx, { limit, filters }) => (await ctx.vectorSearch("rows", "near",
    { vector: [1, 0], limit, filter: (q) => q.or(...Array.from({ length: filters }, () => q.eq("kind", 1))) })).length);
`;
const ROUTES = `
  const http = httpRouter();
  http.route({ path: "/take", method: "POST", handler: httpAction(async (ctx, request) =>
    new Response(String((await request.arrayBuffer()).byteLength))) });
  http.route({ path: "/give", method: "GET", handler: httpAction(async (ctx, request) =>
    new Response(new Uint8Array(Number(new URL(request.url).searchParams.get("bytes"))))) });
  export default http;
`;
let backend: TestBackend;
beforeAll(async () => {
  const search: IndexDefinition = {
    kind: "search",
    name: "search",
    searchField: "text",
    filterFields: ["n", ...list(9, (at) => `f${at}`)],
    staged: false,
  };
  const near: IndexDefinition = {
    kind: "vector",
    name: "near",
    vectorField: "v",
    dimensions: 2,
    filterFields: ["kind"],
    staged: false,
  };
  backend = await startTestBackend({
    files: { "deep.ts": FUNCTIONS, "http.ts": ROUTES },
    schema: schemaOf({ rows: { more: [near, search] } }),
  });
});
afterAll(() => backend.close());

const list = <T>(length: number, make: (n: number) => T): T[] =>
  Array.from({ length }, (_, n) => make(n));
const index = (n: number, fields = [`f${n}`]) => ({ indexDescriptor: `i${n}`, fields });
const vector = (n: number, dimensions = 2, filterFields: string[] = []) => ({
  indexDescriptor: `v${n}`,
  vectorField: `v${n}`,
  dimensions,
  filterFields,
});
const search = (n: number, filterFields: string[] = []) => ({
  indexDescriptor: `s${n}`,
  searchField: `s${n}`,
  filterFields,
});
function pushSchema(...tables: object[]): void {
  parseSchema(
    JSON.stringify({ tables: tables.map((table) => ({ tableName: "t", indexes: [], ...table })) }),
  );
}
/** One index of each of the six kinds after the other. */
function pushIndexes(count: number): void {
  const of = <T>(kind: number, make: (n: number) => T) =>
    list(count, (n) => n)
      .filter((n) => n % 6 === kind)
      .map((n) => make(n));
  pushSchema({
    indexes: of(0, index),
    stagedDbIndexes: of(1, index),
    searchIndexes: of(2, search),
    stagedSearchIndexes: of(3, search),
    vectorIndexes: of(4, (n) => vector(n)),
    stagedVectorIndexes: of(5, (n) => vector(n)),
  });
}
function pushModules(count: number): Promise<unknown> {
  const parts = {
    evaluator: { ...backend.runner.evaluator, modules: async () => ({}) },
    cache: new EvaluationCache(),
    cloudOrigin: "",
    siteOrigin: "",
  };
  const module = { source: "", environment: "isolate" } as const;
  // Chunks that the bundler made are files of no author.
  const modules = [
    ...list(count, (n) => ({ ...module, path: `m${n}.js` })),
    ...list(5, (n) => ({ ...module, path: `_deps/${n}.js` })),
  ];
  const importPhase = { seed: "s", timestampMs: 0 };
  return analyzeModules(parts, modules, { env: {}, importPhase });
}

function nested(levels: number): JsonValue {
  return levels === 0 ? 1 : levels % 2 === 0 ? { a: nested(levels - 1) } : [nested(levels - 1)];
}
function answer(path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(`http://127.0.0.1:3211${path}`, init);
  return backend.runner.http("", path.split("?", 1)[0]!, request, { kind: "none" });
}
const setVariables = (variables: Record<string, string>) =>
  changedEnvironment(
    {},
    Object.entries(variables).map(([name, value]) => ({ name, value })),
  );
const count = (metric: keyof TransactionMetrics) => (n: number) =>
  new Meter(DEFAULT_LIMITS).add(metric, n);

const fn = { name: "f", udfType: "Query", visibility: null, args: null, returns: null } as const;
const tables = { numberOf: () => null, nameOf: () => null };
function orThrow(error: { message: string } | null): void {
  if (error !== null) throw new Error(error.message);
}
const schedule = (options: { scheduledTime?: number; args?: JsonValue }) =>
  newJob({
    component: "",
    udfPath: "m:f",
    analysis: { "m.js": { functions: [fn], httpRoutes: null, cronSpecs: null } } as never,
    args: {},
    scheduledTime: 0,
    now: 0,
    ...options,
  });

/** Uses as much of a limit as it is given. */
const USE: Record<LimitName, (amount: number) => unknown> = {
  tables: (n) => pushSchema(...list(n, (at) => ({ tableName: `t${at}` }))),
  tableNameLength: (n) => pushSchema({ tableName: "t".repeat(n) }),
  indexNameLength: (n) =>
    pushSchema({ indexes: [{ ...index(0), indexDescriptor: "i".repeat(n) }] }),
  indexesPerTable: pushIndexes,
  fieldsPerIndex: (n) =>
    pushSchema({
      indexes: [
        index(
          0,
          list(n, (at) => `f${at}`),
        ),
      ],
    }),
  filterFieldsPerIndex: (n) => {
    const filters = list(n, (at) => `f${at}`);
    pushSchema({ vectorIndexes: [vector(0, 2, filters)] });
    pushSchema({ searchIndexes: [search(0, filters)] });
  },
  vectorDimensions: (n) => pushSchema({ vectorIndexes: [vector(0, n)] }),
  modules: pushModules,
  environmentVariables: (n) => setVariables(Object.fromEntries(list(n, (at) => [`V${at}`, ""]))),
  environmentNameLength: (n) => setVariables({ ["N".repeat(n)]: "" }),
  environmentValueBytes: (n) => setVariables({ N: "é".repeat(n / 2) + "x".repeat(n % 2) }),
  environmentBytes: (n) => {
    const names = list(Math.ceil(n / 8000), (at) => `V${String(at).padStart(9, "0")}`);
    const left = n - names.length * 10;
    const each = Math.floor(left / names.length);
    const values = names.map((name, at) => [
      name,
      "x".repeat(at === 0 ? left - each * (names.length - 1) : each),
    ]);
    setVariables(Object.fromEntries(values));
  },
  // An object is 2 bytes, a name and its end 2, a text 2 more than itself.
  documentBytes: (n) => canonicalDocument({ a: "x".repeat(n - 6) }),
  documentNesting: (n) => canonicalDocument({ a: nested(n - 1) }),
  valueNesting: (n) => canonicalValue(nested(n)),
  objectFields: (n) => canonicalValue(Object.fromEntries(list(n, (at) => [`f${at}`, 1]))),
  arrayLength: (n) => canonicalValue(list(n, () => 1)),
  fieldNameLength: (n) => canonicalValue({ ["f".repeat(n)]: 1 }),
  bytesRead: count("bytesRead"),
  bytesWritten: count("bytesWritten"),
  databaseQueries: count("databaseQueries"),
  documentsRead: count("documentsRead"),
  documentsWritten: count("documentsWritten"),
  functionsScheduled: count("functionsScheduled"),
  scheduledFunctionArgsBytes: count("scheduledFunctionArgsBytes"),
  callDepth: (n) => backend.query("deep:down", { levels: n }),
  // `{"a":"…"}` is 8 bytes beside its text.
  argsBytes: (n) => orThrow(checkArgs(fn, "m:f", `{"a":"${"x".repeat(n - 8)}"}`, { tables })),
  nodeArgsBytes: (n) =>
    orThrow(checkArgs(fn, "m:f", `{"a":"${"x".repeat(n - 8)}"}`, { tables, isNode: true })),
  returnBytes: (n) => orThrow(checkReturns(fn, "m:f", `"${"x".repeat(n - 2)}"`, tables)),
  httpRequestBytes: async (n) => {
    const response = await answer("/take", { method: "POST", body: new Uint8Array(n) });
    if (response.status !== 200) throw new Error(await response.text());
    expect(await response.text()).toBe(String(n));
  },
  httpResponseBytes: async (n) => {
    const response = await answer(`/give?bytes=${n}`);
    expect((await response.arrayBuffer()).byteLength).toBe(n);
  },
  logLines: (n) => {
    const logs = new LogLines(() => 0);
    for (let at = 0; at < n; at++) logs.log("INFO", "line");
    if (logs.lines.some(({ systemMetadata }) => systemMetadata !== undefined)) {
      throw new Error("lines were left out");
    }
  },
  logLineBytes: (n) => {
    const logs = new LogLines(() => 0);
    logs.log("INFO", "x".repeat(n));
    if (logs.lines[0]!.isTruncated) throw new Error("the line was cut");
  },
  scheduledArgsBytes: (n) => schedule({ args: { a: "x".repeat(n - 8) } }),
  scheduleDelayMs: (n) => schedule({ scheduledTime: n }),
  jwtSeconds: (n) =>
    signJwt({
      secret: new Uint8Array(32),
      issuer: "http://i",
      now: 0,
      claims: { sub: "s", aud: "a" },
      expiresInSeconds: n,
    }),
  queryOperators: (n) => backend.query("deep:filters", { count: n }),
  pageSize: (n) => backend.query("deep:page", { numItems: n }),
  searchTermBytes: (n) => {
    if (tokenize("x".repeat(n)).length === 0) throw new Error("the word is not indexed");
  },
  searchTerms: async (n) => {
    const words = list(n, (at) => `w${String(at).padStart(4, "0")}w`);
    // A document with the last word alone is found when that word is looked for.
    await backend.mutation("deep:write", { rows: [{ text: words.at(-1)!, n }] });
    const found = await backend.query("deep:search", {
      text: words.join(" "),
      take: 1,
      filters: { n },
    });
    if (found === 0) throw new Error("the last word is not looked for");
  },
  searchFilters: (n) => {
    const filters = Object.fromEntries(list(n, (at) => [`f${at}`, 1]));
    return backend.query("deep:search", { text: "any", take: 1, filters });
  },
  searchResults: async (n) => {
    await backend.mutation("deep:write", { rows: list(n, () => ({ text: `common${n}`, n })) });
    return backend.query("deep:search", { text: `common${n}`, take: n, filters: {} });
  },
  vectorResults: (n) => backend.action("deep:near", { limit: n, filters: 1 }),
  vectorFilters: (n) => backend.action("deep:near", { limit: 1, filters: n }),
};

describe("a limit lets its value through, and refuses one more", () => {
  test.each(Object.entries(LIMITS))("%s", async (name, { value, code }) => {
    const use = async (amount: number) => USE[name as LimitName](amount);
    await use(value);
    const error = await use(value + 1).then(
      () => expect.fail(`${value + 1} was let through`),
      (thrown: Error & { code?: string }) => thrown,
    );
    // An error that crossed into user code has its message alone.
    if (code !== null && error.code !== undefined) expect(error.code).toBe(code);
    expect(error.message).not.toBe("");
  });
});

test("every limit says where Convex states it", () => {
  for (const [name, { source }] of Object.entries(LIMITS)) {
    expect(source, name).toMatch(/^(crates\/[\w/]+\.rs|limits page|documentation of )/);
  }
});
