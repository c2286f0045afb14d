// What the CLI shows for each mistake in code, schema, crons, routes and auth config; the last good
// deployment goes on serving.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { letPass } from "../src/testing/let-pass.ts";
import { bundleModules } from "../src/testing/bundle-modules.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, post, tryCall } from "./support/call.ts";
import { startRecorder, type StartPush } from "./support/recorder.ts";
import {
  createProject,
  push,
  pushAnyway,
  setEnv,
  startCli,
  type Project,
} from "./support/project.ts";

const good = {
  "convex/schema.ts": `import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ people: defineTable({ name: v.string(), age: v.optional(v.number()) }) });
`,
  "convex/people.ts": `import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
export const add = mutation({ args: { name: v.string() }, handler: (ctx, args) => ctx.db.insert("people", args) });
export const setAge = mutation({
  args: { id: v.id("people"), age: v.number() },
  handler: (ctx, { id, age }) => ctx.db.patch(id, { age }),
});
export const names = query({ args: {}, handler: async (ctx) => (await ctx.db.query("people").collect()).map((p) => p.name) });
`,
};

/** The bundler leaves these calls as they are, so that a text replacement makes a mistake of them. */
const markedFiles = {
  "convex/schema.ts": good["convex/schema.ts"].replace(
    " });\n",
    `, pets: defineTable(v.any()).index("by_mark", ["mark"]) });\n`,
  ),
  "convex/crons.ts": `import { cronJobs } from "convex/server";
import { api } from "./_generated/api";
const crons = cronJobs();
crons.cron("mark", "0 0 1 1 *", api.people.add, { name: "x" });
export default crons;
`,
};

let backend: Backend;
let project: Project;
/** A push the CLI made of the good project, with places where mistakes can be put in. */
let recorded: StartPush;

beforeAll(async () => {
  [backend, project] = await Promise.all([
    startBackend({ inMemory: true }),
    createProject(null, good),
  ]);
  const recorder = await startRecorder(backend);
  const marked = await createProject(null, { ...good, ...markedFiles });
  await push(marked, recorder);
  recorded = recorder.pushes[0]!;
  await Promise.all([recorder.close(), marked.dispose()]);
  await push(project, backend);
});
afterEach(async () => {
  expect((await tryCall(backend, "people:names")).status).toBe("success");
});
afterAll(async () => {
  await backend?.stop();
  await project?.dispose();
});

/**
 * Sends the recorded push with `from` replaced in the source of one module, which is what the CLI
 * would send, without the seconds it takes. Expects status 400 with the CLI's prefix; returns code and message.
 */
async function refusedEdit(
  path: "schema.js" | "crons.js",
  from: string | RegExp,
  to: string,
): Promise<string> {
  const body = structuredClone(recorded);
  const { appDefinition } = body;
  const module =
    path === "schema.js"
      ? appDefinition.schema!
      : appDefinition.changedModules.find((one) => one.path === path)!;
  const edited = module.source.replace(from, to);
  expect(edited !== module.source, `no ${String(from)} in ${path}`).toBe(true);
  module.source = edited;
  appDefinition.changedModules = appDefinition.changedModules.map((one) =>
    one.path === path ? module : one,
  );
  return refusedBody(body);
}

/** The same for files that are added to the good project, bundled as the CLI does it. */
async function refusedFiles(files: Record<string, string>): Promise<string> {
  const body = structuredClone(recorded);
  const { appDefinition } = body;
  for (const module of await bundleModules(files)) {
    if (module.path === "schema.js") appDefinition.schema = module;
    else if (module.path === "convex.config.js") appDefinition.definition = module;
    else {
      const others = appDefinition.changedModules.filter(({ path }) => path !== module.path);
      appDefinition.changedModules = [...others, module];
    }
  }
  return refusedBody(body);
}

async function refusedBody(body: StartPush): Promise<string> {
  const answer = await post(backend, "/api/deploy2/start_push", body, { admin: true });
  const { code, message } = (await answer.json()) as { code: string; message: string };
  expect(answer.status, `${code}: ${message}`).toBe(400);
  expect(message).toMatch(/^Hit an error while pushing:\n/);
  return `${code}: ${message}`;
}

