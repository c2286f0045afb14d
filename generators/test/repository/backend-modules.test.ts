// Which modules functions cannot be in, read from the repository itself: what is there decides, and no list.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  mountedComponents,
  whyTaken,
} from "@groundwork/convex-generators/repository/backend-modules";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { diskTree } from "@groundwork/plop-engine/tree";

const root = join(import.meta.dirname, "../../..");
const tree = diskTree(root);
const modules = tree
  .list(layout.convex)
  .filter((name) => /^\w+\.ts$/.test(name))
  .map((name) => name.slice(0, -".ts".length));

describe("the modules of the backend", () => {
  test("take functions wherever one that is there uses the builders", () => {
    const uses = modules.filter((module) =>
      readFileSync(join(root, layout.backendModule(module)), "utf8").includes(
        'from "./builders/functions"',
      ),
    );
    expect(uses).toContain("notes");
    const refused = uses.filter((module) => whyTaken(tree, module) !== null);
    // A component's name is the component's.
    expect(refused).toEqual(refused.filter((module) => mountedComponents(tree).includes(module)));
  });
});

describe("a component", () => {
  test("that the app mounts keeps its name", () => {
    const names = mountedComponents(tree);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(whyTaken(tree, name)).toMatch(/component/);
      expect(whyTaken(tree, `${name}/search`)).toMatch(/component/);
      expect(whyTaken(tree, `admin/${name}`)).toBeNull();
    }
  });
});
