import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BackendError } from "../kernel/errors.ts";
import { bundleModules } from "../testing/bundle-modules.ts";
import { HOUR_MS, movableClock, untilSettled } from "../testing/movable-clock.ts";
import { createEvaluator } from "./evaluator.ts";

const importPhase = { seed: "one", timestampMs: 1_700_000_000_000 };
let evaluator: ReturnType<typeof createEvaluator>;

beforeAll(() => {
  evaluator = createEvaluator({ timeoutMs: HOUR_MS });
});
afterAll(() => evaluator.close());

async function analyze(files: Record<string, string>, env: Record<string, string> = {}) {
  return evaluator.modules(await bundleModules(files), { env, importPhase });
}

async function failure(promise: Promise<unknown>): Promise<BackendError> {
  return promise.then(
    () => {
      throw new Error("expected a failure");
    },
    (error: BackendError) => error,
  );
}

const server = `import { queryGeneric as query, mutationGeneric as mutation, actionGeneric as action,
  internalMutationGeneric as internalMutation, httpActionGeneric as httpAction, httpRouter,
  cronJobs, makeFunctionReference } from "convex/server";
  import { v } from "convex/values";`;

describe("modules", () => {
  it("lists functions with type, visibility and validators", async () => {
    const analyzed = await analyze({
      "tasks.ts": `${server}
        export const list = query({ args: { n: v.number() }, returns: v.null(), handler: async () => null });
        export const add = internalMutation(async () => {});
        export const web = httpAction(async () => new Response());
        export const notAFunction = 5;
        export default action(async () => 1);`,
      "dir/other.ts": `${server} export const run = mutation(async () => {});`,
    });
    expect(Object.keys(analyzed).sort()).toEqual(["dir/other.js", "tasks.js"]);
    expect(analyzed["tasks.js"]?.functions).toEqual([
      {
        name: "add",
        udfType: "Mutation",
        visibility: { kind: "internal" },
        args: '{"type":"any"}',
        returns: "null",
      },
      {
        name: "default",
        udfType: "Action",
        visibility: { kind: "public" },
        args: '{"type":"any"}',
        returns: "null",
      },
      {
        name: "list",
        udfType: "Query",
        visibility: { kind: "public" },
        args: '{"type":"object","value":{"n":{"fieldType":{"type":"number"},"optional":false}}}',
        returns: '{"type":"null"}',
      },
    ]);
  });

  it("reads the routes of http.ts and the jobs of crons.ts", async () => {
    const analyzed = await analyze({
      "http.ts": `${server}
        const http = httpRouter();
        http.route({ path: "/a", method: "GET", handler: httpAction(async () => new Response()) });
        http.route({ pathPrefix: "/p/", method: "POST", handler: httpAction(async () => new Response()) });
        export default http;`,
      "crons.ts": `${server}
        const crons = cronJobs();
        crons.interval("tidy", { minutes: 5 }, makeFunctionReference("tasks:tidy"), { deep: true });
        export default crons;`,
      "tasks.ts": `${server} export const tidy = internalMutation(async () => {});`,
    });
    expect(analyzed["http.js"]?.httpRoutes).toEqual([
      { path: "/a", method: "GET" },
      { path: "/p/*", method: "POST" },
    ]);
    expect(analyzed["crons.js"]?.cronSpecs).toEqual({
      tidy: {
        name: "tasks:tidy",
        args: [{ deep: true }],
        schedule: { type: "interval", minutes: 5 },
      },
    });
  });

  it("refuses a cron job whose function is missing", async () => {
    const error = await failure(
      analyze({
        "crons.ts": `${server}
          const crons = cronJobs();
          crons.interval("tidy", { minutes: 5 }, makeFunctionReference("tasks:tidy"));
          export default crons;`,
      }),
    );
    expect(error).toMatchObject({ code: "InvalidCron", status: 400 });
    expect(error.message).toContain("tasks:tidy");
  });

  it("analyses node modules with Node's own modules at hand", async () => {
    const analyzed = await analyze({
      "files.ts": `"use node"; ${server} import { hostname } from "node:os";
        export const host = action(async () => hostname());`,
    });
    expect(analyzed["files.js"]?.functions).toMatchObject([{ name: "host", udfType: "Action" }]);
  });

  it("shows where an import failed, in original positions, with what was printed", async () => {
    const error = await failure(
      analyze({
        "bad.ts": `console.log("before");\nfunction fail() {\n  throw new Error("boom");\n}\nfail();`,
      }),
    );
    expect(error).toMatchObject({ code: "InvalidModules", status: 400 });
    expect(error.message).toMatch(
      /^Failed to analyze bad\.js: Uncaught Error: boom\n {4}at fail \(\.\.\/convex\/bad\.ts:3:9\)\n/,
    );
    expect(error.message).toContain("[LOG] 'before'");
  });

  it("refuses the database, the network and timers at import time", async () => {
    const cases = {
      "Can't use database at import time": `${server} Convex.syscall("1.0/db/normalizeId", "{}")`,
      "Can't use setTimeout at import time": `setTimeout(() => {}, 1)`,
      "Can't use fetch() at import time": `await fetch("http://127.0.0.1:1")`,
    };
    for (const [message, source] of Object.entries(cases)) {
      expect((await failure(analyze({ "bad.ts": source }))).message).toContain(message);
    }
  });

  it("freezes time and chance at import time, whichever module comes first", async () => {
    const files = (first: string) => ({
      [`${first}.ts`]: `export * from "./b";`,
      "b.ts": `${server}
        const text = [Date.now(), new Date().getTime(), Math.random(), crypto.randomUUID()].join();
        export const probe = query({ args: { probe: v.literal(text) }, handler: async () => null });`,
    });
    const one = await analyze(files("a"));
    const two = await analyze(files("z"));
    const args = one["b.js"]?.functions[0]?.args;
    expect(args).toContain("1700000000000,1700000000000,0.");
    expect(two["b.js"]?.functions[0]?.args).toBe(args);
  });

  it("ends an endless import with an error and goes on with the next", async () => {
    movableClock("call");
    const failed = failure(analyze({ "loop.ts": "for (;;) {}" }));
    await untilSettled(failed);
    expect((await failed).message).toMatch(/longer than 3600 seconds/);
    expect(await analyze({ "fine.ts": "export {};" })).toHaveProperty(["fine.js"]);
  });
});

