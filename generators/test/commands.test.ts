// `pnpm plop` from command line to answer, on a copy of the repository and without the checks.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allCommands, flagsOf } from "@groundwork/plop-engine/cli/input/commands";
import { type Printed, ended, plop } from "@groundwork/plop-engine/testing/command";
import { copyRepository } from "./repository.ts";

let repository: ReturnType<typeof copyRepository>;
let before: Record<string, string>;

beforeEach(() => {
  repository = copyRepository();
  before = repository.snapshot();
});
afterEach(() => repository.remove());

const run = (...argv: string[]) => plop(repository.root, argv);
const archive = [
  ...["function", "notes.archive", "--kind", "mutation", "--args", "id:ref(notes)"],
  ...["--access", "notes.update"],
];
const written = [...archive, "--no-checks"];
const module = "packages/backend/convex/notes.ts";
const testFile = "packages/backend/tests/notes.test.ts";

const unchanged = () => expect(repository.snapshot()).toEqual(before);

describe("a run that writes", () => {
  test("says what it did, how to undo it, and what comes next", async () => {
    const { exit, stdout, stderr } = await run(...written);
    expect(exit).toBe(0);
    expect(stdout).toContain(`edit    ${module}  +`);
    expect(stdout).toContain("To undo it: pnpm plop undo 0001-function-notes-archive");
    expect(stdout).toContain("Write notes.archive, which throws NOT_IMPLEMENTED until then");
    expect(stderr).toBe("");
  });

  test("answers a program with one document", async () => {
    const { exit, stdout, json } = await run(...written, "--json");
    expect(exit).toBe(0);
    expect(stdout.trimEnd()).not.toContain("\n");
    expect(json).toMatchObject({
      ok: true,
      command: "function",
      exit: 0,
      run: "0001-function-notes-archive",
      written: true,
      files: [
        { path: module, action: "edit", added: expect.any(Number), removed: 0 },
        { path: testFile, action: "edit" },
      ],
      skipped: [],
      refused: [],
      checks: [],
      undo: "pnpm plop undo 0001-function-notes-archive",
    });
  });

  test("a second time finds nothing to do", async () => {
    await run(...written);
    const there = repository.snapshot();
    expect((await run(...written)).stdout).toBe("Nothing to do: notes.archive already exists.\n");
    const { exit, stdout, json } = await run(...written, "--json");
    expect(exit).toBe(0);
    expect(stdout).not.toContain("undo");
    expect(json).toMatchObject({ ok: true, run: null, written: false, files: [] });
    expect(repository.snapshot()).toEqual(there);
  });
});

describe("a run that only looks", () => {
  test("--dry-run has the plan of the real run", async () => {
    const planned = await run(...written, "--dry-run", "--json");
    unchanged();
    const real = await run(...written, "--json");
    expect(planned.json.files).toEqual(real.json.files);
    expect(planned.json).toMatchObject({ run: null, written: false });
  });

  test("--diff prints the changes, of one file if it is named", async () => {
    const all = await run(...archive, "--diff");
    expect(all.stdout).toContain(`--- a/${module}`);
    expect(all.stdout).toContain(`--- a/${testFile}`);
    const one = await run(...archive, `--diff=${module}`);
    expect(one.stdout).toContain("+export const archive = mutation({");
    expect(one.stdout).not.toContain(testFile);
    const none = await run(...archive, "--diff=README.md", "--json");
    expect(none.json).toMatchObject({ exit: 2, errors: [{ code: "DIFF_PATH" }] });
    unchanged();
  });

  test("--check fails while there is something to write, and not afterwards", async () => {
    const { exit, json } = await run(...archive, "--check", "--json");
    expect(exit).toBe(6);
    expect(json).toMatchObject({ ok: false, errors: [{ code: "CHECK_DIFFERS" }] });
    unchanged();
    await run(...written);
    expect((await run(...archive, "--check")).exit).toBe(0);
  });
});

