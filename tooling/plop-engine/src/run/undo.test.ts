import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleFiles, samplePlan, scratch } from "../../test/sample.ts";
import { applyPlan } from "./apply.ts";
import { planEdits } from "../edit/plan.ts";
import { readHistory } from "./history.ts";
import { layout } from "../../test/sample.ts";
import { type Fragment, GeneratorError, type Plan } from "../plan.ts";
import { places } from "../places.ts";
import { planUndo, undoRun } from "./undo.ts";

let repository: ReturnType<typeof scratch>;
let root: string;
let start: Record<string, string>;

beforeEach(() => {
  repository = scratch();
  root = repository.root;
  start = repository.snapshot();
});
afterEach(() => repository.remove());

const apply = (table: string) => applyPlan(root, samplePlan(root, table));

/** A run that only edits, so that it may share what it adds with others. */
const editing = async (subject: string, path: string, ...fragments: Fragment[]) => {
  const files = planEdits(repository.tree, [{ path, fragments }]);
  const plan: Plan = { command: "function", subject, input: {}, files, next: [], notes: [] };
  return await applyPlan(root, plan);
};

const refused = async (id?: string): Promise<GeneratorError> => {
  const before = repository.snapshot();
  const error = await undoRun(root, id).then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(GeneratorError);
  expect(repository.snapshot()).toEqual(before);
  return error as GeneratorError;
};

describe("a run that changes the project as a whole", () => {
  const archive = Buffer.from([0x1f, 0x8b, 0xff, 0x00]);
  const picture = Buffer.from([0x89, 0x50, 0xfe]);
  const plan: Plan = {
    command: "init",
    input: {},
    files: [
      {
        path: "README.md",
        before: "A repository.\n",
        after: "Ours.\n",
        fragments: [],
        replaces: true,
      },
      {
        path: "vendor/tool.tgz",
        before: null,
        after: archive.toString("base64"),
        encoding: "base64",
        fragments: [],
        replaces: true,
      },
    ],
    removals: [
      { path: "generators/README.md", before: "Its generators.\n" },
      { path: "picture.png", before: picture.toString("base64"), encoding: "base64" },
    ],
    wholeProject: true,
    leftovers: ["tooling"],
    next: [],
    notes: [],
  };

  beforeEach(() => {
    writeFileSync(join(root, "picture.png"), picture);
    start = repository.snapshot();
  });

  test("replaces and deletes files of a person, and its undo restores them", async () => {
    await applyPlan(root, plan);
    expect(readFileSync(join(root, "vendor/tool.tgz"))).toEqual(archive);
    expect(existsSync(join(root, "picture.png"))).toBe(false);
    expect(repository.tree.read("README.md")).toBe("Ours.\n");
    expect(repository.tree.read("generators/README.md")).toBeNull();
    await undoRun(root);
    expect(repository.snapshot()).toEqual(start);
  });

  test("is rolled back when its check fails, files that are no text included", async () => {
    const check = () => {
      throw new Error("no");
    };
    await expect(applyPlan(root, plan, { check })).rejects.toThrow("no");
    expect(repository.snapshot()).toEqual(start);
  });

  test("deletes what tools write again, once it is final", async () => {
    repository.write("tooling/node_modules/a/package.json", "{}");
    await applyPlan(root, plan);
    expect(existsSync(join(root, "tooling"))).toBe(false);
  });

  test("has a record in which a search does not find what the files were before", async () => {
    const { record } = await applyPlan(root, plan);
    expect(repository.read(`${places.runs}/${record!.id}.json`)).not.toContain("Its generators");
    expect(readHistory(repository.tree)).toEqual([record]);
  });

  test("is not undone over a file that was written in the place of a deleted one", async () => {
    await applyPlan(root, plan);
    repository.write("generators/README.md", "Another.\n");
    const { problems } = await refused();
    expect(problems.map(({ code, arg }) => [code, arg])).toEqual([
      ["FILE_EDITED", "generators/README.md"],
    ]);
  });
});

describe("a run that takes code out", () => {
  const taken: Fragment[] = [{ kind: "schemaTable", key: "users", text: "users: u" }];
  const takeOut = async () => {
    const before = repository.read(layout.schema);
    const after = before.replace("  users: u,\n", "");
    const file = { path: layout.schema, before, after, fragments: [], replaces: true, taken };
    const plan = { command: "remove", input: { names: ["users"] }, files: [file] };
    await applyPlan(root, { ...plan, next: [], notes: [] });
  };

  test("is undone byte for byte", async () => {
    await takeOut();
    await undoRun(root);
    expect(repository.snapshot()).toEqual(start);
  });

  test("gets the code back in a file that others have edited since", async () => {
    await takeOut();
    await editing("teams", layout.schema, { kind: "schemaTable", key: "teams", text: "teams: t" });
    await undoRun(root, "1");
    expect(repository.read(layout.schema)).toMatch(/teams: t,\n {2}users: u,/);
  });
});

