// The checks after a run, with tools that a test writes: the real ones are part of `pnpm e2e`.
import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runChecks } from "@groundwork/plop-engine/checks/run-checks";
import { checkSteps } from "@groundwork/convex-generators/repository/checks";
import { plop } from "@groundwork/plop-engine/testing/command";
import { copyRepository } from "./repository.ts";
import type { CheckName, CheckStep } from "@groundwork/plop-engine/check-step";

const stepsOf = (kinds: readonly CheckName[], ...plan: Parameters<typeof checkSteps>) =>
  checkSteps(...plan).filter(({ kind }) => kinds.includes(kind));

let repository: ReturnType<typeof copyRepository>;
let before: Record<string, string>;

const tools = {
  backendTypes: "packages/backend/node_modules/@typescript/native/bin/tsc",
  backendTests: "packages/backend/node_modules/vitest/vitest.mjs",
  validatorsTypes: "packages/validators/node_modules/@typescript/native/bin/tsc",
  validatorsTests: "packages/validators/node_modules/vitest/vitest.mjs",
  lint: "node_modules/eslint/bin/eslint.js",
};
const backend = "packages/backend/convex";
const passes = `require("fs").appendFileSync(__dirname + "/calls", process.argv.slice(2).join(" ") + "\\n");`;
const fails = `${passes} console.log("src/a.ts(1,2): it does not fit"); process.exitCode = 1;`;
const never = "setInterval(() => {}, 1000);";

beforeEach(() => {
  repository = copyRepository();
  repository.write(
    "packages/backend/tests/lib/limits.test.ts",
    `import { appFunctions } from "../../testing/manifest.ts";`,
  );
  repository.write(
    "packages/backend/tests/jobs.test.ts",
    `import { exampleRow } from "../../testing/manifest.ts";`,
  );
  for (const path of Object.values(tools)) {
    repository.write(path, path.endsWith(".mjs") ? asModule(passes) : passes);
  }
  before = repository.snapshot();
});
afterEach(() => repository.remove());

function asModule(script: string): string {
  return `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const __dirname = import.meta.dirname;
${script}`;
}

const replace = (path: string, script: string) => {
  repository.write(path, path.endsWith(".mjs") ? asModule(script) : script);
  before = repository.snapshot();
};
const calls = (path: string) => repository.read(`${path.slice(0, path.lastIndexOf("/"))}/calls`);
const withoutCalls = () =>
  Object.fromEntries(
    Object.entries(repository.snapshot()).filter(([path]) => !path.endsWith("/calls")),
  );
const ticket = ["entity", "ticket", "title:string", "--json"];
const run = (...flags: string[]) => plop(repository.root, [...ticket, ...flags]);

test("types, the new tests, those over everything, and lint are run where something was written", async () => {
  const { exit, json, stderr } = await run();
  expect(exit).toBe(0);
  expect(json.checks!.map(({ name }) => name).sort()).toEqual([
    "lint",
    "tests of packages/backend",
    "tests of packages/validators",
    "types of packages/backend",
    "types of packages/validators",
  ]);
  expect(calls(tools.backendTypes)).toBe("--checkers 1\n");
  expect(calls(tools.validatorsTypes)).toBe("\n");
  expect(calls(tools.backendTests)).toMatch(
    /^run tests\/tickets\.test\.ts( tests\/lib\/(limits|manifest)\.test\.ts){2} --testNamePattern .*\bnotes\b.* --maxWorkers 1\n$/,
  );
  expect(calls(tools.lint)).toContain("packages/backend/convex/tickets.ts");
  for (const { name } of json.checks!) expect(stderr).toContain(`✓ ${name} (`);
});

test.each(Object.entries(tools))("when %s fails, everything is rolled back", async (_, path) => {
  replace(path, fails);
  const { exit, json, stderr } = await run();
  expect(exit).toBe(5);
  expect(json).toMatchObject({ ok: false, run: null, errors: [{ code: "CHECK_FAILED" }] });
  expect(json.checks!.find(({ ok }) => !ok)!.output).toContain("it does not fit");
  expect(stderr).toContain("✗ ");
  expect(withoutCalls()).toEqual(before);
});

test("a person sees the output of the tool, and that nothing is left", async () => {
  replace(tools.backendTypes, fails);
  const { exit, stderr } = await plop(repository.root, ["entity", "ticket", "title:string"]);
  expect(exit).toBe(5);
  expect(stderr).toContain("src/a.ts(1,2): it does not fit");
  expect(stderr).toContain("Everything was rolled back.");
});

