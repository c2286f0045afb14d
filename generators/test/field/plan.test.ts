// Changes of the fields of the notes, on a copy of this repository's files.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { currentEntityInput } from "@groundwork/convex-generators/entity/recorded";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { scratch } from "@groundwork/plop-engine/testing/scratch";
import { diskTree } from "@groundwork/plop-engine/tree";
import { ended, plop } from "@groundwork/plop-engine/testing/command";
import { committedFiles, formatterSettings } from "../notes.ts";
import { templateFiles } from "../repository.ts";

const shapes = layout.validators("notes");
const words = `${layout.webFolder("notes")}/words.ts`;
const item = `${layout.webFolder("notes")}/note-item.tsx`;
const migrationTest = layout.migrationTest("fillNotesPriority");
const priority = "priority:enum(low,high)=low";

let copy: ReturnType<typeof scratch>;

beforeEach(() => {
  copy = scratch({ ...formatterSettings(), ...templateFiles, ...committedFiles() });
});
afterEach(() => copy.remove());

const field = (...argv: string[]) =>
  plop(copy.root, ["field", "notes", ...argv, "--no-checks", "--json"]);
const fieldsNow = () => currentEntityInput("notes", diskTree(copy.root))!.fields;
const edit = (path: string, from: string, to: string) => {
  const text = copy.read(path);
  expect(text).toContain(from);
  copy.write(path, text.replace(from, to));
};

test("what the project came with is recorded as it is", () => {
  const tree = diskTree(copy.root);
  expect(planEntity(currentEntityInput("notes", tree)!, tree).files).toEqual([]);
});

describe("a required field", () => {
  test("is optional first, everywhere, and filled in by a migration", async () => {
    expect(ended(await field(priority))).toBe("fine");
    expect(copy.read(shapes)).toContain("priority: z.enum(noteOptions.priority).optional(),");
    expect(copy.read(words)).toContain('priority: "Priority"');
    expect(copy.read(layout.migrations)).toContain('filledIn(row, "priority", "low" as const)');
    expect(copy.read(migrationTest)).toContain("migrations:fillNotesPriority");
    expect(fieldsNow()).toContain("priority:enum(low,high)?=low");
  });

  test("has its default in each new row, so that the migration meets old ones only", async () => {
    await field(priority);
    expect(copy.read(shapes)).toContain('priority: note.shape.priority.unwrap().default("low"),');
    expect(copy.read(layout.backendTest("notes"))).toMatch(
      /what is left out gets its default[^]*priority: _priority[^]*toMatchObject\(\{ priority: "low" \}\)/,
    );
  });

  test("is required in the second phase, and nothing of the first one stays", async () => {
    await field(priority);
    expect(ended(await field("--finish", "priority", "--counted", "2026-12-01"))).toBe("fine");
    expect(copy.read(shapes)).toContain("priority: z.enum(noteOptions.priority),");
    expect(copy.read(shapes)).toContain('.default("low")');
    expect(copy.read(layout.migrations)).toBe(templateFiles[layout.migrations]);
    expect(diskTree(copy.root).read(migrationTest)).toBeNull();
    expect(fieldsNow()).toContain(priority);
  });

  test("is what the entity had been generated with", async () => {
    await field(priority);
    await field("--finish", "priority", "--counted", "2026-12-01");
    const tree = diskTree(copy.root);
    expect(planEntity(currentEntityInput("notes", tree)!, tree).files).toEqual([]);
  });

  test("needs a value for the rows that exist", async () => {
    expect(ended(await field("rank:int"))).toBe("2 FIELD_FILL");
    expect(ended(await field("rank:int", "--to", "row.title.length"))).toBe("fine");
    expect(copy.read(layout.migrations)).toContain('filledIn(row, "rank", row.title.length)');
  });
});

test("what people changed stays, and only lines that both need are refused", async () => {
  edit(item, "/** One note of the list", "/** Edited by hand. One note of the list");
  edit(words, 'title: "Notes"', 'title: "My notes"');
  expect(ended(await field("source:url?"))).toBe("fine");
  expect(copy.read(item)).toContain("Edited by hand");
  expect(copy.read(words)).toContain('title: "My notes"');
  expect(copy.read(words)).toContain('source: "Source"');

  edit(shapes, "noteInput = note.pick(", "noteInput = /* by hand */ note.pick(");
  const before = copy.snapshot();
  const printed = await field("mood:string?");
  expect(ended(printed)).toBe("4 FIELD_CONFLICT");
  expect(printed.json.errors![0]!.fix).toContain("mood: true");
  expect(copy.snapshot()).toEqual(before);
});

