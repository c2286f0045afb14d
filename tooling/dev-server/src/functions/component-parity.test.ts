// What a function of a component may do: all that a function of the app may. Each system call is made
// in both, with the same arguments, and must answer the same.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonValue, SchemaDefinition } from "../kernel/database-types.ts";
import {
  startTestBackend,
  type ComponentSource,
  type TestBackend,
} from "../testing/runner-fixture.ts";
import { actionSyscalls } from "./actions/action-syscalls.ts";
import { asyncSyscalls, syncSyscalls } from "./syscalls/all.ts";

const schema: SchemaDefinition = {
  schemaValidation: true,
  tables: [
    {
      name: "rows",
      documentType: { type: "any" },
      indexes: [
        { kind: "database", name: "by_n", fields: ["n"], staged: false },
        {
          kind: "vector",
          name: "near",
          vectorField: "at",
          dimensions: 2,
          filterFields: [],
          staged: false,
        },
      ],
    },
  ],
};
const CALLS = `
  const make = async (op, args) => op.startsWith("storage/")
    ? Convex.jsSyscall(op, { ...args, ...(op === "storage/storeBlob" ? { blob: new Blob(["b"]) } : {}) })
    : JSON.parse(await Convex.asyncSyscall(op, JSON.stringify(args)));
  export const asQuery = query(async (ctx, { op, args }) => make(op, args));
  export const asMutation = mutation(async (ctx, { op, args }) => make(op, args));
  export const asAction = action(async (ctx, { op, args }) => {
    const answer = await make(op, args);
    return answer instanceof Blob ? answer.text() : answer;
  });
  const open = async (query) => {
    const { queryId } = JSON.parse(Convex.syscall("1.0/queryStream", JSON.stringify({ query, version: "1" })));
    return queryId;
  };
  export const sync = query(async (ctx, { op, args, query }) => {
    const queryId = query && (await open(query));
    return Convex.syscall(op, JSON.stringify({ ...args, queryId }));
  });
  export const next = query(async (ctx, { query }) =>
    make("1.0/queryStreamNext", { queryId: await open(query) }));
  export const nothing = internalMutation(async () => null);
  export const hello = query(async () => "hello");
  export const nobody = internalAction(async () => null);
  export const seed = mutation(async (ctx) => ({
    id: await ctx.db.insert("rows", { n: 1, at: [1, 0] }),
    second: await ctx.db.insert("rows", { n: 2, at: [0, 1] }),
    storageId: await ctx.storage.store(new Blob(["hi"], { type: "text/plain" })),
    job: await ctx.scheduler.runAfter(3_600_000, ref("calls:nothing")),
  }));
`;
const part: ComponentSource = { files: { "calls.ts": CALLS }, schema };
const app: ComponentSource = {
  files: {
    "calls.ts": CALLS,
    "through.ts": `
      export const query_ = query(async (ctx, { fn, args }) => ctx.runQuery(components.part.calls[fn], args));
      export const mutation_ = mutation(async (ctx, { fn, args }) => ctx.runMutation(components.part.calls[fn], args));
      export const action_ = action(async (ctx, { fn, args }) => ctx.runAction(components.part.calls[fn], args));
      export const ownQuery = query(async (ctx, { fn, args }) => ctx.runQuery(ref("calls:" + fn), args));
      export const ownMutation = mutation(async (ctx, { fn, args }) => ctx.runMutation(ref("calls:" + fn), args));
      export const ownAction = action(async (ctx, { fn, args }) => ctx.runAction(ref("calls:" + fn), args));
    `,
  },
  schema,
  children: { part },
};

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend(app);
});
afterAll(() => backend.close());

interface Seeds {
  id: string;
  second: string;
  storageId: string;
  job: string;
}
type Place = "app" | "part";
const THROUGH = {
  app: { query: "through:ownQuery", mutation: "through:ownMutation", action: "through:ownAction" },
  part: { query: "through:query_", mutation: "through:mutation_", action: "through:action_" },
} as const;

