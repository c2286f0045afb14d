import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../engine/database.ts";
import type { RunningServer } from "../server-options.ts";
import { startServer } from "../server.ts";
import {
  call,
  finish,
  push,
  run,
  setEnvironment,
  start,
  type Files,
} from "../testing/push-fixture.ts";

const functions = (answer: string, extra = ""): string => `
  import { queryGeneric, mutationGeneric } from "convex/server";
  export const answer = queryGeneric({ args: {}, handler: async () => ${answer} });
  export const add = mutationGeneric({ handler: async (ctx, args) => ctx.db.insert("things", args) });
  ${extra}`;
const app = (answer = '"one"', rest: Files = {}): Files => ({
  "main.ts": functions(answer),
  ...rest,
});
const schema = (fields: string, indexes = ""): string => `
  import { defineSchema, defineTable } from "convex/server";
  import { v } from "convex/values";
  export default defineSchema({ things: defineTable({ ${fields} })${indexes} });`;

const definition = (metadata: object): string =>
  `export default { export: () => (${JSON.stringify({
    childComponents: [],
    httpMounts: {},
    exports: { type: "branch", branch: [] },
    ...metadata,
  })}) };`;
const component = {
  definitionPath: "counter",
  definition: definition({ definitionType: { type: "childComponent", name: "counter" } }),
  files: { "main.ts": functions('"of the component"') },
};
const withCounter = {
  definition: definition({
    definitionType: { type: "app" },
    childComponents: [{ name: "counter", path: "counter", args: [], env: [] }],
  }),
  dependencies: ["counter"],
  components: [component],
};