test("--keep-failed leaves the files, as a run that can be undone", async () => {
  replace(tools.lint, fails);
  const { exit, json } = await run("--keep-failed");
  expect(exit).toBe(5);
  expect(json.keptFailed).toBe(true);
  expect(repository.read("packages/backend/convex/tickets.ts")).toContain("export const list");
  expect((await plop(repository.root, ["undo", "--no-checks"])).exit).toBe(0);
  expect(withoutCalls()).toEqual(before);
});

test("--checks chooses, and an unknown one is refused before anything is written", async () => {
  replace(tools.lint, fails);
  const { exit, json } = await run("--checks", "types,tests");
  expect(exit).toBe(0);
  expect(json.checks).toHaveLength(4);
  expect((await run("--checks", "type")).json.errors).toMatchObject([
    { code: "CHECK_UNKNOWN", fix: "types" },
  ]);
  expect((await run("--checks", "types", "--no-checks")).json.errors).toMatchObject([
    { code: "CHECKS_BOTH" },
  ]);
});

test("a tool that is missing is missed before anything is written", async () => {
  rmSync(`${repository.root}/${tools.lint}`);
  before = repository.snapshot();
  const { exit, json } = await run();
  expect(exit).toBe(1);
  expect(json.errors).toMatchObject([{ code: "NOT_INSTALLED", arg: tools.lint }]);
  expect(repository.snapshot()).toEqual(before);
});

describe("the steps", () => {
  const file = (path: string) => ({ path, before: null, after: "x", fragments: [] });
  const steps = () => stepsOf(["types", "lint"], [file("packages/backend/convex/a.ts")]);

  test("end at the first that fails, and the others with it", async () => {
    repository.write(tools.backendTypes, fails);
    repository.write(tools.lint, never);
    const results = await runChecks({ root: repository.root, steps: steps() });
    expect(results.map(({ ok }) => ok)).toEqual([false]);
  });

  test("end when they are stopped", async () => {
    repository.write(tools.backendTypes, never);
    repository.write(tools.lint, never);
    const stop = new AbortController();
    const running = runChecks({ root: repository.root, steps: steps(), signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    expect(await running).toEqual([]);
  });

  test("run the tests over everything for a file that is no test, once each", () => {
    const walking = ["tests/lib/limits.test.ts", "tests/a.test.ts"];
    const files = [file(`${backend}/a.ts`), file("packages/backend/tests/a.test.ts")];
    const [tests] = stepsOf(["tests"], files, walking);
    const pathsOf = (step?: CheckStep) => step?.args.filter((arg) => arg.endsWith(".test.ts"));
    expect(pathsOf(tests)).toEqual(["tests/a.test.ts", "tests/lib/limits.test.ts"]);
    const [others] = stepsOf(["tests"], [file(`${backend}/a.ts`)], walking);
    expect(pathsOf(others)).toEqual(walking);
    expect(stepsOf(["tests"], [file("apps/web/src/a.tsx")], walking)).toEqual([]);
  });

  test("write what a tool reads before it, and end where that fails", async () => {
    const [types] = stepsOf(["types"], [file("apps/web/src/a.tsx")]);
    repository.write(types!.script, 'console.log("types");');
    repository.write(types!.first!, 'console.log("routes");');
    const outcomes = async () =>
      (await runChecks({ root: repository.root, steps: [types!] })).map(({ ok, output }) => [
        ok,
        output.trim(),
      ]);
    expect(await outcomes()).toEqual([[true, "types"]]);
    repository.write(types!.first!, 'throw new Error("no routes");');
    expect(await outcomes()).toEqual([[false, expect.stringContaining("no routes")]]);
  });

  test("leave out what did not change, and what is no code", () => {
    const same = { ...file("packages/backend/convex/a.ts"), before: "x" };
    expect(checkSteps([same, file("docs/a.md"), file("packages/backend/a.json")])).toEqual([]);
  });
});

test("what the snapshot refuses is left to a person, and the run stays", async () => {
  for (const writer of ["reference", "snapshot"]) {
    repository.write(`packages/backend/${writer}/write.ts`, "");
  }
  const refuses = `process.exitCode = process.argv[2].includes("snapshot") ? 1 : 0;`;
  replace("packages/backend/node_modules/tsx/dist/cli.mjs", refuses);
  const { exit, json } = await run();
  expect(exit).toBe(0);
  expect(json.next).toEqual(["pnpm --filter @repo/backend snapshot"]);
});
