// Indexes, planned on the template: what is added, refused, found to be unread, and removed.
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { removeFragments } from "@groundwork/plop-engine/edit/fragments";
import type { GeneratorError, Tree } from "@groundwork/plop-engine/plan";
import { codesOf, textOf } from "@groundwork/plop-engine/testing/plans";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { describe, expect, test } from "vitest";
import type { IndexInput } from "@groundwork/convex-generators/index/input";
import { planIndex } from "@groundwork/convex-generators/index/plan";
import { unusedIndexes } from "@groundwork/convex-generators/index/read";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { committedFiles, workspace } from "../notes.ts";
import { templateFiles } from "../repository.ts";

const files = { ...templateFiles, ...committedFiles() };
const tree = memoryTree(files);
const tasks = layout.tables("tasks");
const notes = layout.tables("notes");

const withTexts = (texts: Readonly<Record<string, string>>): Tree =>
  memoryTree({ ...files, ...texts });
/** The template with a query that reads an index. */
const readBy = (index: string) =>
  withTexts({
    [`${layout.convex}/reports.ts`]: `export const one = (ctx: Ctx) =>\n  ctx.db.query("tasks").withIndex("${index}").first();\n`,
  });
const problemsOf = (input: IndexInput, of = tree) => {
  try {
    planIndex(input, of);
    return [];
  } catch (error) {
    return (error as GeneratorError).problems;
  }
};

describe("an index", () => {
  const input = { table: "tasks", fields: ["assigneeId", "dueAt"] };

  test("that a query reads is added to its table, and the one that it starts with gets its reason", async () => {
    const plan = await formatPlan(workspace, planIndex(input, readBy("by_assigneeId_and_dueAt")));
    const text = textOf(plan, tasks);
    expect(text).toContain('.index("by_assigneeId_and_dueAt", ["assigneeId", "dueAt"])');
    expect(text).toMatch(/no-duplicate-indexes -- .*\n {4}\.index\("by_assigneeId", /);
    expect(planIndex(input, withTexts({ [tasks]: text })).files).toEqual([]);
  });

  test("that nothing reads is refused, unless it is staged", () => {
    expect(codesOf(() => planIndex(input, tree))).toEqual(["2 INDEX_UNREAD"]);
    const { files: planned, next } = planIndex({ ...input, staged: true }, tree);
    expect(planned[0]!.after).toContain('{ fields: ["assigneeId", "dueAt"], staged: true }');
    expect(next.join("\n")).toContain("--activate by_assigneeId_and_dueAt");
  });

  test("is removed without a trace", async () => {
    const plan = await formatPlan(workspace, planIndex({ ...input, staged: true }, tree));
    const staged = withTexts({ [tasks]: textOf(plan, tasks) });
    const name = "by_assigneeId_and_dueAt";
    const removal = await formatPlan(
      workspace,
      planIndex({ table: "tasks", remove: name }, staged),
    );
    expect(textOf(removal, tasks)).toBe(files[tasks]);
    const [file] = plan.files;
    expect(removeFragments(tasks, file!.after, file!.fragments).changed).toEqual([]);
  });

  test("that is staged is activated once a query reads it", async () => {
    const plan = await formatPlan(workspace, planIndex({ ...input, staged: true }, tree));
    const activate = { table: "tasks", activate: "by_assigneeId_and_dueAt" };
    const staged = { [tasks]: textOf(plan, tasks) };
    expect(codesOf(() => planIndex(activate, withTexts(staged)))).toEqual(["2 INDEX_UNREAD"]);
    const path = `${layout.convex}/reports.ts`;
    const read = withTexts({ ...staged, [path]: readBy("by_assigneeId_and_dueAt").read(path)! });
    const text = textOf(await formatPlan(workspace, planIndex(activate, read)), tasks);
    expect(text).toContain('.index("by_assigneeId_and_dueAt", ["assigneeId", "dueAt"])');
    expect(text).not.toContain("staged");
  });

  test("with its list is what an entity with --index has", () => {
    const plan = planIndex({ table: "notes", fields: ["title"], list: true }, tree);
    expect(textOf(plan, notes)).toContain('"by_ownerId_and_title"');
    expect(textOf(plan, layout.backendModule("notes"))).toContain(
      "export const listByTitle = query(",
    );
    expect(textOf(plan, layout.backendTest("notes"))).toContain("notes.listByTitle");
  });
});

test.each<[IndexInput, string, string]>([
  [{ table: "users", fields: ["email"], staged: true }, "3 INDEX_COVERED", '"email"'],
  [{ table: "tasks", fields: ["dueAt", "dueAt"] }, "2 INDEX_FIELDS", "twice"],
  [{ table: "tasks", fields: ["_creationTime"] }, "2 INDEX_FIELD", "order of their creation"],
  [{ table: "tasks", fields: ["dueAtt"] }, "2 INDEX_FIELD", 'Did you mean "dueAt"?'],
  [{ table: "tasks", fields: Array.from({ length: 17 }, (_, n) => `f${n}`) }, "2 INDEX_FIELD", ""],
  [{ table: "users", fields: ["creation.time"] }, "2 INDEX_FIELD", ""],
  [{ table: "tasks", remove: "by_teamIds" }, "2 INDEX_UNKNOWN", 'Did you mean "by_teamId"?'],
  [{ table: "tasks", remove: "by_teamId" }, "3 INDEX_IN_USE", "taskCounts.ts"],
  [{ table: "tasks", fields: ["title"], list: true }, "4 INDEX_LIST", "Entities: notes"],
  [{ table: "authSessions", fields: ["userId"], staged: true }, "4 INDEX_TABLE", "library"],
  [{ table: "tasks", fields: ["title"], remove: "by_teamId" }, "2 INDEX_HERE", "--remove"],
  [{ table: "tasks", activate: "by_teamId", staged: true }, "2 INDEX_HERE", "--staged"],
])("%j is refused", (input, code, message) => {
  expect(codesOf(() => planIndex(input, tree))).toContain(code);
  expect(problemsOf(input)[0]!.message).toContain(message);
});

describe("indexes that nothing reads", () => {
  test("are none of the template's", () => {
    expect(unusedIndexes(undefined, tree).map(({ name }) => name)).toEqual([]);
    expect(planIndex({ unused: true }, tree).files).toEqual([]);
  });

  test("are named with their lines and the command that removes them", () => {
    const text = files[tasks]!.replace(
      '.index("by_creatorId"',
      '.index("by_title", ["title"])\n    .index("by_creatorId"',
    );
    const { notes } = planIndex({ unused: true }, withTexts({ [tasks]: text }));
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/tasks\.ts:\d+ .*pnpm plop index tasks --remove by_title$/);
    expect(planIndex({ table: "notes", unused: true }, withTexts({ [tasks]: text })).notes).toEqual(
      ["Every index is read."],
    );
  });
});