describe("schema", () => {
  it("returns the exported text", async () => {
    const [module] = await bundleModules({
      "schema.ts": `import { defineSchema, defineTable } from "convex/server"; import { v } from "convex/values";
        export default defineSchema({ notes: defineTable({ text: v.string() }).index("by_text", ["text"]) });`,
    });
    const schema = JSON.parse(await evaluator.schema(module!)) as {
      tables: { tableName: string }[];
    };
    expect(schema.tables.map(({ tableName }) => tableName)).toEqual(["notes"]);
  });

  it("names a missing default export", async () => {
    const [module] = await bundleModules({ "schema.ts": "export const x = 1;" });
    expect((await failure(evaluator.schema(module!))).code).toBe("MissingSchemaExportError");
  });
});

describe("definition", () => {
  const definition = (source: string) => ({
    path: "convex.config.js",
    source,
    environment: "isolate" as const,
  });

  it("adds its own path and gets dependencies as metadata", async () => {
    const child = Buffer.from("../node_modules/child").toString("base64url");
    const value = await evaluator.definition(
      definition(`import child from "./_componentDeps/${child}";
        const uses = [[child.defaultName, child.componentDefinitionPath, child.export().definitionType.name]];
        export default { export: () => ({ definitionType: { type: "app" }, uses, token: process.env.TOKEN }) };`),
      "",
      { "../node_modules/child": { definitionType: { type: "childComponent", name: "child" } } },
      { TOKEN: "t" },
    );
    expect(value).toEqual({
      definitionType: { type: "app" },
      uses: [["child", "../node_modules/child", "child"]],
      token: "t",
      path: "",
    });
  });

  it("refuses other imports, other exports, and the clock", async () => {
    for (const [source, text] of [
      [`import x from "./x.js"; export default x;`, "Can't import ./x.js"],
      [`export const a = 1; export default { export: () => ({}) };`, "must have one export"],
      [`export default { export: () => ({ now: Date.now() }) };`, "Can't use Date"],
    ] as const) {
      const error = await failure(evaluator.definition(definition(source), "", {}, null));
      expect(error).toMatchObject({ code: "InvalidDefinition", status: 400 });
      expect(error.message).toContain(text);
    }
  });
});

describe("auth.config", () => {
  const config = `export default { providers: [{ domain: process.env.CONVEX_SITE_URL, applicationID: "convex" }] };`;

  it("returns the default export", async () => {
    const modules = await bundleModules({ "auth.config.ts": config });
    expect(
      await evaluator.authConfig(modules, { CONVEX_SITE_URL: "http://127.0.0.1:3211" }),
    ).toEqual({
      providers: [{ domain: "http://127.0.0.1:3211", applicationID: "convex" }],
    });
  });

  it("names an environment variable that is not set", async () => {
    const modules = await bundleModules({ "auth.config.ts": config });
    const error = await failure(evaluator.authConfig(modules, {}));
    expect(error.code).toBe("AuthConfigMissingEnvironmentVariable");
    expect(error.message).toMatch(/^Environment variable CONVEX_SITE_URL is used in auth config/);
  });

  it("names a missing default export", async () => {
    const modules = await bundleModules({ "auth.config.ts": "export const a = 1;" });
    expect((await failure(evaluator.authConfig(modules, {}))).code).toBe(
      "AuthConfigMissingExportError",
    );
  });
});
