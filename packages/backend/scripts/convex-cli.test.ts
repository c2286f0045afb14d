// @vitest-environment node
// The CLI turned to the app of a folder, where that app does not run: an answer at once, and no retries.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const home = join(import.meta.dirname, "..");
let root: string;
let copy: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "convex-cli-test-"));
  copy = join(root, "packages", "backend");
  await mkdir(copy, { recursive: true });
  for (const name of ["scripts/convex-cli.ts", "package.json"])
    await cp(join(home, name), join(copy, name));
  await symlink(join(home, "node_modules"), join(copy, "node_modules"), "dir");
});
afterAll(() => rm(root, { recursive: true, force: true }));

function run(...args: string[]): Promise<{ code: number; output: string }> {
  const { CI: _, ...env } = process.env;
  const script = [join(home, "node_modules/tsx/dist/cli.mjs"), "scripts/convex-cli.ts", ...args];
  return new Promise((resolve) => {
    const options = { cwd: copy, env, timeout: 120_000 };
    execFile(process.execPath, script, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

async function startedAt(url: string): Promise<void> {
  await mkdir(join(root, ".groundwork"), { recursive: true });
  await writeFile(join(root, ".groundwork", "instance.json"), JSON.stringify({ adminKey: "a|b" }));
  await writeFile(join(copy, ".env.local"), `CONVEX_URL=${url}\n`);
}

/** A port on which `answer` is the status of everything, or that nobody listens on. */
async function port(answer: number | null): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) => {
    response.writeHead(answer ?? 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (answer === null) await new Promise((resolve) => server.close(resolve));
  return { url, close: () => server.close() };
}

test("in a folder where nothing was started", async () => {
  const { code, output } = await run("data");
  expect(code).toBe(1);
  expect(output).toMatch(/^NOT_STARTED: .* pnpm dev\n$/);
});

test.each([
  ["nobody answers", null],
  ["another server answers", 403],
])("where %s", async (_what, status) => {
  const { url, close } = await port(status);
  await startedAt(url);
  const { code, output } = await run("data");
  close();
  expect(code).toBe(1);
  expect(output).toBe(
    `NOT_RUNNING: the app of this folder does not answer at ${url}. Start it: pnpm dev\n`,
  );
});
