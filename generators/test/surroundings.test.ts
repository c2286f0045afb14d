// What a run finds around it: files that are missing, broken, edited, taken or not to be written.
import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Answers, type Expected, told } from "./answers.ts";
import { plop } from "./command.ts";
import { copyRepository } from "./repository.ts";

const schema = "packages/backend/convex/schema.ts";
const access = "packages/validators/src/access.ts";

let repository: ReturnType<typeof copyRepository>;
let before: Record<string, string>;

beforeEach(() => void (repository = copyRepository()));
afterEach(() => repository.remove());

const answers = new Answers();

/** Runs a command, and notes what it is told under the name of the test. */
const run = async (argv: readonly string[]) => {
  const printed = await plop(repository.root, argv);
  answers.add(expect.getState().currentTestName!, printed);
  return printed;
};

/** A run that is to end without a trace. */
const refused = async (...flags: string[]): Promise<Expected> => {
  before = repository.snapshot();
  const argv = ["entity", "ticket", "title:string", "--no-checks", "--json", ...flags];
  const printed = await run(argv);
  expect(repository.snapshot()).toEqual(before);
  return told(printed);
};
const edit = (path: string, change: (text: string) => string) =>
  repository.write(path, change(repository.read(path)));

test.each<[string, (text: string) => string | null, Expected]>([
  ["missing", () => null, "4 FILE_MISSING"],
  ["broken", (text) => `${text}\nexport const = ;\n`, "4 SYNTAX_ERROR"],
  ["empty", () => "", "4 SHAPE_UNSUPPORTED"],
  [
    "made by a function",
    (text) => text.replace(/defineSchema\(\{[^]*\}\)/, "defineSchema(makeTables())"),
    "4 SHAPE_UNSUPPORTED",
  ],
  [
    "made twice",
    (text) => `${text}\nexport const other = defineSchema({});\n`,
    "4 SHAPE_UNSUPPORTED",
  ],
  [
    "of another library",
    (text) => text.replace("convex/server", "elsewhere"),
    "4 SHAPE_UNSUPPORTED",
  ],
  ["not text", () => "\ufffd", "4 SYNTAX_ERROR"],
])("a schema that is %s is refused", async (_, change, expected) => {
  const text = change(repository.read(schema));
  if (text === null) unlinkSync(join(repository.root, schema));
  else repository.write(schema, text);
  expect(await refused()).toBe(expected);
});

test("a refusal has the lines to paste", async () => {
  edit(schema, (text) => text.replace(/defineSchema\(\{[^]*\}\)/, "defineSchema(makeTables())"));
  const { json } = await run(["entity", "ticket", "title:string", "--json"]);
  expect(json.errors![0]!.fix).toContain("...ticketTables");
  expect(json.errors![0]!.fix).toContain("import ");
});

test("a schema in bytes that are no UTF-8 is refused", async () => {
  writeFileSync(join(repository.root, schema), Buffer.from([0x2f, 0x2f, 0xff, 0xfe]));
  expect(await refused()).toBe("4 FILE_NOT_TEXT");
});

test("an access matrix that has moved is refused", async () => {
  repository.write("packages/validators/src/matrix.ts", repository.read(access));
  unlinkSync(join(repository.root, access));
  expect(await refused()).toBe("4 FILE_MISSING");
});

test("a file that may not be written is refused", async () => {
  chmodSync(join(repository.root, schema), 0o444);
  expect(await refused()).toBe("4 FILE_READ_ONLY");
});

test("a file that is a link out of the repository is refused", async () => {
  const outside = join(tmpdir(), `outside-${process.pid}.ts`);
  writeFileSync(outside, repository.read(schema));
  unlinkSync(join(repository.root, schema));
  symlinkSync(outside, join(repository.root, schema));
  expect(await refused()).toBe("4 PATH_LINK");
  unlinkSync(outside);
});

