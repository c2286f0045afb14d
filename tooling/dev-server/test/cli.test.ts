// The official `convex` CLI, unmodified, one command after another on one deployment.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, post, tryCall } from "./support/call.ts";
import {
  cli,
  createProject,
  push,
  pushAnyway,
  setEnv,
  startCli,
  type Project,
} from "./support/project.ts";
import { startRecorder } from "./support/recorder.ts";
import { waitFor } from "./support/wait-for.ts";

let backend: Backend;
let project: Project;
let firstPush: string;

beforeAll(async () => {
  [backend, project] = await Promise.all([startBackend(), createProject("basic")]);
  firstPush = (await push(project, backend)).output;
});
afterAll(async () => {
  await backend?.stop();
  await project?.dispose();
});

const run = (...args: string[]) => cli(project, backend, args);
const hashes = async () => {
  const answer = await post(backend, "/api/get_config_hashes", {
    version: "1.49.0",
    adminKey: backend.adminKey,
  });
  const { moduleHashes } = (await answer.json()) as {
    moduleHashes: { path: string; hash: string; environment: string }[];
  };
  return new Map(
    moduleHashes.map(({ path, hash, environment }) => [path, `${environment} ${hash}`]),
  );
};

describe("dev --once", () => {
  test("a first push says what it added and writes the URLs to .env.local", async () => {
    expect(firstPush).toContain("Convex functions ready!");
    expect(firstPush).toMatch(/\[\+\] tasks\.by_list_and_rank\s+list, rank/);
    expect(firstPush).toMatch(/\[\+\] points\.by_vector/);
    const env = await project.read(".env.local");
    expect(env).toContain(`CONVEX_URL=${backend.url}`);
    expect(env).toContain(`CONVEX_SITE_URL=${backend.siteUrl}`);
  });

  test("a second push adds nothing and keeps the data", async () => {
    await call(backend, "tasks:create", { list: "kept", title: "kept" });
    const { output } = await push(project, backend);
    expect(output).toContain("Convex functions ready!");
    expect(output).not.toContain("[+]");
    expect(output).not.toMatch(/retr|waiting/i);
    expect(await call(backend, "tasks:titles", { list: "kept" })).toEqual(["kept"]);
  });

  test("only a changed module is sent again and gets another hash, and each route is asked once", async () => {
    const before = await hashes();
    expect(before.get("host.js")).toMatch(/^node [0-9a-f]{64}$/);
    expect(before.get("tasks.js")).toMatch(/^isolate [0-9a-f]{64}$/);
    const recorder = await startRecorder(backend);
    await project.edit("convex/folder/deep.ts", "from a folder", "from that folder");
    await push(project, recorder);
    await recorder.close();
    const after = await hashes();
    expect(
      [...after].filter(([path, hash]) => before.get(path) !== hash).map(([path]) => path),
    ).toEqual(["folder/deep.js"]);
    const { changedModules, unchangedModuleHashes } = recorder.pushes[0]!.appDefinition;
    expect(changedModules.map(({ path }) => path)).toEqual(["folder/deep.js"]);
    expect(unchangedModuleHashes.map(({ path }) => path)).toContain("tasks.js");
    expect(
      recorder.requests.filter((path) => path.includes("deploy2") && !path.includes("report")),
    ).toEqual([
      "/api/deploy2/evaluate_schema",
      "/api/deploy2/start_push",
      "/api/deploy2/wait_for_schema",
      "/api/deploy2/finish_push",
    ]);
    expect(await call(backend, "folder/deep:answer")).toBe("from that folder");
    expect(await call(backend, "tasks:titles", { list: "kept" })).toEqual(["kept"]);
  });

  test("index changes are listed, the removed index is gone, the new one is filled", async () => {
    await project.edit(
      "convex/schema.ts",
      '.index("by_name", ["name"])',
      '.index("by_name", ["name"]).index("by_value", ["value"])',
    );
    await call(backend, "counters:increment", { name: "before the index" });
    await project.edit(
      "convex/counters.ts",
      "export const get",
      `export const byValue = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("counters").withIndex("by_value").collect()).length,
});

export const get`,
    );
    const added = await push(project, backend);
    expect(added.output).toMatch(/\[\+\] counters\.by_value/);
    expect(await call(backend, "counters:byValue")).toBe(1);
    await project.edit("convex/schema.ts", '.index("by_value", ["value"])', "");
    const removed = await push(project, backend);
    expect(removed.output).toMatch(/\[-\] counters\.by_value/);
    expect((await tryCall(backend, "counters:byValue")).errorMessage).toContain(
      "Index counters.by_value not found.",
    );
  });

  test("with a wrong key it says so, and pushes nothing", async () => {
    const { output } = await cli(project, { url: backend.url, adminKey: "test|ffff" }, [
      "dev",
      "--once",
      "--typecheck",
      "disable",
    ]);
    expect(output).toMatch(/admin key/i);
    expect(output).not.toContain("Convex functions ready!");
  });
});