describe("input as JSON", () => {
  const input = {
    name: "notes.archive",
    kind: "mutation",
    args: ["id:ref(notes)"],
    access: "notes.update",
  };

  test("from a file or from stdin makes the same plan as the command line", async () => {
    writeFileSync(join(repository.root, "input.json"), JSON.stringify(input));
    const typed = await run(...archive, "--diff", "--json");
    const file = await run("function", "--from", "input.json", "--diff", "--json");
    const argv = ["function", "--from", "-", "--diff", "--json"];
    const piped = await plop(repository.root, argv, JSON.stringify(input));
    expect(file.json).toEqual(typed.json);
    expect(piped.json).toEqual(typed.json);
  });

  test.each<[string, string, string[]]>([
    ["that is not JSON", "{", ["FROM_JSON"]],
    ["that is nothing", "", ["FROM_JSON"]],
    ["that is a list", "[]", ["INPUT_TYPE"]],
    ["with a key nobody knows", JSON.stringify({ ...input, acess: 1 }), ["INPUT_KEY_UNKNOWN"]],
    ["without what is needed", "{}", ["INPUT_KEY_MISSING", "INPUT_KEY_MISSING"]],
    ["of the wrong type", JSON.stringify({ ...input, args: "id:ref(notes)" }), ["INPUT_TYPE"]],
    ["with a field that is wrong", JSON.stringify({ ...input, args: ["x:y"] }), ["TYPE_UNKNOWN"]],
  ])("%s is refused", async (_, text, codes) => {
    const { json } = await plop(repository.root, ["function", "--from", "-", "--json"], text);
    expect(json.exit).toBe(2);
    expect(json.errors!.map(({ code }) => code)).toEqual(codes);
    expect(json.retry).toBeUndefined();
    unchanged();
  });

  test.each([[[]], [[""]], [["admin:all:create"]]])(
    "that leaves nobody who reads the rows is refused: %j",
    async (access) => {
      const input = JSON.stringify({ name: "ticket", fields: ["a:int"], access });
      const argv = ["entity", "--from", "-", "--dry-run", "--json"];
      expect(ended(await plop(repository.root, argv, input))).toBe("2 ACCESS_READ");
    },
  );

  test("of a file that is not there, or beside arguments, is refused", async () => {
    const missing = await run("function", "--from", "nope.json", "--json");
    expect(missing.json.errors).toMatchObject([{ code: "FROM_FILE" }]);
    const both = await run("function", "notes.x", "--kind", "query", "--from", "-", "--json");
    expect(both.json.errors).toMatchObject([{ code: "FROM_BOTH", arg: "notes.x" }]);
  });
});

describe("a refusal", () => {
  test("shows a person the place, the fix and the command", async () => {
    const argv = ["function", "a.b", "--kind", "query", "--access", "signedIn", "--args"];
    const { stderr, stdout } = await run(...argv, "x:strng");
    expect(stdout).toBe("");
    expect(stderr).toContain('TYPE_UNKNOWN: unknown type "strng". Did you mean "string"?');
    expect(stderr).toContain("    x:strng\n      ^\n    → x:string");
    expect(stderr).toContain("Nothing was written.\nRun: pnpm plop function a.b");
  });

  test("of an action without a reason has the whole command, and makes no reason up", async () => {
    const argv = ["function", "reports.send", "--kind", "action", "--access", "notes.update"];
    const { json } = await run(...argv, "--json");
    const fix = `pnpm plop ${argv.join(" ")} --because '<why a mutation is not enough>'`;
    expect(json).toMatchObject({ exit: 2, errors: [{ code: "BECAUSE_MISSING", fix }] });
    expect((await run(...argv, "--because", "its client waits", "--dry-run")).exit).toBe(0);
  });

  test("of a flag without a value takes no other flag for it", async () => {
    const { json } = await run("entity", "ticket", "a:int", "--access", "--json");
    const message = "--access needs a value.";
    expect(json.errors).toMatchObject([{ code: "FLAG_VALUE", arg: "--access", message }]);
    expect(ended(await run("history", "--json=yes"))).toBe("2 FLAG_VALUE");
  });
});

describe("undo", () => {
  test("of the latest run gives back every byte", async () => {
    await run(...written);
    const { exit, stdout } = await run("undo");
    expect(exit).toBe(0);
    expect(stdout).toContain("Run 0001-function-notes-archive is undone.");
    unchanged();
  });

  test("of a team's rows with their page gives back every byte", async () => {
    const fields = [
      "teamId:ref(teams)+cascade",
      "authorId:ref(users)+owner",
      "title:string(1..80)",
    ];
    const argv = ["entity", "post", ...fields, "--access", "member:team", "--web", "--no-checks"];
    expect((await run(...argv)).stdout).toContain("apps/web/src/routes/_app/t/$team/posts.tsx");
    expect((await run("undo")).exit).toBe(0);
    unchanged();
  });

  test("--dry-run only looks", async () => {
    await run(...written);
    const there = repository.snapshot();
    const { json } = await run("undo", "--dry-run", "--json");
    expect(json).toMatchObject({ ok: true, written: false, files: [{ path: module }, {}] });
    expect(repository.snapshot()).toEqual(there);
  });

  test("of a table that newer runs lead to is refused before anything is done", async () => {
    const make = async (...argv: string[]) => {
      expect((await run(...argv, "--no-checks")).exit).toBe(0);
    };
    await make("entity", "ticket", "title:string");
    await make("entity", "reply", "ticketId:ref(tickets)+cascade", "body:text");
    await make("function", "reports.open", "--kind", "query", "--access", "tickets.read");
    await make("entity", "other", "body:text");
    const there = repository.snapshot();
    const { json } = await run("undo", "1", "--json");
    expect(json).toMatchObject({
      exit: 3,
      errors: [
        { code: "RUN_NEEDED", arg: "0003-function-reports-open" },
        { code: "RUN_NEEDED", fix: "pnpm plop undo 0002-entity-replies" },
      ],
    });
    expect(repository.snapshot()).toEqual(there);
    for (const id of ["3", "2", "1", "4"]) {
      expect((await run("undo", id, "--no-checks")).exit).toBe(0);
    }
    unchanged();
  });
});

