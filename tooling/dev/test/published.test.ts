// The packages of `tooling/` as npm would bring them: packed, unpacked outside the workspace, with nothing
// but the dependencies that their manifests name.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { cliEnvironment, cliScript } from "../src/convex-cli.ts";

// Four packages are packed first; turbo has built them before it runs this suite.
vi.setConfig({ hookTimeout: 300_000 });

const tooling = join(import.meta.dirname, "../..");
const packages = ["dev-server", "dev", "plop-engine", "convex-generators"];

interface Manifest {
  version: string;
  bin?: Record<string, string>;
  dependencies: Record<string, string>;
}

let folder: string;
const installed = (name: string) => join(folder, "node_modules/@groundwork", name);
const manifestOf = (name: string) =>
  JSON.parse(readFileSync(join(installed(name), "package.json"), "utf8")) as Manifest;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "groundwork-published-"));
  for (const name of packages) install(name);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packs a built package and unpacks it; its dependencies are those of the workspace. */
function install(name: string): void {
  const source = join(tooling, name);
  if (!existsSync(join(source, "dist"))) {
    throw new Error(
      `${name} is not built: run \`pnpm exec turbo run build --filter "./tooling/*"\`.`,
    );
  }
  pnpm(source, "pack", "--pack-destination", folder);
  const archive = readdirSync(folder).find((file) => new RegExp(`-${name}-\\d.*tgz$`).test(file));
  mkdirSync(installed(name), { recursive: true });
  const unpack = ["-xzf", join(folder, archive!), "--strip-components=1", "-C", installed(name)];
  execFileSync("tar", unpack);
  for (const dependency of Object.keys(manifestOf(name).dependencies)) {
    const target = join(installed(name), "node_modules", dependency);
    mkdirSync(dirname(target), { recursive: true });
    const isOurs = dependency.startsWith("@groundwork/");
    const place = isOurs
      ? installed(dependency.slice("@groundwork/".length))
      : join(source, "node_modules", dependency);
    symlinkSync(place, target);
  }
}

function pnpm(cwd: string, ...args: string[]): void {
  const script = process.env["npm_execpath"];
  if (script === undefined) execFileSync("pnpm", args, { cwd, stdio: "pipe" });
  else if (/\.[cm]?js$/.test(script)) {
    execFileSync(process.execPath, [script, ...args], { cwd, stdio: "pipe" });
  } else execFileSync(script, args, { cwd, stdio: "pipe" });
}

function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
}

test.each(packages)("%s has no TypeScript to run, and depends on published versions", (name) => {
  const files = readdirSync(join(installed(name), "dist"), { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))).toEqual([]);
  expect(files.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(10);
  expect(readdirSync(installed(name))).toEqual(
    expect.arrayContaining(["LICENSE", "README.md", "package.json"]),
  );
  const versions = Object.values(manifestOf(name).dependencies);
  expect(versions.filter((version) => !/^\d/.test(version))).toEqual([]);
});

test.each([
  ["dev-server", "server"],
  ["dev", "main"],
  ["plop-engine", "cli/main"],
  ["plop-engine", "edit/plan"],
  ["convex-generators", "project"],
])("%s/%s can be imported", (name, module) => {
  const code = `console.log(Object.keys(await import("@groundwork/${name}/${module}")).length > 0)`;
  expect(node("--input-type=module", "-e", code).trim()).toBe("true");
});

test("the installed backend takes a push of the official CLI, and runs its functions", async () => {
  const { "groundwork-dev-server": bin } = manifestOf("dev-server").bin!;
  const args = [
    join(installed("dev-server"), bin!),
    "--in-memory",
    "--port",
    "0",
    "--site-port",
    "0",
    "--print-env",
  ];
  const backend = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const { url, adminKey } = await addressOf(backend);
    const app = join(folder, "app");
    mkdirSync(join(app, "convex"), { recursive: true });
    mkdirSync(join(app, "node_modules"));
    symlinkSync(join(tooling, "dev-server/node_modules/convex"), join(app, "node_modules/convex"));
    writeFileSync(
      join(app, "package.json"),
      JSON.stringify({ name: "app", dependencies: { convex: "*" } }),
    );
    writeFileSync(
      join(app, "convex/sums.ts"),
      'import { queryGeneric } from "convex/server";\nexport const add = queryGeneric(async (_ctx, { a, b }: { a: number; b: number }) => a + b);\n',
    );
    const convex = (...command: string[]) =>
      execFileSync(process.execPath, [cliScript(app), ...command], {
        cwd: app,
        encoding: "utf8",
        env: cliEnvironment({ origin: url, adminKey }),
        stdio: ["ignore", "pipe", "pipe"],
      });
    convex("deploy", "--yes", "--typecheck", "disable", "--codegen", "disable");
    expect(convex("run", "sums:add", '{"a":2,"b":3}').trim()).toBe("5");
  } finally {
    backend.kill();
    await once(backend, "exit");
  }
});

/** Reads the variables that the backend prints. */
async function addressOf(backend: ChildProcess): Promise<{ url: string; adminKey: string }> {
  let printed = "";
  for await (const line of createInterface({ input: backend.stdout! })) {
    printed += `${line}\n`;
    const adminKey = /^CONVEX_SELF_HOSTED_ADMIN_KEY=(.+)$/m.exec(printed)?.[1];
    const url = /^CONVEX_SELF_HOSTED_URL=(.+)$/m.exec(printed)?.[1];
    if (url !== undefined && adminKey !== undefined) return { url, adminKey };
  }
  throw new Error(`The backend ended before it printed its address: ${printed}`);
}