describe("dev, watching", () => {
  test("a changed line is live, a syntax error leaves the last good code, logs are tailed", async () => {
    const watching = startCli(project, backend, ["dev", "--typecheck", "disable"]);
    try {
      await watching.waitForOutput("Convex functions ready!");
      const pushed = async (from: string, to: string) => {
        const position = watching.output().length;
        await project.edit("convex/folder/deep.ts", from, to);
        return position;
      };
      await watching.waitForOutput("ready!", {
        from: await pushed("from that folder", "watched once"),
      });
      expect(await call(backend, "folder/deep:answer")).toBe("watched once");

      await watching.waitForOutput(/error/i, {
        from: await pushed('"watched once"', '"watched once'),
      });
      expect(await call(backend, "folder/deep:answer")).toBe("watched once");

      await watching.waitForOutput("ready!", {
        from: await pushed('"watched once', '"watched twice"'),
      });
      await waitFor(
        "the new code",
        async () => (await call(backend, "folder/deep:answer")) === "watched twice",
      );

      const position = watching.output().length;
      await call(backend, "runtime:logs");
      const tailed = await watching.waitForOutput("'careful'", { from: position });
      expect(tailed).toContain("runtime:logs");
      expect(tailed.split("'hello'")).toHaveLength(2);
      expect(watching.exitCode()).toBeNull();
    } finally {
      await watching.kill();
    }
  });
});

describe("codegen", () => {
  test("writes the types of edited files and leaves the running code as it was", async () => {
    await project.edit(
      "convex/identity.ts",
      "export const who",
      "export const extra = query({ args: {}, handler: () => 1 });\nexport const who",
    );
    await project.write(
      "convex/added.ts",
      'import { query } from "./_generated/server";\nexport const one = query({ args: {}, handler: () => 1 });\n',
    );
    const result = await run("codegen", "--typecheck", "disable");
    expect(result.code, result.output).toBe(0);
    expect(await project.read("convex/_generated/api.d.ts")).toContain("added");
    expect((await tryCall(backend, "identity:extra")).errorMessage).toContain("Could not find");
    expect((await tryCall(backend, "added:one")).errorMessage).toContain("Could not find");
    expect(await call(backend, "identity:who")).toBeNull();
    const generated = await project.read("convex/_generated/api.d.ts");
    await push(project, backend);
    expect(await project.read("convex/_generated/api.d.ts")).toBe(generated);
    expect(await call(backend, "added:one")).toBe(1);
  });
});

