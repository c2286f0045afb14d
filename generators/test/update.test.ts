// `pnpm plop update`: templates change in a copy, and the change reaches what was generated before.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useGenerators } from "../project.ts";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { allCommands } from "@groundwork/plop-engine/cli/input/commands";
import { scratch } from "@groundwork/plop-engine/testing/scratch";
import { ended, plop, typed } from "@groundwork/plop-engine/testing/command";
import { committedFiles, formatterSettings } from "./notes.ts";
import { copyRepository, templateFiles } from "./repository.ts";

const home = join(import.meta.dirname, "..");
const entityWords = "entity/templates/apps/web/src/features/{{fileMany}}/words.ts.hbs";
const functionTest = "function/templates/packages/backend/tests/{{test}}.test.ts.hbs";

let folder: string;
let repository: ReturnType<typeof copyRepository>;

/** Copies of the templates, of which one change is made. */
function templatesWith(path: string, before: string, after: string): string {
  const copy = mkdtempSync(join(folder, "templates-"));
  for (const name of ["entity", "function"]) {
    cpSync(join(home, name), join(copy, name), { recursive: true });
  }
  const text = readFileSync(join(copy, path), "utf8");
  expect(text).toContain(before);
  writeFileSync(join(copy, path), text.replace(before, after));
  return copy;
}

/** Writes tables and their functions into the snapshot, as the snapshot command does. */
function recordIn(copy: typeof repository, tables: readonly string[]): void {
  const recorded = JSON.parse(copy.read(layout.snapshot)) as Record<string, object>;
  const of = (nameOf: (table: string) => string) =>
    Object.fromEntries(tables.map((table) => [nameOf(table), {}]));
  const functions = { ...recorded.functions, ...of((table) => `${table}:list`) };
  const whole = { ...recorded, tables: { ...recorded.tables, ...of((table) => table) }, functions };
  copy.write(layout.snapshot, JSON.stringify(whole));
}

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "generators-update-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => void (repository = copyRepository()));
afterEach(() => {
  useGenerators(home);
  repository.remove();
});

const run = async (...argv: string[]) =>
  await plop(repository.root, [...argv, "--json", ...(argv[0] === "undo" ? [] : ["--no-checks"])]);

const wordsOf = (many: string) => `apps/web/src/features/${many}/words.ts`;
const edit = (path: string, before: string, after: string) => {
  const text = repository.read(path);
  expect(text).toContain(before);
  repository.write(path, text.replace(before, after));
};

