// A module in a folder: its imports, its test, its types and its names.
import { describe, expect, test } from "vitest";
import { layout } from "../repository/layout.ts";
import type { Tree } from "@groundwork/plop-engine/plan";
import { verifyPlan } from "@groundwork/plop-engine/run/verify";
import { after, codesOf, textOf } from "../test/plans.ts";
import { templateTree } from "../test/repository.ts";
import type { FunctionInput } from "./input.ts";
import { planFunction } from "./plan.ts";

const tree = templateTree();

const codes = (input: FunctionInput, of = tree) => codesOf(() => planFunction(input, of));

describe("a module in a folder", () => {
  const input: FunctionInput = {
    ...{ name: "admin/billing/reports.revenue", kind: "mutation", access: "notes.update" },
    ...{ args: ["noteId:ref(notes)"], rateLimit: "5/day", returns: "int" },
  };
  const module = layout.backendModule("admin/billing/reports");
  const testFile = layout.backendTest("admin/billing/reports");

  test("reaches what it needs from there, and so does its test", () => {
    const plan = planFunction(input, tree);
    const paths = plan.files.map(({ path }) => path);
    expect(paths).toEqual([module, layout.apiTypes, testFile, layout.rateLimits]);
    const relative = [module, testFile].flatMap((path) =>
      [...textOf(plan, path).matchAll(/ from "(\..+)";/g)].map(([, specifier]) => specifier),
    );
    expect([...new Set(relative)].toSorted()).toEqual(
      [
        "../../lib/errors",
        "../../builders/functions",
        "../../../convex/_generated/api",
        "../../lib/rows",
        "../../../testing/manifest.ts",
        "../../../testing/setup.ts",
      ].toSorted(),
    );
    expect(textOf(plan, testFile)).toContain("api.admin.billing.reports.revenue");
    expect(textOf(plan, layout.apiTypes)).toContain(
      '"admin/billing/reports": typeof admin_billing_reports;',
    );
    expect(() => verifyPlan(plan, [])).not.toThrow();
    expect(planFunction(input, after(plan, tree)).files).toEqual([]);
  });

  test("answers rows of the table that it is named after", () => {
    const plan = planFunction(
      { name: "admin/notes.recent", kind: "query", returns: "page", access: "notes.read" },
      tree,
    );
    const text = textOf(plan, layout.backendModule("admin/notes"));
    expect(text).toContain('.query("notes")');
    expect(text).toContain('import { publicNote } from "@repo/validators/notes";');
  });

  test("has no name in the API that another has", () => {
    const named = (name: string): FunctionInput => ({ name, kind: "query", access: "signedIn" });
    expect(codes(named("notes/list.x"))).toEqual(["3 NAME_TAKEN"]);
    const there = {
      ...after(planFunction(named("notes/old.x"), tree), tree),
      list: (folder: string) =>
        folder === `${layout.convex}/notes` ? ["old.ts"] : tree.list(folder),
    };
    expect(codes(named("notes.old"), there)).toEqual(["3 NAME_TAKEN"]);
  });

  test("is left out of the flows, where they touch it", () => {
    const path = "packages/backend/flows/work.ts";
    const touched: Tree = {
      list: (folder) => (folder.endsWith("/flows") ? ["flows.ts", "work.ts"] : tree.list(folder)),
      read: (asked) => (asked === path ? "api.admin.billing.reports.all" : tree.read(asked)),
    };
    const plan = planFunction(input, touched);
    expect(textOf(plan, layout.flows)).toContain('"admin/billing/reports:revenue"');
  });
});