test("a field leaves the API first, and the table at last", async () => {
  expect(ended(await field("--remove", "body"))).toBe("fine");
  expect(copy.read(shapes)).toMatch(/^ {2}body: .*\.optional\(\),$/m);
  expect(copy.read(shapes)).not.toContain("body: true");
  expect(copy.read(words)).not.toContain("body:");
  expect(copy.read(layout.migrations)).toContain('withoutField(row, "body")');
  expect(ended(await field("--finish", "body", "--counted", "2026-12-01"))).toBe("fine");
  expect(copy.read(shapes)).not.toContain("body");
});

describe("a new name", () => {
  test("is in the API at once, and a migration moves the values", async () => {
    expect(ended(await field("--rename", "body=text"))).toBe("fine");
    expect(copy.read(shapes)).toMatch(/^ {2}text: .*\.optional\(\),$/m);
    expect(copy.read(shapes)).toMatch(/^ {2}body: .*\.optional\(\),$/m);
    expect(copy.read(shapes)).toContain("text: true");
    expect(copy.read(shapes)).not.toContain("body: true");
    expect(copy.read(words)).toContain('text: "Text"');
    expect(copy.read(layout.migrations)).toContain('movedField(row, "body", "text")');
    expect(copy.read(layout.migrationTest("moveNotesBody"))).toContain("keeps every value");
  });

  test("is all that stays after the second phase", async () => {
    const old = fieldsNow();
    await field("--rename", "body=text");
    expect((await field("--rename", "body=text")).json.written).toBe(false);
    expect(ended(await field("--finish", "text", "--counted", "2026-12-01"))).toBe("fine");
    expect(fieldsNow()).toEqual(old.map((one) => one.replace(/^body:/, "text:")));
    expect(copy.read(shapes)).not.toContain("body");
    expect(copy.read(layout.migrations)).toBe(templateFiles[layout.migrations]);
    const tree = diskTree(copy.root);
    expect(planEntity(currentEntityInput("notes", tree)!, tree).files).toEqual([]);
  });
});

test("another range is one phase", async () => {
  expect(ended(await field("title:string(1..200)", "--change"))).toBe("fine");
  expect(copy.read(shapes)).toContain("title: { min: 1, max: 200 }");
});

test("a second run is nothing to do, and an undo leaves no trace", async () => {
  const before = copy.snapshot();
  await field(priority);
  expect((await field(priority)).json.written).toBe(false);
  const undone = await plop(copy.root, ["undo", "--no-checks", "--json"]);
  expect(ended(undone)).toBe("fine");
  expect(undone.json.notes).toContainEqual(expect.stringContaining("--remove priority"));
  expect(copy.snapshot()).toEqual(before);
  expect(fieldsNow()).not.toContain("priority:enum(low,high)?=low");
});

test.each<[string, string[]]>([
  ["3 FIELD_EXISTS", ["title:text"]],
  ["2 FIELD_MISFIT", ["title:int", "--change"]],
  ["2 FIELD_UNKNOWN", ["titel:string", "--change"]],
  ["2 FIELD_UNKNOWN", ["--remove", "titel"]],
  ["2 FIELD_UNBEGUN", ["--finish", "title"]],
  ["2 FIELD_MIGRATIONS", ["a:int=1", "b:int=1"]],
  ["2 FIELD_HERE", ["--finish", "title", "a:string?"]],
  ["2 FIELD_HERE", ["title:string(1..200)", "--change", "--to", "5"]],
  ["2 TYPE_UNKNOWN", ["a:strng"]],
])("%s: %j", async (end, argv) => {
  expect(ended(await field(...argv))).toBe(end);
});

test("the field that holds the access stays, with the first phase already", async () => {
  expect(ended(await field("--remove", "ownerId"))).toBe("2 FIELD_HELD");
  const run = (...argv: string[]) => plop(copy.root, [...argv, "--no-checks", "--json"]);
  const shift = ["shift", "teamId:ref(teams)+cascade", "title:string", "--access", "member:team"];
  expect(ended(await run("entity", ...shift))).toBe("fine");
  const before = copy.snapshot();
  expect(ended(await run("field", "shifts", "--remove", "teamId"))).toBe("2 FIELD_HELD");
  expect(copy.snapshot()).toEqual(before);
});

test("a table that no generator made is refused, with what to do", async () => {
  const printed = await plop(copy.root, ["field", "users", "pet:string?", "--no-checks", "--json"]);
  expect(ended(printed)).toBe("4 ENTITY_UNRECORDED");
  expect(printed.json.errors![0]!.fix).toContain("packages/validators/src/accounts/users.ts");
});
