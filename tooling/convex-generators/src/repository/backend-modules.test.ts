import { memoryTree } from "@groundwork/plop-engine/tree";
import { describe, expect, test } from "vitest";
import { baseOf, foldersOf, mounts, pathToRoot, whyTaken } from "./backend-modules.ts";
import { layout } from "./layout.ts";

test("a module knows its folders and the way out of them", () => {
  expect(baseOf("admin/billing/reports")).toBe("reports");
  expect(foldersOf("admin/billing/reports")).toEqual(["admin", "admin/billing"]);
  expect(["notes", "admin/reports", "admin/billing/reports"].map(pathToRoot)).toEqual([
    "./",
    "../",
    "../../",
  ]);
});

describe("a component", () => {
  test("is known by the name that it is mounted under", () => {
    const imports = `import rag from "@x/rag/convex.config.js"; import own from "./own/convex.config";`;
    const text = `${imports} app.use(rag); app.use(rag, { name: "archive" }); app.use(own);`;
    expect(mounts(memoryTree({ [layout.components]: text }))).toEqual([
      { name: "rag", package: "@x/rag" },
      { name: "archive", package: "@x/rag" },
      { name: "own", package: "" },
    ]);
    expect(mounts(memoryTree({}))).toEqual([]);
  });

  test("of one's own keeps its folder", () => {
    const own = memoryTree({ [`${layout.convex}/billing/convex.config.ts`]: "" });
    expect(whyTaken(own, "billing/invoices")).toMatch(/component "billing"/);
    expect(whyTaken(own, "billing")).toBeNull();
  });
});
