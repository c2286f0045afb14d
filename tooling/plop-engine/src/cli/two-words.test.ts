// Commands of two words, and those of a project that only read.
import { beforeAll, describe, expect, test } from "vitest";
import type { Command } from "../command.ts";
import { GeneratorError } from "../plan.ts";
import { type RegisteredGenerator, project, useProject } from "../project.ts";
import { plop } from "../testing/command.ts";

function command(name: string, writes: boolean): Command {
  return {
    ...{ name, writes, usage: "[file]", positionals: 1, about: `${name} of a file` },
    flags: [{ name: "web", kind: "switch", about: "with pages" }],
    examples: [{ line: `pnpm plop ${name} --web`, about: "with pages" }],
  };
}

const shape = { type: "object", description: "", properties: {}, additionalProperties: false };
const apply: RegisteredGenerator = {
  command: command("design apply", true),
  load: async () => ({
    ...{ command: "design apply", shape: shape as never, answerable: [] },
    fromArguments: ({ positionals: [file] }) => (file === undefined ? {} : { file }),
    missing: () => [],
    toArguments: () => [],
    plan: (input) => {
      const file = (input as { file?: string }).file;
      if (file !== "b") {
        throw new GeneratorError(2, {
          code: "NO",
          arg: file ?? "",
          message: "no.",
          replace: ["b"],
        });
      }
      return { command: "design apply", input, files: [], next: [], notes: [] };
    },
  }),
  ask: async (_inquirer, _io, given) => given,
};

beforeAll(() => {
  useProject({
    ...project(),
    generators: [...project().generators, apply],
    commands: [
      {
        command: command("design plan", false),
        run: async ({ args, argv }) => ({
          ...{ ok: true, command: "design plan", exit: 0, run: null },
          data: { args: args.positionals, argv },
          text: ["one line"],
        }),
      },
    ],
    schemas: { design: async () => ({ type: "object", title: "A design" }) },
  });
});

const run = (...argv: string[]) => plop("/nowhere", argv);
const problemsOf = async (...argv: string[]) => (await run(...argv, "--json")).json.errors!;

describe("a command of two words", () => {
  test("is found by both, and the rest are its arguments", async () => {
    const { json } = await run("design", "plan", "a.ts", "--json");
    expect(json).toMatchObject({ command: "design plan", data: { args: ["a.ts"] } });
    expect((await run("design", "plan")).stdout).toBe("one line\n");
    expect((await run("design", "apply", "b", "--json")).json).toMatchObject({
      ...{ ok: true, command: "design apply", input: { file: "b" } },
    });
  });

  test("has a help, also by the word help", async () => {
    const { stdout } = await run("design", "plan", "--help");
    expect(stdout).toContain("Usage: pnpm plop design plan [file] [flags]");
    expect((await run("help", "design", "plan")).stdout).toBe(stdout);
  });

  test("refuses what it does not take, and is corrected as a whole", async () => {
    expect(await problemsOf("design", "plan", "--wbe")).toMatchObject([
      { code: "FLAG_UNKNOWN", fix: "--web" },
    ]);
    const { json } = await run("design", "apply", "a", "--json");
    expect(json).toMatchObject({ exit: 2, retry: "pnpm plop design apply b --json --yes" });
  });

  test("is listed, and described by schema", async () => {
    const { commands } = (await run("list", "--json")).json.data as { commands: object[] };
    expect(commands).toContainEqual(
      expect.objectContaining({ name: "design apply", schema: "pnpm plop schema design apply" }),
    );
    expect(commands).toContainEqual(
      expect.objectContaining({ name: "design plan", usage: "pnpm plop design plan [file]" }),
    );
    const { data } = (await run("schema", "design", "apply", "--json")).json;
    expect(data).toMatchObject({ type: "object", properties: {} });
  });
});

describe("the word alone", () => {
  test.each([["design"], ["design", "--help"], ["help", "design"]])(
    "%s %s lists its commands",
    async (...argv) => {
      const { exit, stdout } = await run(...argv);
      expect(exit).toBe(0);
      expect(stdout).toContain("  design plan [file]   design plan of a file\n");
      expect(stdout).toContain("  pnpm plop design apply --web\n      with pages\n");
    },
  );

  test("answers a program with the same", async () => {
    const { data } = (await run("design", "--json")).json;
    expect(data).toMatchObject({ commands: [{ name: "design apply" }, { name: "design plan" }] });
  });

  test("proposes the nearest command instead of an unknown one", async () => {
    expect(await problemsOf("design", "aply")).toMatchObject([
      { code: "COMMAND_UNKNOWN", arg: "aply", fix: "pnpm plop design apply" },
    ]);
    expect(await problemsOf("design", "paint")).toMatchObject([{ fix: "pnpm plop design" }]);
    expect(await problemsOf("desing", "plan")).toMatchObject([{ fix: "pnpm plop design" }]);
  });
});

test("schema describes what a project adds, and proposes it", async () => {
  expect((await run("schema", "design", "--json")).json.data).toMatchObject({ title: "A design" });
  expect(await problemsOf("schema", "desgin")).toMatchObject([
    { code: "COMMAND_UNKNOWN", fix: "pnpm plop schema design" },
  ]);
});
