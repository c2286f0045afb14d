import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { cli, createProject } from "../test/support/project.ts";
import type { RunningServer } from "./server-options.ts";
import { startServer } from "./server.ts";

const bin = fileURLToPath(new URL("../bin.js", import.meta.url));
const exec = promisify(execFile);

let directory = "";
const toClose: { close(): unknown }[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "server-"));
});
afterEach(async () => {
  for (const each of toClose.splice(0)) await each.close();
  await rm(directory, { recursive: true, force: true });
});

async function start(options: Parameters<typeof startServer>[0] = {}): Promise<RunningServer> {
  const server = await startServer({ port: 0, sitePort: 0, dataDirectory: directory, ...options });
  toClose.push(server);
  return server;
}

function occupy(): Promise<{ port: number; taken: Server }> {
  return new Promise((resolve) => {
    const taken = createServer().listen(0, "127.0.0.1", () => {
      toClose.push(taken);
      resolve({ port: (taken.address() as { port: number }).port, taken });
    });
  });
}

describe("starting", () => {
  test("answers at once, on both origins, with the version and the texts of Convex's routes", async () => {
    const { cloudOrigin, siteOrigin, adminKey } = await start();
    expect((await fetch(`${cloudOrigin}/version`)).status).toBe(200);
    expect(await (await fetch(`${cloudOrigin}/instance_name`)).text()).toBe("groundwork");
    expect(await (await fetch(siteOrigin)).text()).toBe(
      "This Convex deployment does not have HTTP actions enabled.",
    );
    const urls = await fetch(`${cloudOrigin}/api/v1/get_canonical_urls`, {
      headers: { authorization: `Convex ${adminKey}` },
    });
    expect(await urls.json()).toEqual({ convexCloudUrl: cloudOrigin, convexSiteUrl: siteOrigin });
  });

  test("a taken port means the next one, unless it was asked for", async () => {
    const { port } = await occupy();
    await expect(start({ port, strictPort: true })).rejects.toMatchObject({ code: "PortTaken" });
    const { cloudOrigin } = await start({ port });
    expect(Number(new URL(cloudOrigin).port)).toBeGreaterThan(port);
  });

  test("a start that fails leaves neither lock nor port behind", async () => {
    const { port } = await occupy();
    await expect(start({ sitePort: port, strictPort: true })).rejects.toThrow();
    expect(await readdir(directory)).not.toContain("server.lock");
    await start();
  });

  test("an address that other machines reach is refused", async () => {
    await expect(start({ host: "0.0.0.0" })).rejects.toMatchObject({ code: "RemoteHostRefused" });
  });

  test("a data folder that is made is its owner's alone", async () => {
    const { dataDirectory } = await start({ dataDirectory: join(directory, "made") });
    expect((await stat(dataDirectory)).mode & 0o777).toBe(0o700);
  });

  test("a folder that is there keeps its rights, its own files, and nobody else reads ours", async () => {
    await chmod(directory, 0o755);
    await writeFile(join(directory, "README"), "not ours", { mode: 0o644 });
    const server = await start();
    await server.close();
    expect((await stat(directory)).mode & 0o777).toBe(0o755);
    expect((await stat(join(directory, "README"))).mode & 0o777).toBe(0o644);
    const ours = (await readdir(directory)).filter((name) => name !== "README");
    expect(ours).toContain("db");
    for (const name of ours) {
      expect([name, (await stat(join(directory, name))).mode & 0o077]).toEqual([name, 0]);
    }
  });

  test.each(["files", "modules", "exports"])(
    "a folder with %s of somebody else's is refused, and nothing in it is touched",
    async (name) => {
      const path = join(directory, name, "app", "mine.txt");
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(path, "mine");
      const old = new Date(Date.now() - 1e9);
      await utimes(path, old, old);
      await expect(start()).rejects.toMatchObject({ code: "NotADataDirectory" });
      expect(await readdir(directory)).toEqual([name]);
      expect(existsSync(path)).toBe(true);
    },
  );

  test("data in memory is gone with the server", async () => {
    const inMemory = await start({ inMemory: true });
    expect(existsSync(inMemory.dataDirectory)).toBe(true);
    await inMemory.close();
    expect(existsSync(inMemory.dataDirectory)).toBe(false);
  });

  test("closing ends waiting requests and may be done twice", async () => {
    const server = await start();
    const url = `${server.cloudOrigin}/api/stream_function_logs?cursor=9e12`;
    const waiting = fetch(url, { headers: { authorization: `Convex ${server.adminKey}` } });
    // The server has taken what was sent before what it answers.
    await fetch(`${server.cloudOrigin}/version`);
    await Promise.all([server.close(), server.close()]);
    expect(await (await waiting).json()).toEqual({ entries: [], newCursor: 9e12 });
  });
});