test.each([
  ["packages/backend/convex/tickets.ts", "3 PATH_TAKEN"],
  [schema, "3 PATH_TAKEN"],
  ["packages/validators/tests/tickets.test.ts", "3 PATH_TAKEN"],
  [".groundwork/generators/lock", "3 PATH_TAKEN"],
  [".groundwork/generators/journal.json", "4 JOURNAL_BROKEN"],
] as const)("a folder at %s is told with its path", async (path, expected) => {
  rmSync(join(repository.root, path), { force: true });
  mkdirSync(join(repository.root, path), { recursive: true });
  expect(await refused()).toBe(expected);
  const argv = ["entity", "ticket", "title:string", "--no-checks", "--json"];
  const { json } = await run(argv);
  expect(json.errors).toMatchObject([{ arg: path }]);
});

test.each([
  [".groundwork", "x", "3 PATH_TAKEN"],
  [".groundwork/generators", "x", "3 PATH_TAKEN"],
  [".groundwork/generators/journal.json", "{}", "4 JOURNAL_BROKEN"],
  [".groundwork/generators/journal.json", "[]", "4 JOURNAL_BROKEN"],
  [".groundwork/generators/journal.json", "null", "4 JOURNAL_BROKEN"],
  [".groundwork/generators/journal.json", '{"version":1,"title":"x"', "fine"],
  ["generators/runs", "x", "3 PATH_TAKEN"],
] as const)("a file at %s that says %j", async (path, text, expected) => {
  repository.write(path, text);
  const argv = ["entity", "ticket", "title:string", "--no-checks", "--json"];
  const printed = await run(argv);
  expect(told(printed)).toBe(expected);
});

test("a note of what was written that cannot be kept is no reason to fail", async () => {
  mkdirSync(join(repository.root, ".groundwork/generators/written.json"), { recursive: true });
  const argv = ["entity", "ticket", "title:string", "--no-checks", "--json"];
  expect(told(await run(argv))).toBe("fine");
});

test("an icon that lucide-react has not got is refused, with the nearest it has", async () => {
  const types = "export { Ticket, Rows3, SquarePen as Edit, type IconNode, Icon };\n";
  repository.write("apps/web/node_modules/lucide-react/dist/lucide-react.d.ts", types);
  const icon = async (name: string) => {
    const argv = ["entity", "ticket", "title:string", "--web", "--dry-run", "--json"];
    const { exit, json } = await run([...argv, "--icon", name]);
    return exit === 0 ? "fine" : [json.errors![0]!.fix, json.retry?.includes("--icon Ticket")];
  };
  expect(await icon("Ticket")).toBe("fine");
  expect(await icon("Edit")).toBe("fine");
  expect(await icon("Tiket")).toEqual(["Ticket", true]);
  expect(await icon("SquarePen")).toEqual([undefined, undefined]);
  expect(await icon("Icon")).toEqual([undefined, undefined]);
});

test("a module of the same name that somebody wrote is a conflict", async () => {
  repository.write("packages/backend/convex/tickets.ts", "export const mine = 1;\n");
  expect(await refused()).toMatch(/^3 (MODULE_EXISTS|ENTITY_EXISTS|FILE_EXISTS)/);
});

test("a module whose name differs in letter case only is a conflict", async () => {
  repository.write("packages/backend/convex/Tickets.ts", "export const mine = 1;\n");
  expect(await refused()).toBe("2 NAME_TWIN");
});

test("a module in a folder that would get the same name in the types is a conflict", async () => {
  repository.write("packages/backend/convex/model/tickets.ts", "export const x = 1;\n");
  edit("packages/backend/convex/_generated/api.d.ts", (text) =>
    text
      .replace(
        "import type * as notes",
        'import type * as model_tickets from "../model/tickets.js";\nimport type * as notes',
      )
      .replace(
        "  notes: typeof notes;",
        '  "model/tickets": typeof model_tickets;\n  notes: typeof notes;',
      ),
  );
  before = repository.snapshot();
  const argv = ["entity", "modelTicket", "title:string", "--plural", "model_tickets"];
  const { exit } = await run([...argv, "--no-checks", "--dry-run", "--json"]);
  // The table is camelCase, so the two cannot meet.
  expect(exit).toBe(0);
  expect(repository.snapshot()).toEqual(before);
});