describe("run", () => {
  test("runs queries, mutations, actions and internal functions, and prints the value as JSON", async () => {
    expect(
      JSON.parse((await run("run", "tasks:create", '{"list":"run","title":"by run"}')).stdout),
    ).toMatch(/^\w{32}$/);
    expect(JSON.parse((await run("run", "runtime:countJournal", '{"tag":"nothing"}')).stdout)).toBe(
      0,
    );
    const action = await run("run", "tasks:slowEcho", '{"value":"x","ms":1}');
    expect(JSON.parse(action.stdout)).toBe("x");
    expect(action.output).toContain("echo");
  });

  test("a failure is printed with its place and exits with 1", async () => {
    const result = await run("run", "runtime:throwsPlain");
    expect(result.code).toBe(1);
    expect(result.output).toContain("plain failure");
    expect(result.output).toMatch(/convex\/runtime\.ts:\d+/);
  });

  test("a misspelt function is answered with the names there are", async () => {
    const result = await run("run", "tasks:titels");
    expect(result.code).toBe(1);
    expect(result.output).toMatch(/Could not find function for 'tasks:titels'/);
    expect(result.output).toContain("tasks:titles");
  });

  test("--identity acts as that user", async () => {
    const result = await run(
      "run",
      "identity:who",
      "--identity",
      '{"subject":"somebody","email":"s@example.com"}',
    );
    expect(JSON.parse(result.stdout)).toMatchObject({
      subject: "somebody",
      email: "s@example.com",
    });
  });

  test("--inline-query runs a query that is not deployed", async () => {
    await call(backend, "tasks:create", { list: "inline", title: "found inline" });
    const result = await run(
      "run",
      "--inline-query",
      'return (await ctx.db.query("tasks").collect()).map((task) => task.title)',
    );
    expect(result.code, result.output).toBe(0);
    expect(JSON.parse(result.stdout)).toContain("found inline");
  });

  test("--watch prints each new result", async () => {
    const watching = startCli(project, backend, [
      "run",
      "--watch",
      "counters:get",
      '{"name":"watched"}',
    ]);
    try {
      await watching.waitForOutput("0");
      const position = watching.output().length;
      await call(backend, "counters:increment", { name: "watched", by: 41 });
      await watching.waitForOutput("41", { from: position });
    } finally {
      await watching.kill();
    }
  });
});

describe("env", () => {
  test("set, get, list and remove, and functions see it", async () => {
    expect((await run("env", "set", "COLOUR", "blue green")).code).toBe(0);
    await setEnv(backend, { ANOTHER: "1" });
    expect((await run("env", "get", "COLOUR")).stdout.trim()).toBe("blue green");
    expect((await run("env", "list")).stdout).toMatch(/ANOTHER=1\nCOLOUR=.*blue green/);
    expect(await call(backend, "reads:environment", { name: "COLOUR" })).toBe("blue green");
    expect((await run("env", "remove", "COLOUR")).code).toBe(0);
    expect(await call(backend, "reads:environment", { name: "COLOUR" })).toBeNull();
    expect((await run("env", "get", "COLOUR")).output).toContain('"COLOUR" not found');
  });

  test("a bad name and a built-in one are refused and change nothing", async () => {
    expect((await run("env", "set", "1BAD", "x")).code).toBe(1);
    const builtIn = await run("env", "set", "CONVEX_SITE_URL", "http://elsewhere");
    expect(builtIn.code).toBe(1);
    expect(await call(backend, "reads:environment", { name: "CONVEX_SITE_URL" })).toBe(
      backend.siteUrl,
    );
    expect(await call(backend, "reads:environment", { name: "CONVEX_CLOUD_URL" })).toBe(
      backend.url,
    );
  });
});