describe("commands that tell", () => {
  test("history lists the runs, the newest first, as command lines that repeat them", async () => {
    await run(...written);
    await run("function", "notes.sweep", "--kind", "internalMutation", "--no-checks");
    const { json } = await run("history", "--json");
    const runs = json.data as { id: string; line: string }[];
    expect(runs.map(({ id }) => id)).toEqual([
      "0002-function-notes-sweep",
      "0001-function-notes-archive",
    ]);
    expect(runs[1]!.line).toBe(
      "pnpm plop function notes.archive --kind mutation --args 'id:ref(notes)' --access notes.update",
    );
    expect((await run("history")).stdout).toContain("0002-function-notes-sweep");
  });

  test("history says of a run that was killed that it is not finished", async () => {
    await run(...written);
    const path = "generators/runs/0001-function-notes-archive.json";
    const after = repository.read(path);
    const journal = join(repository.root, ".groundwork/generators/journal.json");
    const change = { path, before: null, after, fragments: [], mode: null };
    const left = { version: 1, title: "a", changes: [change], folders: [], emptied: [] };
    writeFileSync(journal, JSON.stringify(left));
    expect((await run("history")).stdout).toContain("not finished");
    rmSync(journal);
    expect((await run("history")).stdout).not.toContain("not finished");
  });

  test("list describes every command and flag", async () => {
    const { json } = await run("list", "--json");
    const { commands: listed } = json.data as { commands: { name: string; flags: object[] }[] };
    expect(listed.map(({ name }) => name)).toEqual(allCommands().map(({ name }) => name));
    expect(listed.map(({ flags }) => flags.length)).toEqual(
      allCommands().map((command) => flagsOf(command).length),
    );
  });

  test("schema describes what --from takes", async () => {
    const { stdout } = await run("schema", "function");
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: expect.stringContaining("2020-12"),
      required: ["name", "kind"],
      additionalProperties: false,
    });
    expect((await run("schema", "functoin", "--json")).json).toMatchObject({
      exit: 2,
      errors: [{ code: "COMMAND_UNKNOWN", fix: "pnpm plop schema function" }],
    });
    expect((await run("schema")).exit).toBe(2);
  });

  test("explain tells about a code, in any case, and lists them", async () => {
    expect((await run("explain", "dirty")).stdout).toContain("DIRTY: ");
    expect((await run("explain")).stdout).toContain("\nTYPE_UNKNOWN\n");
    expect((await run("explain", "DIRTI", "--json")).json).toMatchObject({
      exit: 2,
      errors: [{ code: "CODE_UNKNOWN", fix: "pnpm plop explain DIRTY" }],
    });
  });

  test("doctor is content with this repository, and names what it is not content with", async () => {
    mkdirSync(join(repository.root, "generators", "runs"), { recursive: true });
    const well = await run("doctor");
    expect(well.stdout).toContain("✓ tables in packages/backend/convex/schema.ts");
    expect(well.exit).toBe(0);
    repository.write("packages/backend/convex/schema.ts", "export default make();\n");
    const { exit, stderr } = await run("doctor");
    expect(exit).toBe(4);
    expect(stderr).toContain("✗ tables in packages/backend/convex/schema.ts");
  });
});

describe("help", () => {
  test.each([["--help"], ["-h"], ["help"]])("%s lists the commands", async (flag) => {
    const { exit, stdout } = await run(flag);
    expect(exit).toBe(0);
    for (const { name, about } of allCommands()) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(about);
    }
  });

  test("--version is that of the generators", async () => {
    repository.write("package.json", JSON.stringify({ version: "1.2.3" }));
    expect(await run("--version")).toMatchObject({ exit: 0, stdout: "1.2.3\n" });
  });

  test.each(allCommands().map((command) => [command.name, command] as const))(
    "%s --help has its flags and examples",
    async (name, command) => {
      for (const argv of [
        [name, "--help"],
        [name, "whatever", "-h"],
        ["help", name],
      ]) {
        const { exit, stdout } = await run(...argv);
        expect(exit).toBe(0);
        for (const flag of flagsOf(command)) expect(stdout).toContain(`--${flag.name}`);
        for (const { line } of command.examples) expect(stdout).toContain(line);
        expect(command.examples.length).toBeGreaterThan(0);
      }
      unchanged();
    },
  );

  test.each<[string[], string, string?]>([
    [[], "COMMAND_MISSING"],
    [["--json"], "COMMAND_MISSING"],
    [["--jsn"], "COMMAND_MISSING"],
    [["entiy"], "COMMAND_UNKNOWN", "pnpm plop entity"],
    [["help", "undu"], "COMMAND_UNKNOWN", "pnpm plop undo"],
    [["destroy"], "COMMAND_UNKNOWN", "pnpm plop --help"],
  ])("%j is exit 2 and says where to look", async (argv, code, fix = "pnpm plop --help") => {
    const { exit, stderr, stdout }: Printed = await run(...argv);
    expect(exit).toBe(2);
    expect(stderr + stdout).toContain(code);
    expect(stderr + stdout).toContain(fix);
  });
});