/** Pushes the good project with these files; expects exit code 1 and no activation. */
async function refusedPush(files: Record<string, string>, to: Backend = backend): Promise<string> {
  const broken = await createProject(null, { ...good, ...files });
  try {
    const result = await pushAnyway(broken, to);
    expect(result.output).not.toContain("Convex functions ready!");
    expect(result.code, result.output).toBe(1);
    return result.output;
  } finally {
    await broken.dispose();
  }
}

/** What a test has that leaves a CLI watching: a backend of its own, as the CLI may leave a push half done. */
interface Watched {
  own: Backend;
  waiting: Project;
  watching: ReturnType<typeof startCli>;
}

/** Starts `convex dev` on a project and a backend of its own, runs the test once its first push is done, and ends both. */
async function withWatchingCli(
  files: Record<string, string>,
  run: (watched: Watched) => Promise<void>,
): Promise<void> {
  const own = await startBackend({ inMemory: true });
  const waiting = await createProject(null, files);
  const flags = ["--typecheck", "disable", "--tail-logs", "disable"];
  const watching = startCli(waiting, own, ["dev", ...flags]);
  try {
    await watching.waitForOutput("Convex functions ready!");
    await run({ own, waiting, watching });
  } finally {
    await watching.kill();
    await Promise.all([own.stop(), waiting.dispose()]);
  }
}

/**
 * Makes a change until the CLI says a text after it. The CLI compares with what it sees first once it watches: a
 * change made before that goes unnoticed, the next one does not.
 */
async function changeUntil(
  watching: Watched["watching"],
  text: string,
  make: (change: number) => Promise<unknown>,
): Promise<void> {
  const from = watching.output().length;
  let isSaid = false;
  const said = watching.waitForOutput(text, { from }).then(() => (isSaid = true));
  for (let change = 0; !isSaid; change++) {
    await make(change);
    await Promise.race([said, letPass(5_000)]);
  }
}

const schema = (tables: string) => ({
  "convex/schema.ts": `import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ people: defineTable({ name: v.string(), age: v.optional(v.number()) }), ${tables} });
`,
});
describe("code", () => {
  test("a syntax error shows file and line", async () => {
    const output = await refusedPush({
      "convex/broken.ts": "export const a = 1;\nexport const b = ;\n",
    });
    expect(output).toMatch(/convex\/broken\.ts:2/);
  });

  test("a module that throws when imported is named, with its source line", async () => {
    const output = await refusedPush({
      "convex/broken.ts":
        '\nconsole.log("seen first");\nthrow new Error("thrown at import");\nexport {};\n',
    });
    expect(output).toMatch(/400 Bad Request: InvalidModules: Hit an error while pushing:/);
    expect(output).toContain("Failed to analyze broken.js: Uncaught Error: thrown at import");
    expect(output).toMatch(/convex\/broken\.ts:3/);
  });

  test("the database at import time is refused", async () => {
    const output = await refusedFiles({
      "broken.ts": `import { queryGeneric } from "convex/server";
await (globalThis as any).Convex.asyncSyscall("1.0/get", "{}");
export const q = queryGeneric(() => 1);
`,
    });
    expect(output).toMatch(/Failed to analyze broken\.js/);
    expect(output).toMatch(/import time/);
  });

  test("an http.ts that is no router is refused", async () => {
    const output = await refusedFiles({ "http.ts": "export default {};\n" });
    expect(output).toContain("The default export of `convex/http.js` is not a Router.");
  });

  test("a module path with a hyphen is refused and named", async () => {
    const output = await refusedPush({ "convex/my-file.ts": "export const a = 1;\n" });
    expect(output).toContain("my-file");
  });
});

