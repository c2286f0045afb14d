// `bin.mjs` itself, as a process: where it may be started, and the bundle that it keeps.
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const home = join(import.meta.dirname, "..");

/** Starts a `bin.mjs`. */
async function start(bin: string, argv: readonly string[], cwd: string, flags: string[] = []) {
  try {
    const { stdout } = await run(process.execPath, [...flags, bin, ...argv], { cwd });
    return { exit: 0, stdout, stderr: "" };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exit: code, stdout, stderr };
  }
}

const bin = join(home, "bin.mjs");

test.each([
  ["the repository", join(home, "..")],
  ["a folder inside it", join(home, "entity")],
  ["a folder outside it", tmpdir()],
])("it works on its own repository when started in %s", async (_, cwd) => {
  const { exit, stdout } = await start(bin, ["schema", "function"], cwd);
  expect(exit).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty("$schema");
});

/** A generator as a project writes one, on what the packages export. */
const greeting = `
import { folderOf } from "@groundwork/convex-generators/repository/settings";
import { renderAll } from "@groundwork/plop-engine/templates/render";

const command = {
  name: "greeting", writes: true, usage: "<name>", positionals: 1, about: "add a greeting", flags: [], examples: [],
};

const generator = {
  command: "greeting",
  shape: { type: "object", properties: {}, required: [], additionalProperties: true },
  fromArguments: ({ positionals: [name] }) => ({ name }),
  missing: () => [],
  toArguments: ({ name }) => [name],
  plan: (view) => {
    const rendered = renderAll(folderOf("greeting"), { view, helpers: {}, isWritten: () => true });
    const files = rendered.map(({ path, text }) => ({ path, before: null, after: text, fragments: [] }));
    return { command: "greeting", subject: view.name, input: view, files, next: [], notes: [] };
  },
  answerable: [],
};

export const greeting = { command, load: async () => generator, ask: async (_inquirer, _io, given) => given };
`;

describe("the bundle", () => {
  let root: string;
  let copy: string;
  const bundles = () => readdirSync(join(copy, "node_modules", ".cache", "generators")).sort();

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "generators-bin-"));
    copy = join(root, "generators");
    const tests = ["bench", "e2e", "node_modules", "runs", "test"];
    for (const name of readdirSync(home).filter((name) => !tests.includes(name))) {
      cpSync(join(home, name), join(copy, name), { recursive: true });
    }
    cpSync(join(home, "..", "package.json"), join(root, "package.json"));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test("cannot be made without what is installed, and says so", async () => {
    const { exit, stderr } = await start(join(copy, "bin.mjs"), ["list"], root);
    expect(exit).toBe(1);
    expect(stderr).toMatch(/^NOT_INSTALLED: .*\nRun: pnpm install\n$/);
  });

  test("is made once for runs that start together, and kept", async () => {
    mkdirSync(join(copy, "node_modules"), { recursive: true });
    for (const name of readdirSync(join(home, "node_modules"))) {
      if (name.startsWith(".")) continue;
      symlinkSync(join(home, "node_modules", name), join(copy, "node_modules", name));
    }
    const list = () => start(join(copy, "bin.mjs"), ["list", "--json"], root);
    const together = await Promise.all([list(), list(), list()]);
    expect(together.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    const [bundle, ...others] = bundles();
    expect(others).toEqual([]);
    await list();
    expect(bundles()).toEqual([bundle]);
  });

  test("takes in a generator of the project's own, with its template", async () => {
    const own = join(copy, "greeting");
    const templates = join(own, "templates", "docs");
    mkdirSync(templates, { recursive: true });
    writeFileSync(join(templates, "{{name}}.md.hbs"), "Good morning, {{name}}.\n");
    writeFileSync(join(own, "registered.ts"), greeting);
    const list = readFileSync(join(copy, "project.ts"), "utf8");
    const registered = `import { greeting } from "./greeting/registered.ts";\n${list}`;
    writeFileSync(
      join(copy, "project.ts"),
      registered.replace("const generators = [", "const generators = [greeting,"),
    );
    const argv = ["greeting", "ann", "--diff"];
    const { exit, stdout, stderr } = await start(join(copy, "bin.mjs"), argv, root);
    expect(exit, stderr).toBe(0);
    expect(stdout).toContain("docs/ann.md");
    expect(stdout).toContain("+Good morning, ann.");
  });

  test("is built again when a source changes", async () => {
    const before = bundles();
    writeFileSync(join(copy, "another.ts"), "export const another = 1;\n");
    await start(join(copy, "bin.mjs"), ["list"], root);
    expect(bundles()).toHaveLength(before.length + 1);
  });
});