describe("bad input", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ port: 0, sitePort: 0, inMemory: true });
  });
  afterAll(() => server.close());

  const post = (path: string, body: BodyInit, headers: object = {}) =>
    fetch(server.cloudOrigin + path, {
      method: "POST",
      body,
      headers: { authorization: `Convex ${server.adminKey}`, ...headers },
    });

  test.each<[string, string, string, object, number, string]>([
    ["no JSON", "/api/deploy2/start_push", "{", {}, 400, "BadJsonBody"],
    ["JSON of another kind", "/api/deploy2/start_push", "[]", {}, 400, "BadPushRequest"],
    ["an empty push", "/api/deploy2/start_push", "{}", {}, 400, "BadPushRequest"],
    [
      "a body that is not brotli",
      "/api/deploy2/start_push",
      "abc",
      { "content-encoding": "br" },
      400,
      "BadBodyEncoding",
    ],
    [
      "an unknown encoding",
      "/api/deploy2/start_push",
      "abc",
      { "content-encoding": "zstd" },
      400,
      "UnsupportedContentEncoding",
    ],
    ["no id", "/api/deploy2/finish_push", "{}", {}, 400, "BadPushRequest"],
    ["no list", "/api/update_environment_variables", "{}", {}, 400, "BadEnvironmentChanges"],
    [
      "a wrong change",
      "/api/update_environment_variables",
      '{"changes":[{"name":1}]}',
      {},
      400,
      "BadEnvironmentChanges",
    ],
    ["no bundle", "/api/run_test_function", "{}", {}, 400, "BadTestFunction"],
    ["an unknown route", "/api/nothing", "{}", {}, 404, "NotFound"],
    [
      "a wrong key",
      "/api/deploy2/start_push",
      "{}",
      { authorization: "Convex groundwork|no" },
      401,
      "BadAdminKey",
    ],
    [
      "the key of another deployment",
      "/api/get_config_hashes",
      "{}",
      { authorization: "Convex happy-animal-1|x" },
      403,
      "BadDeployKey",
    ],
  ])("%s at %s", async (_what, path, body, headers, status, code) => {
    const response = await post(path, body, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, message: expect.any(String) as string });
    expect((await fetch(`${server.cloudOrigin}/version`)).status).toBe(200);
  });

  test("more than is allowed to be unpacked is 413", async () => {
    const { gzipSync } = await import("node:zlib");
    const bomb = gzipSync(Buffer.alloc(101 * 1024 * 1024));
    const response = await post("/api/deploy2/start_push", bomb, {
      "content-encoding": "gzip",
    });
    expect(response.status).toBe(413);
  });

  test("a request without a readable host is refused, and bytes that are no HTTP end one connection", async () => {
    const status = await new Promise((resolve) => {
      request(server.cloudOrigin, { headers: { host: "a b/c" } }, (response) => {
        resolve(response.statusCode);
        response.resume();
      }).end();
    });
    expect(status).toBe(403);
    const { connect } = await import("node:net");
    const socket = connect(Number(new URL(server.cloudOrigin).port), "127.0.0.1");
    socket.end("\u0000\u0001 nonsense\r\n\r\n");
    await new Promise((resolve) => socket.on("close", resolve).resume());
    expect((await fetch(`${server.cloudOrigin}/version`)).status).toBe(200);
  });
});