describe("schema", () => {
  const pets = (index: string) => refusedEdit("schema.js", '.index("by_mark", ["mark"])', index);
  const many = (number: number) =>
    JSON.stringify(Array.from({ length: number }, (_, n) => `f${n}`));

  test.each([
    ["a reserved index name", '.index("by_id", ["name"])', "IndexNameReserved", "by_id"],
    ["an index name that starts with _", '.index("_mine", ["name"])', "IndexNameReserved", "_mine"],
    ["an index name with a hyphen", '.index("by-name", ["name"])', "InvalidIndexName", "by-name"],
    [
      "two indexes of one name",
      '.index("twice", ["a"]).index("twice", ["b"])',
      "IndexNamesNotUnique",
      "twice",
    ],
    [
      "_creationTime in an index",
      '.index("by_t", ["name", "_creationTime"])',
      "IndexFieldsContainCreationTime",
      "by_t",
    ],
    ["_id in an index", '.index("by_i", ["_id"])', "IndexFieldsContainId", "by_i"],
    [
      "one field twice in an index",
      '.index("by_same", ["name", "name"])',
      "FieldsNotUniqueWithinIndex",
      "name",
    ],
    ["an index without fields", '.index("by_nothing", [])', "EmptyIndex", "by_nothing"],
    ["a field name that cannot be", '.index("by_odd", ["$$name"])', "InvalidIndexField", "$name"],
    ["too many fields", `.index("by_many", ${many(17)})`, "IndexTooManyFields", "16"],
  ])("%s is refused with its code, and named", async (_what, index, code, named) => {
    const error = await pets(index);
    expect(error).toMatch(new RegExp(`^${code}: `));
    expect(error).toContain(named);
  });

  test.each([
    ["a reserved table name", "_pets:", "TableNameReserved", "_pets"],
    ["a table name with a hyphen", '"house-pets":', "InvalidTableName", "house-pets"],
  ])("%s is refused", async (_what, table, code, named) => {
    const error = await refusedEdit("schema.js", "pets:", table);
    expect(error).toMatch(new RegExp(`^${code}: `));
    expect(error).toContain(named);
  });

  test("a table whose documents are no objects is refused", async () => {
    const error = await refusedEdit("schema.js", /(pets: \w+\(\w+\.)any\(/, "$1string(");
    expect(error).toMatch(/^InvalidTopLevelTypeInSchemaError: /);
  });

  test("the CLI shows such an error whole and exits with 1", async () => {
    const output = await refusedPush(
      schema('pets: defineTable(v.any()).index("twice", ["a"]).index("twice", ["b"])'),
    );
    expect(output).toMatch(/400 Bad Request: \w+: Hit an error while pushing:\n.*twice/);
  });

  test("a schema file without a schema is refused", async () => {
    expect(await refusedFiles({ "schema.ts": "export const x = 1;\n" })).toMatch(/schema/i);
  });

  test("a schema that stored documents break is refused with the document and the reason; fixed data lets it through", async () => {
    await withWatchingCli(good, async ({ own, waiting, watching }) => {
      const id = await call<string>(own, "people:add", { name: "Ada" });
      const strict = good["convex/schema.ts"].replace("v.optional(v.number())", "v.number()");
      const output = await refusedPush({ "convex/schema.ts": strict }, own);
      expect(output).toContain("Schema validation failed.");
      expect(output).toContain(
        `Document with ID "${id}" in table "people" does not match the schema: Object is missing the required field \`age\``,
      );

      await changeUntil(watching, "Schema validation failed.", (change) =>
        waiting.write("convex/schema.ts", `${strict}// ${change}\n`),
      );
      await changeUntil(watching, "Convex functions ready!", (change) =>
        call(own, "people:setAge", { id, age: 36 + change }),
      );
      expect((await tryCall(own, "people:add", { name: "No age" })).errorMessage).toContain(
        "does not match the schema",
      );
    });
  });
});

describe("crons", () => {
  test.each([
    ["a minute that is none", '"0 0 1 1 *"', '"99 * * * *"', "99"],
    ["day 7 of the week", '"0 0 1 1 *"', '"0 0 * * 7"', "7"],
    ["four fields", '"0 0 1 1 *"', '"0 0 1 1"', "0 0 1 1"],
    ["a time that never comes", '"0 0 1 1 *"', '"0 0 31 2 *"', "never"],
    ["a function that is not there", ".people.add", ".people.nobody", "nobody"],
    ["a module that is not there", ".people.add", ".nowhere.add", "nowhere"],
    ["a query as target", ".people.add", ".people.names", "names"],
    [
      "an interval of nothing",
      'cron("mark", "0 0 1 1 *"',
      'interval("mark", { seconds: 0 }',
      "interval",
    ],
  ])("%s is refused and named", async (_what, from, to, named) => {
    expect(await refusedEdit("crons.js", from, to)).toContain(named);
  });

  test("a default export that is no cronJobs is refused", async () => {
    expect(await refusedFiles({ "crons.ts": "export default {};\n" })).toMatch(/crons/i);
  });
});

describe("auth config and environment", () => {
  const authConfig = (provider: string) => ({
    "convex/auth.config.ts": `export default { providers: [${provider}] };\n`,
  });

  test("a variable that is not set is named; setting it lets the waiting CLI go on", async () => {
    const files = authConfig('{ domain: process.env.AUTH_DOMAIN_OF_TEST, applicationID: "x" }');
    await withWatchingCli(good, async ({ own, waiting, watching }) => {
      expect(await refusedPush(files, own)).toContain(
        "Environment variable AUTH_DOMAIN_OF_TEST is used in auth config file but its value was not set",
      );
      await changeUntil(watching, "AUTH_DOMAIN_OF_TEST", (change) =>
        waiting.write("convex/auth.config.ts", `${files["convex/auth.config.ts"]}// ${change}\n`),
      );
      await changeUntil(watching, "Convex functions ready!", (change) =>
        setEnv(own, { AUTH_DOMAIN_OF_TEST: `https://example.com/${change}` }),
      );
      await expect(setEnv(own, { AUTH_DOMAIN_OF_TEST: null })).rejects.toThrow(
        /AUTH_DOMAIN_OF_TEST/,
      );
    });
  });

  test("a misspelt applicationId is refused by name", async () => {
    const provider = '{ domain: "https://example.com", applicationId: "x" }';
    const output = await refusedFiles({
      "auth.config.ts": `export default { providers: [${provider}] };\n`,
    });
    expect(output).toContain("AuthConfigNotMatchingSchemaError");
    expect(output).toContain("applicationI");
  });

  test("an auth config without a default export is refused", async () => {
    expect(await refusedFiles({ "auth.config.ts": "export const providers = [];\n" })).toMatch(
      /auth/i,
    );
  });

  test("an app variable outside its union, and one that is required and missing, are refused", async () => {
    const app = `import { defineApp } from "convex/server";
import { v } from "convex/values";
export default defineApp({ env: { NEEDED_A: v.string(), NEEDED_B: v.string(), LEVEL: v.optional(v.union(v.literal("a"), v.literal("b"))) } });
`;
    expect(await refusedFiles({ "convex.config.ts": app })).toMatch(/NEEDED_A.*NEEDED_B/s);
    await setEnv(backend, { NEEDED_A: "1", NEEDED_B: "2", LEVEL: "c" });
    expect(await refusedFiles({ "convex.config.ts": app })).toContain("LEVEL");
    await setEnv(backend, { NEEDED_A: null, NEEDED_B: null, LEVEL: null });
  });
});

describe("races", () => {
  test("a push whose environment changed on the way gets RaceDetected", async () => {
    const recorded = await post(backend, "/api/deploy2/start_push", await emptyPush());
    const startPush = await recorded.json();
    expect(recorded.status).toBe(200);
    await setEnv(backend, { CHANGED_MEANWHILE: "1" });
    const finish = await post(backend, "/api/deploy2/finish_push", {
      adminKey: backend.adminKey,
      startPush,
      dryRun: false,
    });
    expect(finish.ok).toBe(false);
    expect(((await finish.json()) as { code: string }).code).toBe("RaceDetected");
    await setEnv(backend, { CHANGED_MEANWHILE: null });
  });

  test("a module that was said to be unchanged but is not stored is a conflict", async () => {
    const body = await emptyPush();
    body.appDefinition.unchangedModuleHashes = [
      { path: "ghost.js", environment: "isolate", sha256: "0".repeat(64) },
    ];
    const answer = await post(backend, "/api/deploy2/start_push", body);
    expect(answer.status).toBe(409);
    expect(((await answer.json()) as { code: string }).code).toBe("MissingExistingModule");
  });

  async function emptyPush() {
    return {
      adminKey: backend.adminKey,
      dryRun: false,
      functions: "convex/",
      appDefinition: {
        definition: null,
        dependencies: [],
        schema: null,
        changedModules: [
          { path: "one.js", source: "export const one = 1;\n", environment: "isolate" },
        ],
        unchangedModuleHashes: [] as { path: string; environment: string; sha256: string }[],
        udfServerVersion: "1.49.0",
      },
      componentDefinitions: [],
      nodeDependencies: [],
    };
  }
});
