// Whole designs, as people write them: each is right in itself, and everything that it asks for can be made here.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkDesign } from "@groundwork/convex-generators/design/check/check";
import { planDesign } from "@groundwork/convex-generators/design/apply/plan";
import { readDesign } from "@groundwork/convex-generators/design/file/read";
import { diskTree } from "@groundwork/plop-engine/tree";
import { describe, expect, test } from "vitest";

const tree = diskTree(join(import.meta.dirname, "../../.."));
const folder = join(import.meta.dirname, "../designs");

describe.each(readdirSync(folder))("%s", (name) => {
  const file = readDesign(readFileSync(join(folder, name), "utf8"), name);

  test("is right in itself", () => {
    expect(checkDesign(file, tree, true).findings).toEqual([]);
  });

  test("is safe to apply: every entity is made, and no row changes", () => {
    const { changes } = planDesign(file, tree);
    expect(new Set(changes.map(({ mark }) => mark))).toEqual(new Set(["safe"]));
    const made = changes.flatMap(({ at }) => (at[0] === "entities" ? [at[1]] : []));
    expect(new Set(made)).toEqual(new Set(Object.keys(file.design.entities ?? {})));
  });
});
