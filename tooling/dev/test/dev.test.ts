// `pnpm dev` on a small workspace of its own: what it says and serves while somebody saves good and bad code.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { startProcess, type RunningProcess } from "../src/processes/processes.ts";

const PATIENCE = { timeout: 120_000, interval: 50 };
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let root: string;
let dev: RunningProcess;
const lines: string[] = [];

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Saves the functions of the workspace. @param body of the function `notes:size` */
function save(body: string, more = ""): void {
  const code = `import { queryGeneric } from "convex/server";
export const size = queryGeneric(async () => { ${body} });
${more}`;
  write("packages/backend/convex/notes.ts", code);
}

/** What the backend answers for `notes:size`. */
async function size(): Promise<unknown> {
  const body = JSON.stringify({ path: "notes:size", args: {}, format: "json" });
  const url = /Backend\s+(http:\S+)/.exec(lines.join("\n"))![1]!;
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${url}/api/query`, { method: "POST", headers, body });
  return ((await answer.json()) as { value: unknown }).value;
}

const said = () => lines.join("\n");
const builds = () => readFileSync(join(root, "builds"), "utf8").length;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "groundwork-dev-"));
  write(
    "packages/backend/package.json",
    '{ "name": "backend", "dependencies": { "convex": "*" } }',
  );
  write("packages/backend/convex/tsconfig.json", '{ "compilerOptions": { "strict": true } }');
  write(
    "packages/backend/convex/seed.ts",
    'import { internalMutationGeneric } from "convex/server";\nexport const run = internalMutationGeneric(async () => []);\n',
  );
  const installed = { convex: "../../dev-server", "@typescript": ".." };
  for (const [name, home] of Object.entries(installed)) {
    const link = join(root, "packages/backend/node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(import.meta.dirname, home, "node_modules", name), link, "dir");
  }
  const port = 'process.argv[process.argv.indexOf("--port") + 1]';
  write(
    "apps/web/node_modules/vite/bin/vite.js",
    `require("node:http").createServer((_, response) => response.end("page")).listen(${port}, "127.0.0.1", () =>
  console.log("\\n  VITE v8.1.0  ready in 312 ms\\n"));`,
  );
  write("builds", "");
  // Beside the esbuild of the CLI, where what is remembered does not arrive: a byte for each build.
  write(
    "count.cjs",
    `const { appendFileSync, realpathSync, writeFileSync } = require("node:fs");
if (/convex.bin.main/.test(process.argv[1] ?? "")) {
  const path = require("node:module").createRequire(realpathSync(process.argv[1])).resolve("esbuild");
  const esbuild = require(path);
  if (process.argv[2] === "dev") writeFileSync(${JSON.stringify(join(root, "watcher"))}, String(process.pid));
  const build = (options) => (appendFileSync(${JSON.stringify(join(root, "builds"))}, "."), esbuild.build(options));
  require.cache[path].exports = { ...esbuild, build };
}`,
  );
  write(
    "start.mjs",
    `const { main } = await import(${JSON.stringify(new URL("../src/main.ts", import.meta.url).href)});
const generateAuthKeys = async () => ({ JWT_PRIVATE_KEY: "key", JWKS: "{}" });
const app = { name: "Acme", root: ${JSON.stringify(root)}, demoAccounts: [], generateAuthKeys };
process.exit(await main(app, []));`,
  );
  save("return 1;", "export const wrong: number = 'a text';\n");
  dev = startProcess({
    name: "pnpm dev",
    script: join(root, "start.mjs"),
    args: [],
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: `--require ${join(root, "count.cjs")}` },
    onLine: (line) => lines.push(line),
  });
});
afterAll(async () => {
  await dev?.stop();
  rmSync(root, { recursive: true, force: true });
});

test("functions with a type error are pushed, and the error is reported", async () => {
  await vi.waitFor(() => expect(said()).toMatch(/Backend\s+http:/), PATIENCE);
  expect(await size()).toBe(1);
  await vi.waitFor(() => expect(said()).toContain("Type check: 1 error"), PATIENCE);
  expect(said()).toMatch(/\[types\] .*notes\.ts.*TS2322/);
});

test("after a save that cannot be pushed, the last good functions serve, and a repair is reported", async () => {
  const first = builds();
  save("return ;;; }");
  await vi.waitFor(() => expect(said()).toContain("The last good ones keep serving."), PATIENCE);
  expect(await size()).toBe(1);
  expect(first).toBeGreaterThan(0);
  // A save that is seen half written is pushed, too, so one of several is as it should be.
  const built: number[] = [];
  for (const saved of [3, 4, 2]) {
    const [before, from] = [builds(), lines.length];
    const since = () => lines.slice(from).join("\n");
    save(`return ${saved};`);
    await vi.waitFor(async () => expect(await size()).toBe(saved), PATIENCE);
    await vi.waitFor(() => expect(since()).toContain("Convex functions ready!"), PATIENCE);
    built.push(builds() - before);
  }
  await vi.waitFor(() => expect(said()).toContain("Type check: no errors"), PATIENCE);
  expect(Math.min(...built), "a push builds what has changed alone").toBeLessThan(first);
});

test("a watcher that is lost is started again, and pushes the next save", async () => {
  const before = lines.length;
  const since = () => lines.slice(before).join("\n");
  process.kill(Number(readFileSync(join(root, "watcher"), "utf8")), "SIGKILL");
  await vi.waitFor(() => expect(since()).toContain("Starting it again."), PATIENCE);
  expect(await size()).toBe(2);
  save("return 3;");
  await vi.waitFor(async () => expect(await size()).toBe(3), PATIENCE);
  await vi.waitFor(() => expect(since()).toContain("Convex functions ready!"), PATIENCE);
});
