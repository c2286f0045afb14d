import { join } from "node:path";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import type { Plan, Tree } from "@groundwork/plop-engine/plan";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { verifyPlan } from "@groundwork/plop-engine/run/verify";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { after, codesOf, fragment, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";
import type { FunctionInput } from "@groundwork/convex-generators/function/input";
import { planFunction } from "@groundwork/convex-generators/function/plan";

const root = join(import.meta.dirname, "../../..");
const tree = templateTree();
const notes = layout.backendModule("notes");
const notesTest = layout.backendTest("notes");
const accessOfNotes = layout.accessOf("notes");

const archive: FunctionInput = {
  ...{ name: "notes.archive", kind: "mutation", access: "notes.update", about: "Puts a note away" },
  ...{ args: ["id:ref(notes)", "reason:string(1..200)?"], rateLimit: "30/minute" },
};
const recent: FunctionInput = {
  ...{ name: "notes.recent", kind: "query", returns: "page", access: "notes.read" },
};

/** The tree with one file changed; the file has to have what is replaced. */
function changed(path: string, from: string | RegExp, to: string, of: Tree = tree): Tree {
  const text = of.read(path)!.replace(from, to);
  expect(text).not.toBe(of.read(path));
  return { ...of, read: (asked) => (asked === path ? text : of.read(asked)) };
}

const someReadAll = changed(
  accessOfNotes,
  'read: { member: "own", admin: "own" }',
  'read: { member: "own", admin: "all" }',
);

/** What a plan adds to a module and to its test, as it is formatted. */
async function added(plan: Plan, module = notes, test = notesTest): Promise<string> {
  const texts = [fragment(plan, module, "functionExport"), fragment(plan, test, "testBlock")];
  return await format(texts.join("\n\n"), { parser: "typescript", printWidth: 100 });
}

/** The function and its tests, formatted. */
const written = async (input: FunctionInput, of = tree) => await added(planFunction(input, of));

test("a function of an existing module, and its tests", async () => {
  const plan = planFunction(archive, tree);
  expect(plan.files.map(({ path }) => path)).toEqual([notes, notesTest, layout.rateLimits]);
  await expect(await added(plan)).toMatchFileSnapshot("../../function/golden/archive.txt");
  expect(fragment(plan, layout.rateLimits, "rateLimit")).toBe(
    '"notes.archive": { kind: "token bucket", rate: 30, period: MINUTE, capacity: 30 }',
  );
  expect(plan.next[0]).toContain("notes.archive, which throws NOT_IMPLEMENTED");
});

test("a page whose rows depend on the role, and its tests", async () => {
  const plan = planFunction(recent, someReadAll);
  await expect(await added(plan)).toMatchFileSnapshot("../../function/golden/recent.txt");
  expect(plan.next.join()).not.toContain("NOT_IMPLEMENTED");
});

test("a new module in a folder, its types and its test", async () => {
  const input: FunctionInput = { name: "admin/reports.total", kind: "query", access: "signedIn" };
  const plan = await formatPlan(root, planFunction(input, tree));
  const module = layout.backendModule("admin/reports");
  const test = layout.backendTest("admin/reports");
  expect(plan.files.map(({ path }) => path)).toEqual([module, layout.apiTypes, test]);
  await expect(textOf(plan, module) + textOf(plan, test)).toMatchFileSnapshot(
    "../../function/golden/total.txt",
  );
  expect(textOf(plan, layout.apiTypes)).toContain('"admin/reports": typeof admin_reports;');
  expect(plan.files.find(({ path }) => path === test)).toMatchObject({ protected: true });
});

describe("a run is repeatable, and disturbs nothing:", () => {
  const everyArgument =
    "a:string(2..30) b:text(..9000) c:email d:url e:int(-5..70000) f:number(0..1.5) g:bool=true " +
    'h:date i:enum(one,two) j:ref(notes) k:file? l:string(1..5)[1..3] n:string="say \\"hi\\""';

  test.each<FunctionInput>([
    archive,
    recent,
    { ...archive, name: "notes.wide", args: [everyArgument] },
    { ...recent, name: "admin/billing/reports.x", returns: "int(5..)" },
    { name: "notes.every", kind: "internalQuery", returns: "page" },
    { name: "reports.knock", kind: "mutation", access: "public:why", rateLimit: "1/second" },
  ])("%j", async (input) => {
    const first = await formatPlan(root, planFunction({ ...archive, name: "notes.first" }, tree));
    const there = after(first, tree);
    const plan = await formatPlan(root, planFunction(input, there));
    expect(verifyPlan(plan, [])).toEqual(plan.files);
    for (const { path, before, after } of plan.files.filter(({ before }) => before !== null)) {
      const lines = new Set(after.split("\n"));
      const gone = before!.split("\n").filter((line) => !lines.has(line));
      expect(
        gone.filter((line) => !/import |^ {2}[\w "]+,?$|^\}/.test(line)),
        path,
      ).toEqual([]);
    }
    expect(planFunction(input, after(plan, there)).files).toEqual([]);
  });
});

describe("a body is written where the answer says all of it:", () => {
  test.each<[string, Partial<FunctionInput>]>([
    ["a value", { returns: "int" }],
    ["nothing", { kind: "mutation", returns: "null" }],
    ["a page that an argument narrows", { args: ["least:int(0..)=1"] }],
    ["a row that more than its id chooses", { returns: "row", args: ["id:ref(notes) x:int"] }],
  ])("not for %s", async (_what, more) => {
    const text = await written({ ...recent, ...more });
    expect(text).toContain('throw notImplemented("notes.recent");');
    expect(text).toMatch(/test\.todo\("/);
  });

  test("for a row, as its module shows it", async () => {
    const shows = changed(notes, /$/, "\nasync function shown() {}\n");
    const row: FunctionInput = { ...recent, args: ["id:ref(notes)"], returns: "row" };
    expect(await written(row)).toContain('=> await getOrThrow(ctx, "notes", args.id)');
    expect(await written(row, shows)).toContain("await shown(ctx, await getOrThrow(");
    expect(await written(recent, shows)).toContain("found.page.map((row) => shown(ctx, row))");
  });

  test("for other functions, which get whole rows", async () => {
    const text = await written({ name: "notes.all", kind: "internalQuery", returns: "page" });
    expect(text).toContain('pageOf(z.object(withSystemFields("notes", note.shape)))');
  });
});

test("each row that an argument names is read first", async () => {
  const args = ["id:ref(notes) other:ref(notes)? all:ref(notes)[1..9] more:ref(notes)[]?"];
  const reading = { ...recent, returns: "int", args };
  const text = await written(reading);
  for (const line of [
    'await getOrThrow(ctx, "notes", args.id);',
    'if (args.other !== undefined) await getOrThrow(ctx, "notes", args.other);',
    'for (const id of args.all) await getOrThrow(ctx, "notes", id);',
    'for (const id of args.more ?? []) await getOrThrow(ctx, "notes", id);',
  ]) {
    expect(text).toContain(line);
  }
  // Not everyone who may read a row may change it.
  const changing = await written({ ...reading, kind: "mutation", access: "notes.update" });
  for (const line of [
    'await getPermittedOrThrow(ctx, "notes.update", args.id);',
    'for (const id of args.all) await getPermittedOrThrow(ctx, "notes.update", id);',
  ]) {
    expect(changing).toContain(line);
  }
  expect(changing).not.toContain("getOrThrow");
  // An action has no database.
  const because = 'the service says "done" at once';
  const action = await written({ ...archive, name: "notes.send", kind: "action", because });
  expect(action).toContain(`because: 'the service says "done" at once'`);
  expect(action).toMatch(
    /assertSees, \{\s*table: "notes",\s*ids: \[args.id\],\s*operation: "update",?\s*\}\)/,
  );
});

test("a row that another is to refer to is read, and not changed", async () => {
  const notesAfterNotes = changed(
    "packages/backend/convex/tables/notes.ts",
    "ownerId: {",
    'afterId: { to: "notes", onRemove: "clear" },\n    ownerId: {',
  );
  const args = ["id:ref(notes) afterId:ref(notes)"];
  const text = await written({ ...archive, args }, notesAfterNotes);
  expect(text).toContain('await getPermittedOrThrow(ctx, "notes.update", args.id);');
  expect(text).toContain('await getOrThrow(ctx, "notes", args.afterId);');
});

test.each<[string | undefined, Partial<FunctionInput>]>([
  [undefined, { returns: "null" }],
  ["Looks once.", { returns: "null", about: "Looks once" }],
  ["One note.", { returns: "row", args: ["id:ref(notes)"] }],
  ["The caller's notes, the newest first, a page at a time.", {}],
])("its comment is %s", async (comment, more) => {
  const text = await written({ ...recent, ...more });
  expect(/^\/\*\* (.*) \*\/$/m.exec(text)?.[1]).toBe(comment);
});

describe("a test", () => {
  test("uses the app and the people of its file, and hides none of its names", async () => {
    const text = await written(archive);
    expect(text).toContain("bob.mutation(api.notes.archive, args)");
    expect(text).not.toMatch(/let (app|ann|input)\b|const bob|initTest|signedInAs| as Id/);
  });

  test.each([
    ["puts in rows", /app = initTest\(\);/, "app = initTest();\n  await app.run(async () => {});"],
    ["has another beforeEach", /$/, "\nbeforeEach(() => {});"],
    ["starts no app", /app = initTest\(\);/, "made = 1;"],
  ])("starts an app of its own where the file %s", async (_what, from, to) => {
    const text = await written(archive, changed(notesTest, from, to));
    expect(text).toContain("let app: TestApp;\n  let ann: Person;\n");
    expect(text).toContain('const bob = await signedInAs(app, "member");\n');
  });

  test("signs in somebody else where nobody of the file has the role", async () => {
    const from = 'bob = await signedInAs(app, "member")';
    const admins = changed(notesTest, from, 'bob = await signedInAs(app, "admin")');
    expect(await written(archive, admins)).toContain(
      'const another = await signedInAs(app, "member");\n    const refused = another.mutation',
    );
  });

  test("that waits for its owner signs nobody in", async () => {
    const input: FunctionInput = { name: "notes.old", kind: "internalQuery", returns: "int" };
    const text = await written({ ...input, args: ["before:date?"] }, tree);
    expect(text).toContain("test.todo(");
    expect(text).not.toContain("let ann");
  });

  test("gets a file of its own where that of the module is full", () => {
    const full = changed(notesTest, /$/, "// line\n".repeat(400));
    const plan = planFunction(archive, full);
    const paths = plan.files.map(({ path }) => path);
    expect(paths).toContain(layout.backendTest("notes.archive"));
    expect(paths).not.toContain(notesTest);
    expect(planFunction(archive, after(plan, full)).files).toEqual([]);
    // The file may have grown since the function was made: its tests stay.
    const again = planFunction(archive, full, [notes, notesTest]);
    expect(again.files.map(({ path }) => path)).toContain(notesTest);
  });

  test("tries lists that are too short or too long, of the type that the argument has", async () => {
    const args = ["kinds:enum(a,b)[1..2] more:enum(a,b)[0..4] flags:bool[0..1]"];
    const text = await written({ ...archive, args });
    expect(text).toContain('["kinds", { kinds: ["a" as const, "a" as const, "a" as const] }]');
    expect(text).toContain('{ more: Array.from({ length: 5 }, () => "a" as const) }');
    expect(text).toContain('["flags", { flags: [true, true] }]');
  });
});

test("a function of a module that flows call is listed among those that no flow calls", () => {
  const flow = "packages/backend/flows/work.ts";
  const called: Tree = {
    list: (folder) => (folder.endsWith("/flows") ? ["flows.ts", "work.ts"] : tree.list(folder)),
    read: (path) => (path === flow ? "calls: [api.notes.list]" : tree.read(path)),
  };
  const plan = planFunction(archive, called);
  expect(fragment(plan, layout.flows, "uncovered")).toBe('"notes:archive": "no page calls it yet"');
  expect(planFunction(archive, after(plan, called)).files).toEqual([]);
  const other = planFunction({ ...archive, name: "reports.total" }, called);
  expect(other.files.map(({ path }) => path)).not.toContain(layout.flows);
});

describe("what exists is neither written over nor hidden:", () => {
  const codes = (input: FunctionInput, of: Tree) => codesOf(() => planFunction(input, of));
  const withModule = (module: string, text: string): Tree => ({
    list: (folder) =>
      folder === `${layout.convex}/notes` && module.startsWith("notes/")
        ? ["old.ts"]
        : tree.list(folder),
    read: (path) => (path === layout.backendModule(module) ? text : tree.read(path)),
  });
  const there = after(planFunction(archive, tree), tree);
  const untested = {
    ...there,
    read: (path: string) => (path === notesTest ? tree : there).read(path),
  };
  const reads = (name: string): FunctionInput => ({ name, kind: "query", access: "signedIn" });
  const closed = changed(accessOfNotes, 'read: { member: "own", admin', "read: { admin");

  test.each<[string, string[], FunctionInput, Tree]>([
    ["another function of the name", ["3 EXPORT_TAKEN"], { ...archive, args: [] }, there],
    ["one without the generated test", ["3 EXPORT_TAKEN"], archive, untested],
    ["another limit", ["3 RATE_LIMIT_TAKEN"], { ...archive, rateLimit: "5/hour" }, there],
    ["a variable", ["3 NAME_TAKEN"], reads("r.x"), withModule("r", "const x = 1;\n")],
    ["a function in the API", ["3 NAME_TAKEN"], reads("notes/list.x"), tree],
    ["a module in the API", ["3 NAME_TAKEN"], reads("notes.old"), withModule("notes/old", "")],
    ["no code", ["4 SYNTAX_ERROR"], reads("r.x"), withModule("r", "export const = ;\n")],
    ["Node.js", ["2 KIND_NODE"], reads("r.x"), withModule("r", '"use node";\n')],
    [
      "Node.js, for an action",
      [],
      { name: "r.x", kind: "internalAction" },
      withModule("r", '"use node";\n'),
    ],
    [
      "rows that a caller cannot read",
      ["2 RETURNS_ROW"],
      { ...recent, access: "signedIn" },
      closed,
    ],
  ])("%s: %j", (_what, expected, input, of) => {
    expect(codes(input, of)).toEqual(expected);
  });
});