const rows = { source: { type: "FullTableScan", tableName: "rows", order: "asc" }, operators: [] };
const page = { cursor: null, endCursor: null, pageSize: 1, maximumRowsRead: null, version: "1" };
const version = { requestId: "r", version: "1" };
const storage = ({ storageId }: Seeds) => ({ ...version, storageId });
const job = { ts: 9e9, args: {}, ...version, name: "calls:nothing" };
const NONE = () => ({});

/** The arguments of every call that queries and mutations can make. */
const TRANSACTION_CALLS: Record<string, (seeds: Seeds) => JsonValue> = {
  "1.0/get": ({ id }) => ({ id, isSystem: false, version: "1" }),
  "1.0/insert": () => ({ table: "rows", value: { n: 3 } }),
  "1.0/shallowMerge": ({ id }) => ({ id, value: { n: 4 } }),
  "1.0/replace": ({ id }) => ({ id, value: { n: 5 } }),
  "1.0/remove": ({ id }) => ({ id }),
  "1.0/count": () => ({ table: "rows" }),
  "1.0/queryPage": () => ({ query: rows, ...page }),
  "1.0/schedule": () => job,
  "1.0/cancel_job": (seeds) => ({ id: seeds.job }),
  "1.0/storageGetUrl": storage,
  "1.0/storageGetMetadata": storage,
  "1.0/storageGenerateUploadUrl": () => version,
  "1.0/storageDelete": storage,
  "1.0/storageStore": () => ({ ...version, blob: "aGk=", contentType: "text/plain" }),
  "1.0/storageGet": storage,
  "1.0/getUserIdentity": () => version,
  "1.0/getFunctionMetadata": NONE,
  "1.0/getTransactionMetrics": NONE,
  "1.0/getDeploymentMetadata": NONE,
  "1.0/getRequestMetadata": NONE,
  "1.0/createFunctionHandle": () => ({ name: "calls:nothing", version: "1" }),
  "1.0/auditLog": () => ({ body: {} }),
  "1.0/signJwt": () => ({ claims: { aud: "x" } }),
  "1.0/createServiceToken": NONE,
  "1.0/getServiceUrl": NONE,
};
/** Made by functions of their own, as they need an open query. */
const STREAM_CALLS = [
  "1.0/queryStreamNext",
  "1.0/queryStream",
  "1.0/queryCleanup",
  "1.0/db/normalizeId",
  "1.0/getSnapshotTs",
];
const ACTION_CALLS: Record<string, (seeds: Seeds) => JsonValue> = {
  "1.0/actions/query": () => ({ ...version, name: "calls:hello", args: {} }),
  "1.0/actions/mutation": () => ({ ...version, name: "calls:nothing", args: {} }),
  "1.0/actions/action": () => ({ ...version, name: "calls:nobody", args: {} }),
  "1.0/actions/schedule": () => job,
  "1.0/actions/cancel_job": (seeds) => ({ ...version, id: seeds.job }),
  "1.0/actions/vectorSearch": () => ({
    ...version,
    query: { indexName: "rows.near", vector: [1, 0], limit: 2 },
  }),
  "storage/storeBlob": () => version,
  "storage/getBlob": storage,
};

type Kind = "query" | "mutation" | "action";

/** The answer, or the error's message, without what differs from run to run. */
async function answerIn(place: Place, kind: Kind, fn: string, args: JsonValue): Promise<JsonValue> {
  try {
    return same(await backend[kind](THROUGH[place][kind], { fn, args }));
  } catch (error) {
    return same({ error: (error as Error).message });
  }
}