let server: RunningServer;
describe("a push", () => {
  beforeEach(async () => {
    server = await startServer({ port: 0, sitePort: 0, inMemory: true });
  });
  afterEach(() => server.close());

  test("serves its functions; the next one replaces them", async () => {
    expect(await push(server, app())).toMatchObject({ status: 200 });
    expect(await run(server, "main:answer")).toBe("one");
    await push(server, app('"two"'));
    expect(await run(server, "main:answer")).toBe("two");
  });

  test("with a validator that nobody knows is refused: it could not be enforced", async () => {
    const files = app('"one"', {
      "odd.ts": `export const paint = { isQuery: true, isPublic: true, invokeQuery: () => "null",
        exportArgs: () => '{"type":"object","value":{"c":{"fieldType":{"type":"colour"},"optional":false}}}',
        exportReturns: () => "null" };`,
    });
    const { status, body } = await push(server, files);
    expect(status).toBe(400);
    expect(body.message).toMatch(/"paint" of odd\.js has `args`.*colour/);
  });

  test("of the same code again restarts nothing", async () => {
    const random = app("Math.random() && started", {});
    const files = { "main.ts": `const started = Math.random();${random["main.ts"] ?? ""}` };
    await push(server, files);
    const first = await run(server, "main:answer");
    await push(server, files);
    expect(await run(server, "main:answer")).toBe(first);
    await push(server, { "main.ts": `${files["main.ts"]}\n// changed` });
    expect(await run(server, "main:answer")).not.toBe(first);
  });

  test("that is started but not finished changes nothing", async () => {
    await push(server, app());
    expect(await start(server, app('"two"'))).toMatchObject({ status: 200 });
    expect(await run(server, "main:answer")).toBe("one");
  });

  test("as a dry run changes nothing and reports no difference", async () => {
    await push(server, app());
    const { body } = await push(server, app('"two"'), { dryRun: true });
    expect(body).toEqual({
      authDiff: { added: [], removed: [] },
      definitionDiffs: {},
      componentDiffs: {},
    });
    expect(await run(server, "main:answer")).toBe("one");
  });

  test("is believed by its id alone: the rest of the echo is not read", async () => {
    const started = await start(server, app());
    const forged = { ...started, body: { ...started.body, analysis: {}, app: null } };
    expect(await finish(server, forged)).toMatchObject({ status: 200 });
    expect(await run(server, "main:answer")).toBe("one");
    for (const push of ["0".repeat(32), "../../etc", 7, undefined]) {
      const body = { schemaChange: { schemaIds: { push } } };
      const { status } = await finish(server, { status: 200, body });
      expect(status, String(push)).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  });

  test("can be finished once", async () => {
    const started = await start(server, app());
    await finish(server, started);
    expect(await finish(server, started)).toMatchObject({ body: { code: "RaceDetected" } });
  });

  test("that another push or a variable overtook is started again", async () => {
    await push(server, app());
    const overtaken = await start(server, app('"two"'));
    await push(server, app('"three"'));
    expect(await finish(server, overtaken)).toMatchObject({
      status: 409,
      body: { code: "RaceDetected" },
    });
    const stale = await start(server, app('"four"'));
    await setEnvironment(server, { A: "1" });
    expect(await finish(server, stale)).toMatchObject({
      body: {
        code: "RaceDetected",
        message: "Environment variables have changed during push",
      },
    });
    expect(await run(server, "main:answer")).toBe("three");
  });

  test("need not send again what has not changed", async () => {
    await push(server, app('"one"', { "other.ts": functions('"other"') }));
    const { body } = await call(server, "/api/get_config_hashes", { adminKey: server.adminKey });
    expect(body).not.toHaveProperty("nodeVersion");
    const hashes = body.moduleHashes as { path: string; hash: string; environment: string }[];
    const unchanged = hashes
      .filter(({ path }) => path !== "main.js")
      .map(({ path, hash, environment }) => ({ path, environment, sha256: hash }));
    expect(unchanged.map(({ path }) => path)).toContain("other.js");
    await push(server, app('"two"'), { unchanged });
    expect(await run(server, "main:answer")).toBe("two");
    expect(await run(server, "other:answer")).toBe("other");

    const wrong = unchanged.map((module) => ({ ...module, sha256: "0".repeat(64) }));
    expect(await start(server, app(), { unchanged: wrong })).toMatchObject({
      status: 409,
      body: { code: "ExistingModuleHashConflict" },
    });
    const unknown = [{ path: "gone.js", environment: "isolate", sha256: "0".repeat(64) }];
    expect(await start(server, app(), { unchanged: unknown })).toMatchObject({
      status: 409,
      body: { code: "MissingExistingModule" },
    });
  });

  test("shows its indexes as added, then as removed", async () => {
    const indexed = { "schema.ts": schema("a: v.string()", '.index("by_a", ["a"])') };
    const { body } = await start(server, app('"one"', indexed));
    const by_a = { name: "things.by_a", type: "database", fields: ["a"] };
    expect(body).toMatchObject({
      schemaChange: { indexDiffs: { "": { added_indexes: [by_a], removed_indexes: [] } } },
    });
    await push(server, app('"one"', indexed));
    const { body: diff } = await push(
      server,
      app('"one"', { "schema.ts": schema("a: v.string()") }),
    );
    expect(diff).toMatchObject({
      componentDiffs: { "": { indexDiff: { added_indexes: [], removed_indexes: [by_a] } } },
    });
  });

  test("is held back by a document that does not fit, which is named", async () => {
    await push(server, app());
    const id = await run(server, "main:add", { a: 1 });
    const next = app('"two"', { "schema.ts": schema("a: v.string()") });
    expect(await push(server, next)).toMatchObject({
      status: 200,
      body: {
        type: "failed",
        componentPath: "",
        tableName: "things",
        error: expect.stringContaining(
          `Document with ID "${String(id)}" in table "things" does not match the schema: `,
        ) as string,
      },
    });
    expect(await run(server, "main:answer")).toBe("one");
  });

  test.each<[string, Files, string, RegExp]>([
    ["an error at import", { "a.ts": 'throw new Error("boom")' }, "InvalidModules", /a\.js.*boom/s],
    [
      "a schema without a default export",
      { "schema.ts": "export const x = 1" },
      "MissingSchemaExportError",
      /default export/,
    ],
    [
      "a reserved index name",
      { "schema.ts": schema("a: v.string()", '.index("by_id", ["a"])') },
      "IndexNameReserved",
      /by_id/,
    ],
    [
      "a variable that auth.config needs",
      {
        "auth.config.ts":
          "export default { providers: [{ domain: process.env.DOMAIN, applicationID: 'x' }] }",
      },
      "AuthConfigMissingEnvironmentVariable",
      /Environment variable DOMAIN/,
    ],
    [
      "a cron job that calls nothing",
      {
        "crons.ts": `import { cronJobs } from "convex/server";
          const crons = cronJobs();
          crons.interval("tick", { hours: 1 }, "main:gone" as never);
          export default crons;`,
      },
      "InvalidCron",
      /main:gone/,
    ],
  ])("with %s is refused with 400", async (_what, files, code, text) => {
    const { status, body } = await push(server, app('"one"', files));
    expect({ status, code: body.code }).toEqual({ status: 400, code });
    expect(body.message).toMatch(/^Hit an error while pushing:\n/);
    expect(body.message).toMatch(text);
  });

  test("says which declared variables are missing, and passes once they are set", async () => {
    const options = {
      definition: definition({
        definitionType: { type: "app" },
        envVars: [["API_KEY", { type: "value", value: '{"type":"string"}' }]],
      }),
    };
    const { body } = await push(server, app("process.env.API_KEY"), options);
    expect(body).toMatchObject({
      code: "MissingEnvironmentVariables",
      message: expect.stringContaining("are not set: API_KEY. ") as string,
    });
    await setEnvironment(server, { API_KEY: "k" });
    expect(await push(server, app("process.env.API_KEY"), options)).toMatchObject({ status: 200 });
    expect(await setEnvironment(server, { API_KEY: null })).toMatchObject({
      status: 400,
      body: { code: "MissingEnvironmentVariables" },
    });
    expect(await run(server, "main:answer")).toBe("k");
  });

  test("installs, unmounts and remounts a component, whose data and id stay", async () => {
    const diffType = (answer: Awaited<ReturnType<typeof push>>) =>
      (answer.body.componentDiffs as Record<string, { diffType: { type: string } }>).counter
        ?.diffType.type;
    expect(diffType(await push(server, app(), withCounter))).toBe("create");
    expect(await run(server, "main:answer", {}, "counter")).toBe("of the component");
    await run(server, "main:add", { n: 1 }, "counter");
    expect(diffType(await push(server, app(), withCounter))).toBe("modify");
    expect(diffType(await push(server, app()))).toBe("unmount");
    await expect(run(server, "main:answer", {}, "counter")).rejects.toThrow("ComponentNotFound");
    const [, unmounted] = (await run(server, "_system/frontend/components:list")) as object[];
    expect(unmounted).toMatchObject({ path: "counter", state: "unmounted" });
    expect(diffType(await push(server, app(), withCounter))).toBe("remount");
    const size = await run(server, "_system/cli/tableSize", { tableName: "things" }, "counter");
    expect(size).toBe(1);
  });

  test("evaluate_schema tells what happens to tables and indexes", async () => {
    await push(
      server,
      app('"one"', { "schema.ts": schema("a: v.string()", '.index("by_a", ["a"])') }),
    );
    await run(server, "main:add", { a: "x" });
    const { pushBody } = await import("../testing/push-fixture.ts");
    const next = await pushBody(
      app('"one"', { "schema.ts": schema("a: v.any()", '.index("by_b", ["a"])') }),
    );
    const { status, body } = await call(server, "/api/deploy2/evaluate_schema", next);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      componentSchemaEvaluations: {
        "": {
          tables: [{ name: "things", outcome: "mustWalk", numDocs: 1 }],
          indexes: [
            { name: "things.by_b", change: "added", numDocs: 1 },
            { name: "things.by_a", change: "dropped", numDocs: 1 },
          ],
        },
      },
    });
  });
});