describe("the latest run", () => {
  test("is undone byte for byte, even a file that was written in an odd way", async () => {
    const odd = "\ufeff" + sampleFiles[layout.schema]!.replaceAll("\n", "\r\n").trimEnd();
    repository.write(layout.schema, odd);
    start = repository.snapshot();
    await apply("tickets");
    const { record } = await undoRun(root);
    expect(record.id).toBe("0001-entity-tickets");
    expect(repository.snapshot()).toEqual(start);
  });

  test("and then the one before it, down to the first", async () => {
    const trees = [];
    for (const table of ["tickets", "orders", "items"]) {
      trees.push(repository.snapshot());
      await apply(table);
    }
    while (trees.length > 0) {
      await undoRun(root);
      expect(repository.snapshot()).toEqual(trees.pop());
    }
    expect((await refused()).problems).toEqual([
      { code: "RUN_UNKNOWN", message: "There are no runs yet." },
    ]);
  });

  test("is planned without touching anything", async () => {
    await apply("tickets");
    const before = repository.snapshot();
    const { changes } = planUndo(repository.tree);
    expect(repository.snapshot()).toEqual(before);
    expect(changes.map(({ path, after }) => [path, after])).toEqual([
      [layout.backendModule("tickets"), null],
      [layout.backendTest("tickets"), null],
      ["apps/web/src/tickets/list/page.tsx", null],
      [layout.schema, sampleFiles[layout.schema]],
      [layout.access, sampleFiles[layout.access]],
      ["generators/runs/0001-entity-tickets.json", null],
    ]);
  });

  test("keeps folders that hold something else by now", async () => {
    await apply("tickets");
    repository.write("apps/web/src/mine.ts", "1;\n");
    await undoRun(root);
    expect(repository.tree.list("apps/web/src")).toEqual(["mine.ts"]);
  });

  test("stays when the check of the tree without it fails", async () => {
    await apply("tickets");
    const before = repository.snapshot();
    const check = () => {
      expect(repository.read(layout.schema)).toBe(sampleFiles[layout.schema]);
      throw new GeneratorError(5, { code: "CHECK_FAILED", message: "orders needs tickets" });
    };
    await expect(undoRun(root, undefined, { check })).rejects.toThrow("orders needs tickets");
    expect(repository.snapshot()).toEqual(before);
  });
});

describe("an older run", () => {
  test("loses only what it added", async () => {
    for (const table of ["tickets", "orders", "items"]) await apply(table);
    await undoRun(root, "0002");
    expect(repository.read(layout.schema)).not.toContain("orders");
    expect(repository.read(layout.schema)).toMatch(/items: f\(items\),\n {2}tickets: f\(tickets\)/);
    expect(repository.tree.list("packages/backend/convex").join()).not.toContain("orders");
  });

  test.each([
    ["0001", "0002", "0003"],
    ["0001", "0003", "0002"],
    ["0002", "0001", "0003"],
    ["0002", "0003", "0001"],
    ["0003", "0001", "0002"],
  ])("and the others in the order %s, %s, %s leave the tree there was", async (...ids) => {
    for (const table of ["tickets", "orders", "items"]) await apply(table);
    for (const id of ids) await undoRun(root, id);
    expect(repository.snapshot()).toEqual(start);
  });

  test("keeps an import that a later run uses, and removes it with that run", async () => {
    const path = "packages/backend/convex/a.ts";
    repository.write(path, "export const a = 1;\n");
    start = repository.snapshot();
    const shared: Fragment = { kind: "import", key: "zod#z", text: 'import { z } from "zod";' };
    const uses = (key: string): Fragment => ({
      kind: "functionExport",
      key,
      text: `export const ${key} = z.${key}();`,
    });
    await editing("first", path, shared, uses("first"));
    await editing("second", path, shared, uses("second"));
    await editing("third", path, { ...uses("third"), text: "export const third = 3;" });

    const { notes } = await undoRun(root, "0001");
    expect(notes).toEqual([`${path} keeps the import of "zod#z", which it needs elsewhere.`]);
    expect(repository.read(path)).toContain("import { z }");
    await undoRun(root, "0003");
    expect(repository.read(path)).toContain("import { z }");
    await undoRun(root, "0002");
    expect(repository.snapshot()).toEqual(start);
  });

  test("is not undone while a later one has changed its files", async () => {
    await apply("tickets");
    const path = layout.backendModule("tickets");
    const archive: Fragment = {
      kind: "functionExport",
      key: "archive",
      text: "export const archive = 1;",
    };
    await editing("tickets.archive", path, archive);
    const error = await refused("0001");
    expect(error.exit).toBe(3);
    expect(error.problems).toEqual([
      {
        code: "FILE_EDITED",
        arg: path,
        message: `${path} was changed by 0002-function-tickets-archive since, and perhaps by hand.`,
        fix: "pnpm plop undo 0002-function-tickets-archive",
      },
    ]);
    await undoRun(root);
    await undoRun(root);
    expect(repository.snapshot()).toEqual(start);
  });
});

