// Migrations as they are planned on the files of this repository.
import { describe, expect, test } from "vitest";
import type { Plan, Tree } from "@groundwork/plop-engine/plan";
import { recordOf, recordPath, recordText } from "@groundwork/plop-engine/run/history";
import { memoryTree } from "@groundwork/plop-engine/tree";
import type { MigrationInput } from "@groundwork/convex-generators/migration/input";
import { planMigration } from "@groundwork/convex-generators/migration/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { codesOf, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateFiles, templateTree } from "../repository.ts";

const tree = templateTree();
const fillImage: MigrationInput = { name: "fillImage", table: "users", field: "image", to: '"x"' };
const dropImage: MigrationInput = {
  name: "dropImage",
  table: "users",
  field: "image",
  unset: true,
};
const shapes = "packages/validators/src/accounts/users.ts";

/** The files of a tree once a plan is written and recorded, with other texts for some. */
function written(plan: Plan, other: Record<string, string> = {}): Tree {
  const record = recordOf([], plan, plan.files);
  const files = Object.fromEntries(plan.files.map(({ path, after }) => [path, after]));
  const recorded = { [recordPath(record.id)]: recordText(record) };
  return memoryTree({ ...templateFiles, ...files, ...recorded, ...other });
}

const deployed = { [layout.changes]: "# Changes\n\n## 0.1.0\n\n- `notes.a is removed`: nothing\n" };
const codes = (input: MigrationInput, of: Tree = tree) => codesOf(() => planMigration(input, of));

describe("the first phase", () => {
  test("writes the migration, runs it with the others, and tests it", () => {
    const plan = planMigration(fillImage, tree);
    expect(textOf(plan, layout.migrations)).toContain(
      'migrateOne: (_ctx, row) => filledIn(row, "image", "x" as const)',
    );
    expect(textOf(plan, layout.migrations)).toMatch(
      /const pending = \[[^\]]*internal\.migrations\.fillImage,?\s*\]/,
    );
    expect(textOf(plan, layout.migrationTest("fillImage"))).toContain('is: "absent"');
  });

  test("leaves a field that is optional as it is, and makes another one optional", () => {
    expect(planMigration(fillImage, tree).files.map(({ path }) => path)).not.toContain(shapes);
    const required = { ...fillImage, field: "email" };
    const after = textOf(planMigration(required, tree), shapes);
    expect(after).toMatch(/^ {2}email: .*\.optional\(\),$/m);
  });

  test("is refused for what rows are called by, until they are called otherwise", () => {
    const fillTitle = { ...fillImage, table: "tasks", field: "title" };
    expect(codes(fillTitle)).toEqual(["2 FIELD_HELD"]);
    const text = tree.read(layout.names)!.replace('tasks: "title"', 'tasks: "_creationTime"');
    const renamed = memoryTree({ ...templateFiles, [layout.names]: text });
    expect(planMigration(fillTitle, renamed).files).not.toEqual([]);
  });

  test("is nothing to do when it was done", () => {
    const first = planMigration(fillImage, tree);
    expect(planMigration(fillImage, written(first)).files).toEqual([]);
  });
});

describe("the second phase", () => {
  const begun = planMigration(fillImage, tree);
  const finish: MigrationInput = { name: "fillImage", finish: true };

  test("narrows the table, and removes what is done with", () => {
    const plan = planMigration(finish, written(begun));
    expect(textOf(plan, shapes)).not.toMatch(/^ {2}image: .*\.optional\(\)/m);
    expect(textOf(plan, layout.migrations)).toBe(templateFiles[layout.migrations]);
    expect(plan.removals!.map(({ path }) => path)).toEqual([layout.migrationTest("fillImage")]);
  });

  test("takes a field out of the shape that no row has any more", () => {
    const plan = planMigration(
      { name: "dropImage", finish: true },
      written(planMigration(dropImage, tree)),
    );
    expect(textOf(plan, shapes)).not.toMatch(/^ {2}image:/m);
    expect(textOf(plan, shapes)).not.toContain("Kept by the auth library");
  });

  test("of something deployed is recorded with its day, and keeps the migration", () => {
    const after = written(begun, deployed);
    expect(codes(finish, after)).toEqual(["2 MIGRATION_COUNTED"]);
    const plan = planMigration({ ...finish, counted: "2026-12-01" }, after);
    expect(textOf(plan, layout.changes)).toBe(
      deployed[layout.changes] +
        "- `users.image is required`: `migrations:fillImage` done 2026-12-01\n",
    );
    expect(plan.files.map(({ path }) => path)).not.toContain(layout.migrations);
  });

  test("is nothing to do when it was done", () => {
    const plan = planMigration(finish, written(begun));
    const again = written(begun, {
      ...Object.fromEntries(plan.files.map(({ path, after }) => [path, after])),
    });
    const files = {
      ...again,
      read: (path: string) =>
        path === layout.migrationTest("fillImage") ? null : again.read(path),
    };
    expect(planMigration(finish, files)).toMatchObject({ files: [], removals: [] });
  });
});

test.each<[string[], MigrationInput, Tree?]>([
  [["2 TABLE_UNKNOWN"], { ...fillImage, table: "user" }],
  [["2 FIELD_UNKNOWN"], { ...fillImage, field: "imag" }],
  [["2 MIGRATION_NAME"], { ...fillImage, name: "Fill image" }],
  [["2 MIGRATION_NAME"], { ...fillImage, name: "runAll" }],
  [["2 MIGRATION_VALUE"], { ...fillImage, to: "two words" }],
  [["2 MIGRATION_BOTH"], { ...fillImage, unset: true }],
  [["2 MIGRATION_COUNTED"], { ...fillImage, counted: "2026-12-01" }],
  [["2 MIGRATION_UNKNOWN"], { name: "fillImage", finish: true }],
  [["3 EXPORT_TAKEN"], { ...fillImage, name: "fillNameKeys" }],
])("%j: %j", (expected, input, of = tree) => {
  expect(codes(input, of)).toEqual(expected);
});
