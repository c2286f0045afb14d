// The examples of the help and of the guide, run as they are printed.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allCommands, isGenerator } from "@groundwork/plop-engine/cli/commands";
import { exitCodes } from "@groundwork/plop-engine/cli/exit-codes";
import { copyRepository } from "./repository.ts";

const run = promisify(execFile);
let repository: ReturnType<typeof copyRepository>;

beforeAll(() => {
  repository = copyRepository();
  for (const name of ["task", "expense"]) {
    const input = JSON.stringify({ name, fields: ["title:string(1..120)"] });
    writeFileSync(join(repository.root, `${name}.json`), input);
  }
});
afterAll(() => repository.remove());

const examples = allCommands()
  .filter((command) => isGenerator(command) && !command.wholeProject)
  .flatMap(({ name, examples }) => examples.map(({ line }) => [name, line] as const));

const guide = readFileSync(
  join(import.meta.dirname, "..", "..", "docs", "guides", "generators.md"),
  "utf8",
);
const inGuide = [...guide.matchAll(/^pnpm (?:-s )?plop ((entity|function) .*)$/gm)]
  .filter(([line]) => !line.endsWith("--help"))
  // It makes what the template has already; golden.test.ts runs it where that is missing.
  .filter(([line]) => !line.startsWith("pnpm plop entity note "))
  .map(([, rest = "", name = ""]) => [name, `pnpm plop ${rest}`] as const);

test("the guide has the exit codes of the help", () => {
  for (const { code } of exitCodes) expect(guide).toMatch(new RegExp(`^\\| ${code} +\\|`, "m"));
});

describe("every example of a generator works as it is printed", () => {
  test.each([...examples, ...inGuide])("%s: %s", async (name, line) => {
    const script = `${process.execPath} ${join(import.meta.dirname, "run-in.mjs")} ${repository.root}`;
    const command = line.replace("pnpm plop", script);
    const { stdout } = await run("sh", ["-c", `${command} --dry-run --yes`], {
      cwd: repository.root,
    });
    expect(stdout).toMatch(/create|edit/);
    expect(stdout).toContain("packages/backend/convex/");
    expect(line).toContain(`pnpm plop ${name}`);
  });
});
