import { expect, test } from "vitest";
import { Composition } from "./compose-plans.ts";
import type { Plan, PlannedFile } from "./plan.ts";
import { memoryTree } from "./tree.ts";

const plan = (command: string, files: PlannedFile[], more: Partial<Plan> = {}): Plan => ({
  ...{ command, input: {}, files, next: [], notes: [] },
  ...more,
});
const fragment = (key: string) => ({
  kind: "functionExport",
  key,
  text: `export const ${key} = 1;`,
});
const edit = (path: string, before: string, key: string): PlannedFile => ({
  ...{ path, before, after: `${before}${fragment(key).text}\n`, fragments: [fragment(key)] },
});

test("each plan is made on top of the one before, and each file is written once", () => {
  const composition = new Composition(memoryTree({ "a/old.ts": "", "a/gone.ts": "gone" }));
  composition.add(plan("first", [edit("a/old.ts", "", "one")]), { "runs/1.json": "{}" });
  composition.add(
    plan("second", [{ path: "a/b/new.ts", before: null, after: "new\n", fragments: [] }]),
  );
  expect(composition.tree.list("a")).toEqual(["b/", "gone.ts", "old.ts"]);
  expect(composition.tree.read("runs/1.json")).toBe("{}");
  const old = composition.tree.read("a/old.ts")!;
  const gone = [{ path: "a/gone.ts", before: "gone" }];
  const files = [edit("a/old.ts", old, "two"), edit("a/b/new.ts", "new\n", "three")];
  composition.add(plan("third", files, { removals: gone }));
  expect(composition.tree.list("a")).toEqual(["b/", "old.ts"]);
  const changes = composition.changes();
  expect(changes.removals).toEqual(gone);
  expect(changes.files).toEqual([
    {
      ...{ path: "a/old.ts", before: "" },
      after: "export const one = 1;\nexport const two = 1;\n",
      fragments: [fragment("one"), fragment("two")],
    },
    {
      ...{ path: "a/b/new.ts", before: null, fragments: [] },
      after: "new\nexport const three = 1;\n",
    },
  ]);
});

test("what is added to a file that is rendered again is recorded with that", () => {
  const composition = new Composition(memoryTree({ "a.ts": "old\n" }));
  const again = { path: "a.ts", before: "old\n", after: "again\n", fragments: [], base: "again\n" };
  composition.add(plan("first", [again]));
  composition.add(plan("second", [edit("a.ts", "again\n", "one")]));
  expect(composition.changes().files).toEqual([
    {
      ...{ path: "a.ts", before: "old\n", base: "again\n", fragments: [] },
      after: "again\nexport const one = 1;\n",
      updates: [fragment("one")],
    },
  ]);
});