function same(value: JsonValue): JsonValue {
  if (typeof value === "number") return value > 1e9 ? "<time>" : value;
  if (typeof value === "string") {
    return value
      .replace(/\n\s+at [^]*$/, "")
      .replace(/function:\/\/[0-9a-f]{32}/, "<handle>")
      .replace(/\b[0-9a-hjkmnp-tv-z]{31,37}\b/g, "<id>")
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "<uuid>")
      .replace(/"\$integer":"[^"]*"/, "<int64>")
      .replace(/(token=)[^&]*|eyJ[^"]*/, "<token>")
      .replace(/\?component=part/, "");
  }
  if (Array.isArray(value)) return value.map(same);
  if (value === null || typeof value !== "object") return value;
  const { continueCursor, ...rest } = value;
  if (typeof continueCursor === "string") rest.continueCursor = "<cursor>";
  return Object.fromEntries(Object.entries(rest).map(([name, item]) => [name, same(item)]));
}

async function compare(kind: Kind, fn: string, argsFor: (seeds: Seeds) => JsonValue) {
  const answers: JsonValue[] = [];
  for (const place of ["app", "part"] as const) {
    const seeds = await backend.mutation(THROUGH[place].mutation, { fn: "seed", args: {} });
    answers.push(await answerIn(place, kind, fn, argsFor(seeds as unknown as Seeds)));
  }
  return answers;
}

describe("a function of a component and one of the app", () => {
  it("are compared in every system call", () => {
    const compared = [...Object.keys(TRANSACTION_CALLS), ...STREAM_CALLS].toSorted();
    expect(compared).toEqual(
      [...Object.keys(asyncSyscalls), ...Object.keys(syncSyscalls)].toSorted(),
    );
    const inActions = actionSyscalls.filter((op) => !(op in TRANSACTION_CALLS));
    expect(Object.keys(ACTION_CALLS).toSorted()).toEqual(inActions.toSorted());
  });

  const cases = [
    ...Object.keys(TRANSACTION_CALLS).flatMap((op) => [
      ["query", op] as const,
      ["mutation", op] as const,
    ]),
    ...actionSyscalls.map((op) => ["action", op] as const),
  ];
  /** All that differs, and is meant to. */
  const DIFFERENT: Record<string, [app: JsonValue, part: JsonValue]> = {
    "query 1.0/getFunctionMetadata": [
      { name: "calls:asQuery", componentPath: "" },
      { name: "calls:asQuery", componentPath: "part" },
    ],
    "mutation 1.0/getFunctionMetadata": [
      { name: "calls:asMutation", componentPath: "" },
      { name: "calls:asMutation", componentPath: "part" },
    ],
    "action 1.0/getFunctionMetadata": [
      { name: "calls:asAction", componentPath: "" },
      { name: "calls:asAction", componentPath: "part" },
    ],
  };

  it.each(cases)("get the same answer in a %s to %s", async (kind, op) => {
    const argsFor = TRANSACTION_CALLS[op] ?? ACTION_CALLS[op] ?? NONE;
    const fn = { query: "asQuery", mutation: "asMutation", action: "asAction" }[kind];
    const [inApp, inPart] = await compare(kind, fn, (seeds) => ({ op, args: argsFor(seeds) }));
    const different = DIFFERENT[`${kind} ${op}`];
    expect([inApp, inPart]).toEqual(different ?? [inApp, inApp]);
    expect(JSON.stringify(inApp)).not.toContain("Unknown");
  });

  it.each([
    ["1.0/queryStream", {}, null],
    ["1.0/queryCleanup", {}, rows],
    ["1.0/getSnapshotTs", {}, null],
  ])("get the same answer to %s", async (op, args, query) => {
    const sync = op === "1.0/queryStream" ? { query: rows, version: "1" } : args;
    const [inApp, inPart] = await compare("query", "sync", () => ({ op, args: sync, query }));
    expect(inPart).toEqual(inApp);
    expect(JSON.stringify(inApp)).not.toContain("error");
  });

  it("read a query row by row, and know an id of theirs", async () => {
    const [inApp, inPart] = await compare("query", "next", () => ({ query: rows }));
    expect(inApp).toMatchObject({ done: false, value: { at: [1, 0] } });
    expect(inPart).toEqual(inApp);
    const known = await compare("query", "sync", ({ id }) => ({
      op: "1.0/db/normalizeId",
      args: { table: "rows", idString: id },
      query: null,
    }));
    expect(known).toEqual(['{"id":"<id>"}', '{"id":"<id>"}']);
  });

  it("read pages to the end, one page a call", async () => {
    const [inApp, inPart] = await compare("mutation", "asMutation", () => ({
      op: "1.0/queryPage",
      args: { query: rows, ...page, pageSize: 10_000 },
    }));
    expect(inApp).toMatchObject({ isDone: true });
    expect(inPart).toMatchObject({ isDone: true });
  });
});