describe("a changed template", () => {
  const buttons = ['createSubmit: "Add {{words}}"', 'createSubmit: "Add a new {{words}}"'] as const;

  let generated: ReturnType<typeof copyRepository>;

  beforeAll(async () => {
    generated = copyRepository();
    for (const one of ["ticket", "crate", "parcel"]) {
      const argv = ["entity", one, "title:string(1..120)", "--web", "--json", "--no-checks"];
      expect(ended(await plop(generated.root, argv))).toBe("fine");
    }
    recordIn(generated, ["tickets", "crates", "parcels"]);
  });
  afterAll(() => generated.remove());

  beforeEach(() => {
    cpSync(generated.root, repository.root, { recursive: true });
    edit(wordsOf("crates"), "  title:", "  // Ours.\n  title:");
    repository.commit();
    useGenerators(templatesWith(entityWords, ...buttons));
  });

  test("reaches entities that nobody edited, and merges into edited ones", async () => {
    const { json } = await run("update");
    const paths = ["tickets", "crates", "parcels"].map(wordsOf);
    expect(json.files!.map(({ path, action }) => [path, action])).toEqual(
      paths.map((path) => [path, "replace"]),
    );
    for (const path of paths) expect(repository.read(path)).toContain('"Add a new ');
    expect(repository.read(wordsOf("crates"))).toContain("// Ours.");
    expect(ended(await run("update", "--check"))).toBe("fine");
  });

  test("reaches an entity whose fields were changed since, and keeps them", async () => {
    useGenerators(home);
    expect(ended(await run("field", "tickets", "priority:enum(low,high)?"))).toBe("fine");
    repository.commit();
    useGenerators(templatesWith(entityWords, ...buttons));
    expect(ended(await run("update", "tickets"))).toBe("fine");
    expect(repository.read(wordsOf("tickets"))).toContain('"Add a new ');
    expect(repository.read(wordsOf("tickets"))).toContain('priority: "Priority"');
    expect(ended(await run("update", "tickets", "--check"))).toBe("fine");
  });

  test("is not hidden by a change of fields before the update", async () => {
    expect(ended(await run("field", "tickets", "priority:enum(low,high)?"))).toBe("fine");
    expect(repository.read(wordsOf("tickets"))).toMatch(/"Add ticket"[^]*priority: "Priority"/);
    expect(ended(await run("update", "tickets"))).toBe("fine");
    expect(repository.read(wordsOf("tickets"))).toMatch(/"Add a new [^]*priority: "Priority"/);
    expect(ended(await run("update", "tickets", "--check"))).toBe("fine");
  });

  test("goes first where a change of fields needs the same lines", async () => {
    useGenerators(templatesWith(entityWords, "{{json label}},", "{{json label}}, // Shown."));
    const before = repository.snapshot();
    const refused = await run("field", "tickets", "priority:enum(low,high)?");
    expect(ended(refused)).toBe("4 FIELD_OUTDATED");
    expect(repository.snapshot()).toEqual(before);
  });

  test("is listed as a conflict where the same line was edited, and nothing is written", async () => {
    edit(wordsOf("parcels"), '"Add parcel"', '"Send a parcel"');
    repository.commit();
    const before = repository.snapshot();
    const refused = await run("update");
    expect(ended(refused)).toBe("3 UPDATE_CONFLICT");
    const text = repository.read(wordsOf("parcels")).split("\n");
    const line = text.findIndex((one) => one.includes("Send a parcel")) + 1;
    expect(refused.json.errors![0]!.arg).toBe(`${wordsOf("parcels")}:${line}`);
    expect(refused.json.errors![0]!.fix).toContain('createSubmit: "Add a new parcel"');
    expect(repository.snapshot()).toEqual(before);

    const kept = await run("update", "--keep-edits");
    expect(kept.json.notes).toContain(`${wordsOf("parcels")}:${line} keeps its edited lines.`);
    expect(repository.read(wordsOf("tickets"))).toContain('"Add a new ticket"');
    expect(repository.read(wordsOf("parcels"))).toContain('"Send a parcel"');
    expect(ended(await run("update", "--check"))).toBe("fine");
  });

  test("is undone byte for byte, and rendered again from what was recorded last", async () => {
    const before = repository.snapshot();
    await run("update", "crates");
    expect(repository.read(wordsOf("tickets"))).toContain('"Add ticket"');
    repository.commit();
    useGenerators(templatesWith(entityWords, buttons[0], 'createSubmit: "Create {{words}}"'));
    expect(ended(await run("update", "crates"))).toBe("fine");
    expect(repository.read(wordsOf("crates"))).toMatch(/\/\/ Ours\.[^]*"Create crate"/);
    expect(ended(await run("undo"))).toBe("fine");
    expect(ended(await run("undo"))).toBe("fine");
    expect(repository.snapshot()).toEqual(before);
  });

  test("leaves what a person removed", async () => {
    rmSync(join(repository.root, wordsOf("crates")));
    repository.commit();
    const { json } = await run("update", "crates");
    expect(json.notes).toEqual([`${wordsOf("crates")} was removed, and is not written again.`]);
    expect(json.files).toEqual([]);
  });

  test("shows what it would do, and writes nothing", async () => {
    const before = repository.snapshot();
    expect((await run("update", "--diff", "tickets")).json.diff).toContain(
      '+  createSubmit: "Add a new ticket",',
    );
    expect(ended(await run("update", "--check"))).toBe("6 CHECK_DIFFERS");
    expect(repository.snapshot()).toEqual(before);
  });

  test("does not reach a run that does not exist", async () => {
    const { json } = await run("update", "tickts");
    expect(json.errors).toMatchObject([{ code: "UPDATE_UNKNOWN", fix: "tickets" }]);
  });
});

describe("what is generated", () => {
  const repeatable = allCommands().filter(({ rendersAgain }) => rendersAgain);

  test.each(repeatable)("by $name is rendered again as it is", async ({ examples }) => {
    const copy = scratch({ ...formatterSettings(), ...templateFiles, ...committedFiles() });
    const json = ["--json", "--yes", "--no-checks"];
    try {
      copy.write("bookmark.json", JSON.stringify({ name: "bookmark", fields: ["title:string"] }));
      for (const { line } of examples) {
        const { argv, stdin } = typed(line, copy.root);
        expect(ended(await plop(copy.root, [...argv, ...json], stdin)), line).toBe("fine");
      }
      const again = await plop(copy.root, ["update", "--json", "--check"]);
      expect(again.json).toMatchObject({ ok: true, files: [], notes: [] });
      expect(copy.tree.list("generators/runs").length).toBeGreaterThan(2);
    } finally {
      copy.remove();
    }
  });
});

describe("a function in the file of others", () => {
  const archive = ["--kind", "mutation", "--args", "id:ref(notes)", "--access", "notes.update"];
  const path = "packages/backend/tests/notes.test.ts";

  test("is rendered again where it is, between edits of people", async () => {
    const given = ["function", "notes.archive", ...archive, "--rate-limit", "30/minute"];
    expect(ended(await run(...given))).toBe("fine");
    repository.write(path, `${repository.read(path)}\n// Below.\n`);
    repository.commit();
    const title = "does not know of a row that is gone";
    useGenerators(templatesWith(functionTest, title, `${title}, in short`));
    const { json } = await run("update");
    expect(json.files!.map(({ path, action }) => [path, action])).toEqual([[path, "replace"]]);
    expect(repository.read(path)).toMatch(new RegExp(`${title}, in short[^]*// Below\\.\n$`));
    expect(ended(await run("update", "--check"))).toBe("fine");
    repository.commit();
    const refused = await run("undo", "1");
    expect(refused.json.errors!.map(({ fix }) => fix)).toContain("pnpm plop undo 0002-update");
  });
});
