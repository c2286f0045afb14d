// Commands of the CLI that look at a deployment: what it holds, what its network and its logs tell.
import { createServer, request as httpRequest, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort, startBackend, type Backend } from "./support/backend.ts";
import { call } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { cleanEnv, startProcess, type RunningProcess } from "./support/processes.ts";
import { cli, createProject, type Project } from "./support/project.ts";
import { waitFor } from "./support/wait-for.ts";

let backend: Backend;
let project: Project;

beforeAll(async () => {
  [backend, project] = await Promise.all([
    startBackend({ inMemory: true }),
    createProject("basic"),
  ]);
  await deploy("basic", backend);
  await call(backend, "tasks:create", { list: "tools", title: "one" });
});
afterAll(async () => {
  await backend?.stop();
  await project?.dispose();
});

const run = (...args: string[]) => cli(project, backend, args);

describe("data", () => {
  test.each([
    [["data", "nope"], "There are no documents in this table."],
    [["data", "--component", "nope"], "There are no tables in the"],
    [["data", "tasks", "--component", "nope"], "There are no documents in this table."],
  ])("%j says that there is nothing, without a stack", async (args, said) => {
    const { code, output } = await run(...args);
    expect([code, output.trim()]).toEqual([0, expect.stringContaining(said)]);
    expect(output).not.toMatch(/^\s+at /m);
  });
});

describe("network-test", () => {
  test("comes through every check, with echoes of all sizes", async () => {
    const { code, output } = await run("network-test", "--timeout", "30");
    expect(code, output).toBe(0);
    expect(output).not.toContain("FAIL");
    expect(output.match(/OK: echo/g)?.length).toBeGreaterThanOrEqual(2);
  });

  test("more than 128 MiB is refused by what is announced", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { "content-length": 128 * 1024 * 1024 + 1 };
      const sent = httpRequest(`${backend.url}/echo`, { method: "POST", headers }, (response) => {
        resolve(response.statusCode);
        sent.destroy();
      });
      sent.on("error", reject).flushHeaders();
    });
    expect(status).toBe(413);
  });
});

describe("the log stream", () => {
  test("tells what each call read and wrote", async () => {
    await call(backend, "tasks:create", { list: "logged", title: "a" });
    await call(backend, "tasks:titles", { list: "logged" });
    const headers = { Authorization: `Convex ${backend.adminKey}` };
    const response = await fetch(`${backend.url}/api/stream_function_logs?cursor=0`, { headers });
    const { entries } = (await response.json()) as { entries: any[] };
    const last = (identifier: string) =>
      entries.findLast((entry) => entry.identifier === identifier)!;
    const written = last("tasks:create").usageStats;
    expect(written.databaseWriteDocuments).toBe(1);
    expect(written.databaseWriteBytes).toBeGreaterThan(50);
    const read = last("tasks:titles");
    expect(read.usageStats).toMatchObject({
      databaseReadDocuments: 1,
      databaseReadBytes: written.databaseWriteBytes,
      databaseWriteDocuments: 0,
    });
    expect(read.returnBytes).toBe('["a"]'.length);
  });
});

/** Stands in for Convex's account service, which `convex mcp` asks before anything else. */
async function startAccountService(): Promise<{ url: string; server: Server }> {
  const port = await freePort();
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json").end('{"optInsToAccept":[]}');
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${port}`, server };
}

/** Speaks to an MCP server: a line of JSON-RPC a message. */
function startMcp(running: RunningProcess) {
  let id = 0;
  const send = (message: object) =>
    running.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const answers = () =>
    running
      .stdout()
      .split("\n")
      .filter((line) => line.endsWith("}"))
      .map((line) => JSON.parse(line) as { id?: number; result?: any });
  const request = async (method: string, params: object): Promise<any> => {
    const own = ++id;
    send({ id: own, method, params });
    return waitFor(`an answer to ${method}`, () => answers().find((answer) => answer.id === own));
  };
  return {
    request,
    notify: (method: string) => send({ method }),
    async tool(name: string, args: object): Promise<any> {
      const { result } = await request("tools/call", { name, arguments: args });
      const { text } = result.content[0];
      if (result.isError) throw new Error(`${name}: ${text}`);
      return JSON.parse(text);
    },
    stop: () => running.kill("SIGKILL"),
  };
}

describe("mcp", () => {
  test("lists the tables with their schema, and reads them", async () => {
    const accounts = await startAccountService();
    const environment = {
      ...cleanEnv(),
      CI: "1",
      CONVEX_SELF_HOSTED_URL: backend.url,
      CONVEX_SELF_HOSTED_ADMIN_KEY: backend.adminKey,
      CONVEX_PROVISION_HOST: accounts.url,
      CONVEX_OVERRIDE_ACCESS_TOKEN: "none",
    };
    const convex = `${project.directory}/node_modules/convex/bin/main.js`;
    const args = [convex, "mcp", "start", "--project-dir", project.directory];
    const mcp = startMcp(
      startProcess(process.execPath, args, { cwd: project.directory, env: environment }),
    );
    try {
      await mcp.request("initialize", {
        protocolVersion: "2024-11-05",
        capabilities: {},
        clientInfo: { name: "test", version: "1" },
      });
      mcp.notify("notifications/initialized");
      const status = await mcp.tool("status", { projectDir: project.directory });
      const { deploymentSelector } = status.availableDeployments[0];
      const { tables } = await mcp.tool("tables", { deploymentSelector });
      expect(tables.tasks.schema.indexes).toContainEqual({
        indexDescriptor: "by_list_and_rank",
        fields: ["list", "rank"],
      });
      expect(tables.points.schema.vectorIndexes).toHaveLength(1);
      const rows = await mcp.tool("data", { deploymentSelector, tableName: "tasks", order: "asc" });
      expect(JSON.stringify(rows)).toContain("tools");
    } finally {
      await mcp.stop();
      accounts.server.close();
    }
  });
});