describe("the command", () => {
  const command = (args: string[]) =>
    exec(process.execPath, [bin, ...args], { cwd: directory }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  test("a mistake is one sentence with a code, and exit code 2", async () => {
    const { code, stderr } = await command(["--prot", "1"]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "UnknownFlag: --prot is not a known flag; did you mean --port? See --help.\n",
    );
  });

  test("a taken port is one sentence and exit code 1", async () => {
    const { port } = await occupy();
    const { code, stderr } = await command(["--port", String(port)]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `PortTaken: Port ${port} is already in use; stop what uses it or choose another port.\n`,
    );
  });

  test("--reset deletes nothing without a terminal, and says how it would", async () => {
    const data = join(directory, "data");
    const server = await start({ dataDirectory: data });
    await server.close();
    const { code, stdout, stderr } = await command(["--data", "data", "--reset"]);
    expect(code).toBe(2);
    expect(stdout).toContain(`This deletes:\n  ${join(data, "db")}`);
    expect(stderr).toContain("run: groundwork-dev-server --data data --reset --yes");
    expect(existsSync(join(data, "instance.json"))).toBe(true);
  });

  test("--reset touches nothing while a server uses the data", async () => {
    const data = join(directory, "data");
    await start({ dataDirectory: data });
    const { code, stderr } = await command(["--data", "data", "--reset", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`DataDirectoryInUse: The data directory ${data} is in use`);
    expect(existsSync(join(data, "instance.json"))).toBe(true);
  });

  test("--reset --yes starts from nothing, with another key", async () => {
    const data = join(directory, "data");
    const server = await start({ dataDirectory: data });
    await server.close();
    const child = spawn(
      process.execPath,
      [bin, "--port", "0", "--site-port", "0", "--data", "data", "--reset", "--yes", "--print-env"],
      { cwd: directory },
    );
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await expect.poll(() => output, { timeout: 120_000 }).toContain("ADMIN_KEY=");
    expect(output).not.toContain(server.adminKey);
    const exited = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGINT");
    expect(await exited).toBe(0);
  });

  test("--reset leaves a folder alone that is not the server's", async () => {
    await writeFile(join(directory, "thesis.txt"), "years of work");
    const { code, stderr } = await command(["--data", ".", "--reset", "--yes"]);
    expect(code).toBe(2);
    expect(stderr).toContain("holds no instance.json");
    expect(existsSync(join(directory, "thesis.txt"))).toBe(true);
  });

  test("runs until SIGTERM, prints the two variables, and gives the lock back", async () => {
    const args = ["--port", "0", "--site-port", "0", "--data", "data", "--print-env"];
    const child = spawn(process.execPath, [bin, ...args], { cwd: directory });
    const exited = new Promise((resolve) => child.on("exit", resolve));
    let output = "";
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes("ADMIN_KEY=")) resolve();
      });
    });
    const url = /CONVEX_SELF_HOSTED_URL=(\S+)/.exec(output)?.[1] ?? "";
    const key = /CONVEX_SELF_HOSTED_ADMIN_KEY=(\S+)/.exec(output)?.[1] ?? "";
    const response = await fetch(`${url}/api/check_admin_key`, {
      headers: { authorization: `Convex ${key}` },
    });
    expect(await response.json()).toMatchObject({ success: true });
    child.kill("SIGTERM");
    expect(await exited).toBe(0);
    expect(existsSync(join(directory, "data", "server.lock"))).toBe(false);
  });
});

test("the official CLI pushes an app, runs it and reads it back", async () => {
  const server = await start();
  const backend = { url: server.cloudOrigin, adminKey: server.adminKey };
  const project = await createProject(null, {
    "convex/notes.ts": `
      import { mutation } from "./_generated/server";
      import { v } from "convex/values";
      export const add = mutation({
        args: { text: v.string() },
        returns: v.id("notes"),
        handler: async (ctx, { text }) => {
          console.log("adding", text);
          return ctx.db.insert("notes", { text });
        },
      });`,
    "convex/schema.ts": `
      import { defineSchema, defineTable } from "convex/server";
      import { v } from "convex/values";
      export default defineSchema({
        notes: defineTable({ text: v.string() }).index("by_text", ["text"]),
      });`,
  });
  try {
    const pushed = await cli(project, backend, ["dev", "--once", "--tail-logs", "disable"]);
    expect(pushed).toMatchObject({ code: 0 });
    expect(pushed.output).toContain("[+] notes.by_text");
    const added = await cli(project, backend, ["run", "notes:add", '{"text":"hello"}']);
    expect(added.output).toContain("'adding' 'hello'");
    const data = await cli(project, backend, ["data", "notes"]);
    expect(data.stdout).toContain('"hello"');
    await project.edit("convex/notes.ts", "args: {", "arg: {");
    await project.edit("convex/notes.ts", 'v.id("notes")', "nothing");
    const refused = await cli(project, backend, [
      ...["dev", "--once", "--typecheck", "disable", "--tail-logs", "disable"],
    ]);
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(
      /InvalidModules: Hit an error while pushing:\s+Failed to analyze notes\.js: .*nothing is not defined/,
    );
    expect(refused.output).toMatch(/convex\/notes\.ts:\d+:\d+/);
  } finally {
    await project.dispose();
  }
});
