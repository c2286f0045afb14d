import { describe, expect, test } from "vitest";
import { readArguments } from "./arguments.ts";
import { allCommands, findCommand, flagsOf } from "./commands.ts";

const fn = findCommand("function")!;
const read = (...args: string[]) => readArguments(fn, flagsOf(fn), args);
const codes = (...args: string[]) => read(...args).problems.map(({ code }) => code);

test("flags and positional arguments may stand in any order", () => {
  expect(read("--kind", "query", "notes.count", "--dry-run", "--access=notes.read")).toEqual({
    positionals: ["notes.count"],
    flags: { kind: "query", "dry-run": true, access: "notes.read" },
    problems: [],
  });
});

test("a flag of many values keeps them all, in order", () => {
  expect(read("a.b", "--args", "x:int", "--args=y:int z:int").flags.args).toEqual([
    "x:int",
    "y:int z:int",
  ]);
});

test("--diff takes a path only after =", () => {
  expect(read("--diff", "a.b")).toMatchObject({ positionals: ["a.b"], flags: { diff: true } });
  expect(read("--diff=x.ts", "a.b").flags.diff).toBe("x.ts");
});

describe("what a command does not know is refused with the nearest that it does", () => {
  test.each([
    ["--dryrun", "--dry-run"],
    ["--dry_run", "--dry-run"],
    ["--no-check", "--no-checks"],
    ["--acces", "--access"],
    ["--JSON", "--json"],
    ["--dryrun=yes", "--dry-run"],
  ])("%s → %s", (typed, meant) => {
    expect(read("a.b", typed).problems).toMatchObject([{ code: "FLAG_UNKNOWN", fix: meant }]);
  });

  test("one that is near to none leads to the help", () => {
    const [problem] = read("a.b", "--frobnicate").problems;
    expect(problem).toMatchObject({ code: "FLAG_UNKNOWN", fix: "pnpm plop function --help" });
    expect(problem!.message).not.toContain("Did you mean");
  });

  test("takes its value with it", () => {
    expect(read("a.b", "--knd", "query")).toMatchObject({
      positionals: ["a.b"],
      problems: [{ code: "FLAG_UNKNOWN", fix: "--kind" }],
    });
  });

  test("letters in one go are as many flags", () => {
    expect(codes("a.b", "-xy")).toEqual(["FLAG_UNKNOWN", "FLAG_UNKNOWN"]);
  });
});

describe("a value", () => {
  test.each([
    ["that is missing", ["--kind"]],
    ["that is empty", ["--kind="]],
    ["that is the next flag", ["--kind", "--json"]],
    ["of a switch", ["--json=yes"]],
  ])("%s is refused", (_, args) => {
    expect(codes("a.b", ...args)).toEqual(["FLAG_VALUE"]);
  });

  test("that starts with a dash is taken after =", () => {
    expect(read("a.b", "--access=-1").flags.access).toBe("-1");
  });
});

test("every mistake is reported at once", () => {
  expect(codes("a.b", "c.d", "--kind", "query", "--kind", "action", "--nope", "--json=1")).toEqual([
    "FLAG_TWICE",
    "FLAG_UNKNOWN",
    "FLAG_VALUE",
    "ARGUMENT_EXTRA",
  ]);
});

test("a switch may be given twice, as that changes nothing", () => {
  expect(read("a.b", "--json", "--json")).toMatchObject({ flags: { json: true }, problems: [] });
});

test("a flag after -- is refused, for it would not be read as one", () => {
  expect(read("a.b", "--", "--dry-run")).toMatchObject({
    positionals: ["a.b"],
    problems: [{ code: "FLAG_AFTER_DASHES", arg: "--dry-run" }],
  });
});

test("every command names each of its flags once, and each flag says what it does", () => {
  for (const command of allCommands()) {
    const names = flagsOf(command).map(({ name }) => name);
    expect(new Set(names).size, command.name).toBe(names.length);
    for (const flag of flagsOf(command)) {
      expect(flag.about, flag.name).not.toBe("");
      expect(flag.value !== undefined, flag.name).toBe(flag.kind !== "switch");
    }
  }
});
