// In a workspace of one package that uses one of the tooling: real builds, and a registry of the test's own.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { collector } from "@groundwork/plop-engine/io";
import { GeneratorError, type Plan } from "@groundwork/plop-engine/plan";
import { scratch } from "@groundwork/plop-engine/testing/scratch";
import { afterEach, beforeEach, expect, test } from "vitest";
import { completeInit } from "./complete.ts";
import { useSettings } from "../repository/settings.ts";
import { planInit } from "./plan.ts";
import type { ToolingKind } from "./tooling.ts";

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const template = {
  "package.json": json({ name: "groundwork", version: "0.1.0", private: true }),
  "pnpm-workspace.yaml": "packages:\n  - packages/*\n  - tooling/*\ncatalog:\n  zod: 4.6.7\n",
  "packages/app/package.json": json({
    name: "@repo/app",
    version: "0.1.0",
    dependencies: { "@groundwork/tool": "workspace:*" },
  }),
  "tooling/tool/package.json": json({
    name: "@groundwork/tool",
    version: "0.3.0",
    exports: "./dist/tool.js",
    files: ["dist"],
    scripts: { build: "node node_modules/typescript/bin/tsc -p tsconfig.build.json" },
  }),
  "tooling/tool/tsconfig.build.json": json({
    compilerOptions: { outDir: "dist", rootDir: "src", module: "esnext", types: [] },
    include: ["src"],
  }),
  "tooling/tool/src/tool.ts": "export const tool: string = 'tool';\n",
  "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
};

let workspace: ReturnType<typeof scratch>;
const stderr = collector();

beforeEach(() => {
  workspace = scratch(template);
  useSettings({ templates: join(workspace.root, "generators"), scope: "@repo" });
  stderr.text = "";
  mkdirSync(join(workspace.root, "tooling/tool/node_modules"));
  const typescript = join(import.meta.dirname, "../../node_modules/typescript");
  symlinkSync(typescript, join(workspace.root, "tooling/tool/node_modules/typescript"));
});
afterEach(() => workspace.remove());

async function complete(tooling: ToolingKind): Promise<Plan> {
  const plan = planInit({ name: "acme", tooling }, workspace.tree);
  const { root } = workspace;
  const io = { root, home: root, cwd: root, env: {}, stdin: process.stdin, stdout: stderr, stderr };
  return await completeInit(plan, io);
}

const refusal = async (tooling: ToolingKind) =>
  await complete(tooling).then(
    () => null,
    (error: unknown) => (error instanceof GeneratorError ? error.problems[0]! : error),
  );

const textOf = (plan: Plan, path: string) => plan.files.find((file) => file.path === path)?.after;

test("vendor: the packages are built and packed, and the lockfile takes them from there", async () => {
  const plan = await complete("vendor");
  const archive = join(workspace.root, "tool.tgz");
  const packed = textOf(plan, "vendor/groundwork-tool-0.3.0.tgz")!;
  writeFileSync(archive, Buffer.from(packed, "base64"));
  const names = execFileSync("tar", ["-tzf", archive], { encoding: "utf8" }).trim().split("\n");
  expect(names.sort()).toEqual(["package/dist/tool.js", "package/package.json"]);
  expect(textOf(plan, "pnpm-lock.yaml")).toMatch(/version: file:vendor\/groundwork-tool-0\.3\.0/);
  expect(stderr.text).toBe("Building @groundwork/tool 0.3.0\nWriting the lockfile\n");
});

test("source: nothing is built, and the lockfile links the packages", async () => {
  const plan = await complete("source");
  expect(plan.files.filter(({ path }) => path.startsWith("vendor/"))).toEqual([]);
  expect(textOf(plan, "pnpm-lock.yaml")).toContain("version: link:../../tooling/tool");
  expect(textOf(plan, "pnpm-lock.yaml")).not.toContain("vendor");
});

test("a package that does not build is named, with what the compiler says", async () => {
  workspace.write("tooling/tool/src/tool.ts", "export const tool: string = 1;\n");
  expect(await refusal("vendor")).toMatchObject({
    code: "TOOLING_BUILD",
    arg: "tooling/tool",
    message: expect.stringContaining("error TS2322") as string,
  });
});

test("npm: the version comes from the registry", async () => {
  const { server, address } = await registryOf(workspace.root);
  workspace.write(".npmrc", `@groundwork:registry=${address}\n`);
  try {
    const plan = await complete("npm");
    expect(textOf(plan, "pnpm-workspace.yaml")).toContain(
      'catalog:\n  "@groundwork/tool": 0.3.0\n',
    );
    expect(textOf(plan, "pnpm-lock.yaml")).toContain("'@groundwork/tool@0.3.0':");

    const manifest = template["tooling/tool/package.json"].replace("0.3.0", "0.4.0");
    workspace.write("tooling/tool/package.json", manifest);
    expect(await refusal("npm")).toMatchObject({
      code: "TOOLING_UNPUBLISHED",
      message: expect.stringContaining("@groundwork/tool 0.4.0") as string,
      fix: expect.stringContaining("--tooling vendor") as string,
    });
  } finally {
    server.close();
  }
});

/** A registry that has the package as it is now, published long ago. */
async function registryOf(root: string): Promise<{ server: Server; address: string }> {
  mkdirSync(join(root, "published/package"), { recursive: true });
  cpSync(join(root, "tooling/tool/package.json"), join(root, "published/package/package.json"));
  const folder = join(root, "published");
  execFileSync("tar", ["-czf", "published.tgz", "package"], { cwd: folder });
  const bytes = readFileSync(join(folder, "published.tgz"));
  const server = createServer((request, response) => {
    if (request.url!.endsWith(".tgz")) return void response.end(bytes);
    const { port } = server.address() as AddressInfo;
    const tarball = `http://127.0.0.1:${port}/tool.tgz`;
    const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    const version = { name: "@groundwork/tool", version: "0.3.0", dist: { tarball, integrity } };
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        name: "@groundwork/tool",
        "dist-tags": { latest: "0.3.0" },
        time: { "0.3.0": "2026-01-01T00:00:00.000Z" },
        versions: { "0.3.0": version },
      }),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}