describe("a restart", () => {
  let dataDirectory = "";
  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), "restart-"));
  });
  afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

  test("finds code, components, schema and variables again, and says no to a second server", async () => {
    const options = { port: 0, sitePort: 0, dataDirectory };
    const first = await startServer(options);
    await setEnvironment(first, { NAME: "before" });
    const files = app("process.env.NAME", {
      "schema.ts": schema("a: v.string()"),
      "auth.config.ts":
        "export default { providers: [{ domain: process.env.NAME, applicationID: 'x' }] }",
    });
    await push(first, files, withCounter);
    await setEnvironment(first, { NAME: "kept" });
    await expect(startServer(options)).rejects.toMatchObject({ code: "DataDirectoryInUse" });
    await first.close();

    const second = await startServer(options);
    try {
      expect(second.adminKey).toBe(first.adminKey);
      expect(await run(second, "main:answer")).toBe("kept");
      expect(await run(second, "main:answer", {}, "counter")).toBe("of the component");
      await expect(run(second, "main:add", { a: 1 })).rejects.toThrow("does not match the schema");
      // The provider that the changed variable made was kept too: the same code makes no other.
      const { body } = await push(second, files, withCounter);
      expect(body.authDiff).toEqual({ added: [], removed: [] });
    } finally {
      await second.close();
    }
  });

  test("after a push that was cut off between schema and code repairs the schema", async () => {
    const options = { port: 0, sitePort: 0, dataDirectory };
    const first = await startServer(options);
    await push(first, app('"one"', { "schema.ts": schema("a: v.string()") }));
    await first.close();
    const clock = { now: () => Date.now() };
    const random = (length: number) => new Uint8Array(length);
    const database = openDatabase({ directory: join(dataDirectory, "db"), clock, random });
    database.applySchemas([{ component: "", schema: null }]);
    await database.close();

    const second = await startServer(options);
    try {
      await expect(run(second, "main:add", { a: 1 })).rejects.toThrow("does not match the schema");
    } finally {
      await second.close();
    }
  });

  test("with files missing says which, and leaves the directory free", async () => {
    const options = { port: 0, sitePort: 0, dataDirectory };
    const first = await startServer(options);
    await push(first, app());
    await first.close();
    await rm(join(dataDirectory, "modules"), { recursive: true });
    for (const _attempt of [1, 2]) {
      await expect(startServer(options)).rejects.toMatchObject({
        code: "DeploymentFilesMissing",
        message: expect.stringContaining(join(dataDirectory, "modules")) as string,
      });
    }
  });
});