test("changes that are not committed, staged or not, are not edited", async () => {
  repository.commit();
  edit(schema, (text) => `${text}// mine\n`);
  expect(await refused()).toBe("7 DIRTY");
  repository.git("add", schema);
  expect(await refused()).toBe("7 DIRTY");
  const argv = ["entity", "ticket", "title:string", "--no-checks", "--json", "--allow-dirty"];
  expect(told(await run(argv))).toBe("fine");
  expect(repository.read(schema)).toContain("// mine");
});

test("outside a git repository there is nothing to compare with", async () => {
  edit(schema, (text) => `${text}// mine\n`);
  const argv = ["entity", "ticket", "title:string", "--no-checks", "--json"];
  expect(told(await run(argv))).toBe("fine");
});

test("another run at the same time is refused", async () => {
  const lock = { pid: process.pid, started: "", nonce: -1 };
  repository.write(".groundwork/generators/lock", JSON.stringify(lock));
  expect(await refused()).toBe("7 LOCKED");
});

test("the lock of a run that is dead is taken over", async () => {
  const lock = { pid: 2 ** 22 + 1, started: "", nonce: 0 };
  repository.write(".groundwork/generators/lock", JSON.stringify(lock));
  const argv = ["entity", "ticket", "title:string", "--no-checks", "--json"];
  expect(told(await run(argv))).toBe("fine");
});

test("tools that are not installed are missed before anything is written", async () => {
  before = repository.snapshot();
  const { exit, json } = await run(["entity", "ticket", "title:string", "--json"]);
  expect(exit).toBe(1);
  expect(new Set(json.errors!.map(({ code }) => code))).toEqual(new Set(["NOT_INSTALLED"]));
  expect(repository.snapshot()).toEqual(before);
});

test("a record of a run that somebody edited is refused", async () => {
  repository.write("generators/runs/0001-entity-x.json", "{}");
  expect(await refused()).toBe("4 RECORD_BROKEN");
});

test.each<[string, (text: string) => string, RegExp]>([
  ["CRLF", (text) => text.replaceAll("\n", "\r\n"), /^(?:[^\n]*\r\n)+$/],
  ["a byte order mark", (text) => `\ufeff${text}`, /^\ufeff[^\ufeff]*$/],
  ["no final line break", (text) => text.trimEnd(), /[^\n]$/],
  ["tabs", (text) => text.replaceAll("  ", "\t"), /^\t\.\.\.ticketTables/m],
])("a schema with %s keeps it, and the undo gives back its bytes", async (_, change, kept) => {
  edit(schema, change);
  before = repository.snapshot();
  const argv = ["entity", "ticket", "title:string", "--no-checks", "--json"];
  expect(told(await run(argv))).toBe("fine");
  expect(repository.read(schema)).toContain("...ticketTables");
  expect(repository.read(schema)).toMatch(kept);
  expect((await run(["undo", "--no-checks"])).exit).toBe(0);
  expect(repository.snapshot()).toEqual(before);
});

test("a page is refused where there is no web app", async () => {
  rmSync(join(repository.root, "apps"), { recursive: true });
  expect(await refused("--web")).toBe("2 WEB_MISSING");
});

test("the same entity again does nothing, with other fields it is a conflict", async () => {
  const argv = ["entity", "ticket", "title:string", "--no-checks", "--json"];
  expect(told(await run(argv))).toBe("fine");
  expect(told(await run(argv))).toBe("fine");
  expect(await refused()).toBe("fine");
  before = repository.snapshot();
  const other = ["entity", "ticket", "title:string", "body:text", "--no-checks", "--json"];
  const printed = await run(other);
  expect(told(printed)).toBe("3 ENTITY_EXISTS");
  expect(printed.json.errors![0]).toMatchObject({
    arg: "packages/validators/src/tickets.ts",
    message: expect.stringContaining("it was edited, or made with other fields"),
    fix: "Edit the ticket that is there, or take it back first: pnpm plop undo 0001-entity-tickets.",
  });
  expect(repository.snapshot()).toEqual(before);
});

test("each is answered in words that help", async () => {
  const text = answers.text.replaceAll(/process \d+/g, "process <number>");
  await expect(text).toMatchFileSnapshot("fixtures/answers/surroundings.txt");
});
