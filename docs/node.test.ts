// Which Node the workspace runs on: said once, checked before every root script, and the same in CI.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { minVersion, subset } from "semver";
import { expect, test } from "vitest";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const { engines, packageManager, scripts } = JSON.parse(read("package.json")) as {
  engines: { node: string };
  packageManager: string;
  scripts: Record<string, string>;
};
const withNode = (script: string) => `npx --yes -p node@24 -p ${packageManager} pnpm ${script}`;

/** Runs the check in a Node that says it is another one. */
async function checkedOn(version: string): Promise<string> {
  const pretend = `Object.defineProperty(process, "version", { value: "${version}" });`;
  const flags = ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`];
  return await run(process.execPath, [...flags, join(root, ".ci/check-node.mjs")]).then(
    () => "passes",
    (error: { stderr: string }) => error.stderr,
  );
}

test.each(["v18.20.0", "v20.20.2", "v22.17.1", "v23.9.0", "v25.1.0"])(
  "Node %s ends at once with both commands that work",
  async (version) => {
    const said = await checkedOn(version);
    expect(said).toContain(
      `NODE_UNSUPPORTED: this is Node ${version}; this workspace needs Node ^22.18`,
    );
    expect(said).toContain(withNode("dev"));
    expect(said).toContain(withNode("test"));
    expect(said).not.toContain(" at ");
  },
);

test.each(["v22.18.0", "v24.0.0", "v26.1.0", "v27.0.0"])("Node %s passes", async (version) => {
  expect(await checkedOn(version)).toBe("passes");
});

test("every root script that a person runs checks Node first", () => {
  // These run inside `check` and `test`.
  const inner = ["format:check", "boundaries", "imports", "knip", "docs:check", "docs:test"];
  const unchecked = Object.entries(scripts).filter(
    ([name, line]) => !inner.includes(name) && !line.startsWith("node .ci/check-node.mjs && "),
  );
  expect(unchecked).toEqual([]);
});

test("every package in the lockfile runs on each Node that engines names", () => {
  const asked = [...read("pnpm-lock.yaml").matchAll(/engines: \{[^}]*?node: '?([^'},]+)/g)];
  expect(asked.length).toBeGreaterThan(100);
  const narrower = asked.map(([, range]) => range!).filter((range) => !subset(engines.node, range));
  expect([...new Set(narrower)]).toEqual([]);
});

test("README, CI and the version file name a Node that is new enough", () => {
  expect(read("README.md")).toContain(withNode("dev"));
  expect(read("README.md")).toContain(withNode("test"));
  const { major, minor } = minVersion(engines.node)!;
  expect(read("README.md")).toContain(`Node ${major}.${minor},`);
  expect(read(".ci/run")).toContain(`-p ${packageManager} pnpm"`);
  expect(Number(read(".nvmrc"))).toBeGreaterThanOrEqual(22);
  const container = JSON.parse(read(".devcontainer/devcontainer.json")) as Record<string, string>;
  expect(container.image).toContain(`node:${read(".nvmrc").trim()}`);
  expect(container.postCreateCommand).toContain(packageManager);
});