describe("data, function-spec, logs", () => {
  test("data lists tables and rows, newest first, system tables too", async () => {
    expect((await run("data")).stdout).toMatch(/tasks/);
    for (const title of ["older", "newer"])
      await call(backend, "tasks:create", { list: "data", title });
    const rows = (await run("data", "tasks", "--limit", "2")).stdout;
    expect(rows.indexOf("newer")).toBeLessThan(rows.indexOf("older"));
    expect(rows.indexOf("newer")).toBeGreaterThan(-1);
    await call(backend, "files:storeText", { text: "listed" });
    expect((await run("data", "_storage")).stdout).toContain("text/plain");
    expect((await run("data", "_scheduled_functions")).code).toBe(0);
  });

  test("function-spec names every function with its types, Node actions and HTTP actions included", async () => {
    const spec = JSON.parse((await run("function-spec")).stdout);
    expect(spec.url).toBe(backend.url);
    const find = (identifier: string) =>
      spec.functions.find((entry: any) => entry.identifier === identifier);
    expect(find("counters.js:get")).toMatchObject({
      functionType: "Query",
      visibility: { kind: "public" },
      args: { type: "object", value: { name: { fieldType: { type: "string" }, optional: false } } },
      returns: { type: "number" },
    });
    expect(find("host.js:sha")).toMatchObject({
      functionType: "Action",
      returns: { type: "string" },
    });
    expect(find("tasks.js:hidden").visibility).toEqual({ kind: "internal" });
    expect(find("tasks.js:list").returns).toEqual({ type: "any" });
    expect(spec.functions).toContainEqual({
      functionType: "HttpAction",
      method: "POST",
      path: "/describe",
    });
    expect(spec.functions).toContainEqual({
      functionType: "HttpAction",
      method: "GET",
      path: "/prefix/*",
    });
  });

  test("logs --history shows what ran before, then what runs, each line once", async () => {
    await call(backend, "tasks:slowEcho", { value: "before the tail", ms: 1 });
    const tail = startCli(project, backend, ["logs", "--history", "50"]);
    try {
      await tail.waitForOutput("'before the tail'");
      const position = tail.output().length;
      await call(backend, "tasks:slowEcho", { value: "while tailing", ms: 300 });
      await fetch(`${backend.siteUrl}/throws`);
      const seen = await tail.waitForOutput("GET /throws", { from: position });
      expect(seen.split("'while tailing'")).toHaveLength(2);
      expect(seen).toContain("tasks:slowEcho");
      expect(seen).toContain("http failure");
    } finally {
      await tail.kill();
    }
  });

  test("the log stream answers cursor 0 at once, with cursors that only grow", async () => {
    const read = async (cursor: number) => {
      const response = await fetch(`${backend.url}/api/stream_function_logs?cursor=${cursor}`, {
        headers: { Authorization: `Convex ${backend.adminKey}` },
      });
      return (await response.json()) as {
        entries: { timestamp: number; logLines: unknown[] }[];
        newCursor: number;
      };
    };
    const first = await read(0);
    expect(first.newCursor).toBeGreaterThan(0);
    const waiting = read(first.newCursor);
    await call(backend, "runtime:logs");
    const next = await waiting;
    expect(next.entries.length).toBeGreaterThan(0);
    expect(next.newCursor).toBeGreaterThan(first.newCursor);
    expect(next.entries.every(({ logLines }) => Array.isArray(logLines))).toBe(true);
  });
});

describe("deploy", () => {
  test("--dry-run shows the difference, changes nothing, and has no bogus server version", async () => {
    await project.edit("convex/folder/deep.ts", "watched twice", "only dry");
    const result = await run("deploy", "--dry-run", "--typecheck", "disable");
    expect(result.code, result.output).toBe(0);
    expect(result.output).not.toContain("Change the server's version");
    expect(await call(backend, "folder/deep:answer")).toBe("watched twice");
    await project.edit("convex/folder/deep.ts", "only dry", "watched twice");
  });

  test("deploys, running --cmd with the deployment's URL first", async () => {
    await project.edit("convex/folder/deep.ts", "watched twice", "deployed");
    const command = `node -e "require('fs').writeFileSync('seen.txt', process.env.VITE_CONVEX_URL)"`;
    const result = await run(
      "deploy",
      "--yes",
      "--typecheck",
      "disable",
      "--cmd",
      command,
      "--cmd-url-env-var-name",
      "VITE_CONVEX_URL",
    );
    expect(result.code, result.output).toBe(0);
    expect(await project.read("seen.txt")).toBe(backend.url);
    expect(await call(backend, "folder/deep:answer")).toBe("deployed");
  });

  test("a deploy that fails exits with 1 and leaves what was deployed", async () => {
    await project.write("convex/boom.ts", 'throw new Error("at import");\nexport {};\n');
    const result = await run("deploy", "--yes", "--typecheck", "disable");
    expect(result.code).toBe(1);
    expect(result.output).toContain("at import");
    await project.remove("convex/boom.ts");
    expect(await call(backend, "folder/deep:answer")).toBe("deployed");
  });
});

test("everything the CLI did is there after a crash", async () => {
  await backend.crash();
  await backend.start();
  expect(await call(backend, "folder/deep:answer")).toBe("deployed");
  expect(await call(backend, "reads:environment", { name: "ANOTHER" })).toBe("1");
  expect((await pushAnyway(project, backend)).code).toBe(0);
});
