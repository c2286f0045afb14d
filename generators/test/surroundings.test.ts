// What a run finds around it: files that are missing, broken, or in its way. A refusal leaves no trace.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ended, plop } from "@groundwork/plop-engine/testing/command";
import { copyRepository } from "./repository.ts";

const schema = "packages/backend/convex/schema.ts";
const access = "packages/validators/src/access.ts";
const state = ".groundwork/generators";
const ticket = ["entity", "ticket", "title:string", "--json"];

let repository: ReturnType<typeof copyRepository>;

beforeEach(() => void (repository = copyRepository()));
afterEach(() => repository.remove());

/** Makes the entity, without the checks, and holds a refusal to leaving everything as it was. */
async function run(...flags: string[]) {
  const before = repository.snapshot();
  const printed = await plop(repository.root, [...ticket, "--no-checks", ...flags]);
  if (printed.exit !== 0) expect(repository.snapshot()).toEqual(before);
  return printed;
}
const end = async (...flags: string[]) => ended(await run(...flags));
const edit = (path: string, change: (text: string) => string) =>
  repository.write(path, change(repository.read(path)));
const at = (path: string) => join(repository.root, path);

describe("a schema", () => {
  const made = (text: string) =>
    text.replace(/defineSchema\(\{[^]*\}\)/, "defineSchema(makeTables())");

  test.each<[string, (text: string) => string, string]>([
    ["broken", (text) => `${text}\nexport const = ;\n`, "4 SYNTAX_ERROR"],
    ["empty", () => "", "4 SHAPE_UNSUPPORTED"],
    ["made by a function", made, "4 SHAPE_UNSUPPORTED"],
    [
      "made twice",
      (text) => `${text}\nexport const b = defineSchema({});\n`,
      "4 SHAPE_UNSUPPORTED",
    ],
    ["another's", (text) => text.replace("convex/server", "elsewhere"), "4 SHAPE_UNSUPPORTED"],
  ])("that is %s is refused", async (_, change, expected) => {
    edit(schema, change);
    expect(await end()).toBe(expected);
  });

  test("that is not there, or no text, is refused", async () => {
    rmSync(at(schema));
    expect(await end()).toBe("4 FILE_MISSING");
    writeFileSync(at(schema), Buffer.from([0x2f, 0x2f, 0xff, 0xfe]));
    expect(await end()).toBe("4 FILE_NOT_TEXT");
  });

  test("that cannot be edited is answered with the lines to paste", async () => {
    edit(schema, made);
    const { json } = await run();
    expect(json.errors![0]!.fix).toMatch(/^import [^]*\.\.\.ticketTables/);
  });

  test.each<[string, (text: string) => string, RegExp]>([
    ["CRLF", (text) => text.replaceAll("\n", "\r\n"), /^(?:[^\n]*\r\n)+$/],
    ["a byte order mark", (text) => `\ufeff${text}`, /^\ufeff[^\ufeff]*$/],
    ["no final line break", (text) => text.trimEnd(), /[^\n]$/],
    ["tabs", (text) => text.replaceAll("  ", "\t"), /^\t\.\.\.ticketTables/m],
  ])("with %s keeps it, and undo restores its bytes", async (_, change, kept) => {
    edit(schema, change);
    const before = repository.snapshot();
    expect(await end()).toBe("fine");
    expect(repository.read(schema)).toMatch(kept);
    expect((await plop(repository.root, ["undo", "--no-checks"])).exit).toBe(0);
    expect(repository.snapshot()).toEqual(before);
  });
});

test.each([
  ["packages/backend/convex/tickets.ts", "3 PATH_TAKEN"],
  [schema, "3 PATH_TAKEN"],
  [`${state}/lock`, "3 PATH_TAKEN"],
  [`${state}/journal.json`, "4 JOURNAL_BROKEN"],
])("a folder at %s: %s", async (path, expected) => {
  rmSync(at(path), { force: true });
  mkdirSync(at(path), { recursive: true });
  const printed = await run();
  expect(ended(printed)).toBe(expected);
  expect(printed.json.errors).toMatchObject([{ arg: path }]);
});

test.each([
  [access, "", "4 SHAPE_UNSUPPORTED"],
  [".groundwork", "x", "3 PATH_TAKEN"],
  [state, "x", "3 PATH_TAKEN"],
  [`${state}/journal.json`, "{}", "4 JOURNAL_BROKEN"],
  [`${state}/journal.json`, "null", "4 JOURNAL_BROKEN"],
  [`${state}/journal.json`, '{"version":1,"title":"x"', "fine"],
  [`${state}/lock`, `{"pid":${process.pid},"started":"","nonce":-1}`, "7 LOCKED"],
  [`${state}/lock`, `{"pid":${2 ** 22 + 1},"started":"","nonce":0}`, "fine"],
  ["generators/runs", "x", "3 PATH_TAKEN"],
  ["generators/runs/0001-entity-x.json", "{}", "4 RECORD_BROKEN"],
  ["packages/backend/convex/tickets.ts", "export const mine = 1;\n", "3 MODULE_EXISTS"],
  ["packages/backend/convex/Tickets.ts", "export const mine = 1;\n", "2 NAME_TWIN"],
])("a file at %s that says %j: %s", async (path, text, expected) => {
  repository.write(path, text);
  expect(await end()).toBe(expected);
});

test("a note of what was written that cannot be kept is no reason to fail", async () => {
  mkdirSync(at(`${state}/written.json`), { recursive: true });
  expect(await end()).toBe("fine");
});

test("changes that are not committed are not edited, unless that is asked for", async () => {
  repository.commit();
  edit(schema, (text) => `${text}// mine\n`);
  const shown = await plop(repository.root, [...ticket, "--dry-run", "--json"]);
  expect(shown.json.notes).toContain(
    `${schema} has uncommitted changes: commit them before the run.`,
  );
  expect(await end()).toBe("7 DIRTY");
  expect(await end("--allow-dirty")).toBe("fine");
  expect(repository.read(schema)).toContain("// mine");
});

test("tools that are not installed are missed before anything is written", async () => {
  const before = repository.snapshot();
  const printed = await plop(repository.root, ticket);
  expect(new Set(ended(printed).split(" "))).toEqual(new Set(["1", "NOT_INSTALLED"]));
  expect(repository.snapshot()).toEqual(before);
});

test("an icon that lucide-react lacks is refused, with the nearest that it has", async () => {
  const types = "export { Ticket, Rows3, SquarePen as Edit, type IconNode, Icon };\n";
  repository.write("apps/web/node_modules/lucide-react/dist/lucide-react.d.ts", types);
  const icon = (name: string) => run("--web", "--dry-run", "--icon", name);
  for (const name of ["Ticket", "Edit"]) expect(ended(await icon(name))).toBe("fine");
  for (const name of ["SquarePen", "Icon"]) expect(ended(await icon(name))).toBe("2 ICON");
  expect((await icon("Tiket")).json.retry).toContain("--icon Ticket");
});

test("a page is refused where there is no web app", async () => {
  rmSync(at("apps"), { recursive: true });
  expect(await end("--web")).toBe("2 WEB_MISSING");
});

test("the same entity again does nothing, with other fields it is a conflict", async () => {
  expect(await end()).toBe("fine");
  expect((await run()).json).toMatchObject({ written: false, exit: 0 });
  const printed = await run("body:text");
  expect(ended(printed)).toBe("3 ENTITY_EXISTS");
  expect(printed.json.errors![0]!.fix).toContain("pnpm plop undo 0001-entity-tickets");
});
