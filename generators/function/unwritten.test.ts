// What a generated function does not say: its body, where only its owner can write it.
import { describe, expect, test } from "vitest";
import { layout } from "../repository/layout.ts";
import type { Tree } from "@groundwork/plop-engine/plan";
import { after, fragment, textOf } from "../test/plans.ts";
import { templateTree } from "../test/repository.ts";
import type { FunctionInput } from "./input.ts";
import { planFunction } from "./plan.ts";

const tree = templateTree();

const archive: FunctionInput = {
  name: "notes.archive",
  kind: "mutation",
  args: ["id:ref(notes)"],
  access: "notes.update",
};

describe("a body that only its owner can write", () => {
  const ask = (more: Partial<FunctionInput>): FunctionInput => ({
    name: "notes.peek",
    kind: "query",
    access: "notes.read",
    ...more,
  });
  const partOf = (input: FunctionInput, kind: string, path = layout.backendModule("notes")) =>
    fragment(planFunction(input, tree), path, kind);
  const bodyOf = (more: Partial<FunctionInput>) => partOf(ask(more), "functionExport");

  test.each<[string, Partial<FunctionInput>]>([
    ["answers a value", { returns: "int" }],
    ["answers a list", { returns: "string(1..9)[0..10]" }],
    ["answers nothing", { kind: "mutation" }],
    ["takes what chooses among rows", { returns: "page", args: ["least:int(0..)=1"] }],
    ["takes more than the id", { returns: "row", args: ["id:ref(notes) x:int"] }],
  ])("says so, and makes nothing up, where it %s", (_what, more) => {
    expect(bodyOf(more)).toContain('throw notImplemented("notes.peek");');
    const test = partOf(ask(more), "testBlock", layout.backendTest("notes"));
    expect(test).toMatch(/test\.todo\("/);
    expect(planFunction(ask(more), tree).next[0]).toContain(
      "notes.peek, which throws NOT_IMPLEMENTED",
    );
  });

  test.each<[string, Partial<FunctionInput>]>([
    ["a page", { returns: "page" }],
    ["a row", { returns: "row", args: ["id:ref(notes)"] }],
  ])("is none where it answers %s and nothing else was said", (_what, more) => {
    expect(bodyOf(more)).not.toContain("notImplemented");
    const test = partOf(ask(more), "testBlock", layout.backendTest("notes"));
    expect(test).not.toContain("test.todo");
    expect(planFunction(ask(more), tree).next.join()).not.toContain("NOT_IMPLEMENTED");
  });

  test("looks for each row that its arguments name, first", () => {
    const args = ["id:ref(notes) other:ref(notes)? all:ref(notes)[1..9] more:ref(notes)[]?"];
    const lines = bodyOf({ args }).split("\n").slice(-7, -3);
    expect(lines.map((line) => line.trim())).toEqual([
      'await getOrThrow(ctx, "notes", args.id);',
      'if (args.other !== undefined) await getOrThrow(ctx, "notes", args.other);',
      'for (const id of args.all) await getOrThrow(ctx, "notes", id);',
      'for (const id of args.more ?? []) await getOrThrow(ctx, "notes", id);',
    ]);
  });

  test("asks for them by a query in an action, which has no database", () => {
    const action: FunctionInput = {
      ...{ name: "reports.send", kind: "action", access: "notes.read" },
      ...{ args: ["noteId:ref(notes)"], because: "its client waits" },
    };
    const text = textOf(planFunction(action, tree), layout.backendModule("reports"));
    expect(text).toContain(
      '    await ctx.runQuery(internal.users.assertSees, { table: "notes", ids: [args.noteId] });\n',
    );
    expect(text).toContain('import { internal } from "./_generated/api";');
  });
});

test("a function of a module that the flows touch is told among those that no flow calls", () => {
  const flow = "packages/backend/flows/work.ts";
  const touched: Tree = {
    list: (folder) =>
      folder === "packages/backend/flows" ? ["flows.ts", "work.ts"] : tree.list(folder),
    read: (path) => (path === flow ? "calls: [api.notes.list]" : tree.read(path)),
  };
  const plan = planFunction(archive, touched);
  expect(fragment(plan, layout.flows, "apart")).toBe('"notes:archive": "no page calls it yet"');
  expect(planFunction(archive, after(plan, touched)).files).toEqual([]);
  const untouched = planFunction({ ...archive, name: "reports.total" }, touched);
  expect(untouched.files.map(({ path }) => path)).not.toContain(layout.flows);
});

test("a test whose page waits for its owner signs nobody in", () => {
  const input: FunctionInput = {
    ...{ name: "admin/notes.old", kind: "internalQuery", returns: "page" },
    args: ["before:date"],
  };
  const text = textOf(planFunction(input, tree), layout.backendTest("admin/notes"));
  expect(text).toContain("test.todo(");
  expect(text).not.toContain("ann");
  // Only that it is refused when signed out is left to test.
  const open = {
    name: "admin/notes.none",
    kind: "query",
    returns: "int",
    access: "signedIn",
  } as const;
  const refused = textOf(planFunction(open, tree), layout.backendTest("admin/notes"));
  expect(refused).toContain("UNAUTHENTICATED");
  expect(refused).not.toContain("ann");
});