describe("what a person wrote", () => {
  beforeEach(() => apply("tickets"));

  test("in files of the run stops the undo, naming all of them", async () => {
    const [module, tests] = [layout.backendModule("tickets"), layout.backendTest("tickets")];
    for (const path of [module, tests])
      repository.write(path, repository.read(path) + "// Mine.\n");
    const error = await refused();
    expect(error.exit).toBe(3);
    expect(error.problems.map(({ code, arg }) => [code, arg])).toEqual([
      ["FILE_EDITED", module],
      ["FILE_EDITED", tests],
    ]);
  });

  test("inside what the run added stops the undo, too", async () => {
    repository.write(
      layout.schema,
      repository.read(layout.schema).replace("f(tickets)", 'f(tickets).index("mine")'),
    );
    const error = await refused();
    expect(error).toMatchObject({ exit: 3, problems: [{ arg: layout.schema }] });
    expect(error.message).toContain('"tickets" in packages/backend/convex/schema.ts was edited');
  });

  test("beside it stays", async () => {
    repository.write(
      layout.schema,
      repository.read(layout.schema).replace("  users: u,", "  // Mine.\n  users: mine,"),
    );
    await undoRun(root);
    expect(repository.read(layout.schema)).toBe(
      sampleFiles[layout.schema]!.replace("  users: u,", "  // Mine.\n  users: mine,"),
    );
  });

  test("that breaks a file stops the undo", async () => {
    repository.write(layout.schema, repository.read(layout.schema) + "export {{\n");
    expect((await refused()).problems[0]).toMatchObject({ code: "SYNTAX_ERROR" });
  });

  test("that removed the file does not matter", async () => {
    rmSync(join(root, layout.backendTest("tickets")));
    rmSync(join(root, layout.access));
    const { notes } = await undoRun(root);
    expect(notes).toEqual([`${layout.access} was gone already.`]);
    delete start[layout.access];
    expect(repository.snapshot()).toEqual(start);
  });
});

describe("a run is named", () => {
  beforeEach(async () => {
    for (const table of ["tickets", "orders"]) await apply(table);
  });

  test("by its id, or the number it starts with", () => {
    expect(planUndo(repository.tree, "0001-entity-tickets").record.id).toBe("0001-entity-tickets");
    expect(planUndo(repository.tree, "0001").record.id).toBe("0001-entity-tickets");
    expect(planUndo(repository.tree).record.id).toBe("0002-entity-orders");
  });

  test("wrongly, and the nearest is suggested", async () => {
    expect((await refused("0001-entity-tickts")).problems).toEqual([
      {
        code: "RUN_UNKNOWN",
        arg: "0001-entity-tickts",
        message: 'There is no run "0001-entity-tickts". Did you mean "0001-entity-tickets"?',
        fix: "0001-entity-tickets",
      },
    ]);
    expect((await refused("99")).exit).toBe(2);
    expect((await refused("")).exit).toBe(2);
  });

  test("by a number that two branches gave, and both are named", async () => {
    const record = readHistory(repository.tree)[1]!;
    const twin = { ...record, id: "0002-entity-items" };
    repository.write("generators/runs/0002-entity-items.json", JSON.stringify(twin));
    expect((await refused("0002")).problems[0]!.message).toBe(
      '"0002" may be 0002-entity-items or 0002-entity-orders.',
    );
    await apply("people");
    expect(planUndo(repository.tree).record.id).toBe("0003-entity-people");
  });

  test("by a record that is broken, and that is reported", async () => {
    repository.write("generators/runs/0002-entity-orders.json", "{");
    expect(await refused()).toMatchObject({
      exit: 4,
      problems: [{ code: "RECORD_BROKEN", arg: "generators/runs/0002-entity-orders.json" }],
    });
  });
});
