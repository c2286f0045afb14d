import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { memoryTree } from "@groundwork/plop-engine/tree";
import type { ComponentInput } from "@groundwork/convex-generators/component/input";
import { official } from "@groundwork/convex-generators/component/official";
import { planComponent } from "@groundwork/convex-generators/component/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { after, codesOf, fragment, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateFiles, templateTree } from "../repository.ts";

/** Where an installed package has the schema of its component. */
const schemaOf = (name: string) =>
  join(root, layout.backend, `node_modules/@convex-dev/${name}/dist/component/schema.js`);
const root = join(import.meta.dirname, "../../..");
const tree = templateTree();
const likes: ComponentInput = { component: "sharded-counter", name: "likes" };
const wrapper = (name: string) => layout.backendModule(`model/components/${name}`);
const testOf = (name: string) => layout.backendTest(`components/${name}`);

test("a component: its package, where it is mounted, what tests and types know of it, its wrapper", async () => {
  const plan = await formatPlan(root, planComponent(likes, tree));
  expect(plan.files.map(({ path }) => path)).toEqual([
    ...[layout.backendManifest, "pnpm-workspace.yaml", layout.components, layout.apiTypes],
    ...[layout.testSetup, layout.remains, wrapper("likes"), testOf("likes")],
  ]);
  const edits = plan.files.flatMap(({ path, fragments }) =>
    fragments.map(({ text }) => `${path}\n${text}\n`),
  );
  const text = [...edits, textOf(plan, wrapper("likes")), textOf(plan, testOf("likes"))].join("\n");
  await expect(text).toMatchFileSnapshot("../../component/golden/likes.txt");
});

test("another one of a package that is there is mounted, and nothing is installed", () => {
  const plan = planComponent({ component: "aggregate", name: "ranking" }, tree);
  const paths = plan.files.map(({ path }) => path);
  expect(paths).not.toContain(layout.backendManifest);
  expect(paths).not.toContain("pnpm-workspace.yaml");
  expect(fragment(plan, layout.components, "mount")).toBe(
    'app.use(aggregate, { name: "ranking" });',
  );
});

test.each(official.map(({ name }) => name))(
  "%s: its wrapper and its test are code",
  (component) => {
    const input = { component, name: "another" };
    const plan = planComponent(input, tree);
    for (const path of [wrapper("another"), testOf("another")]) {
      const text = textOf(plan, path);
      expect(() => parseModule(path, text)).not.toThrow();
      expect(text).toMatch(/components\.another|components\/another\.ts/);
    }
    expect(planComponent(input, after(plan, tree)).files).toEqual([]);
  },
);

test.each(official.filter(({ name }) => existsSync(schemaOf(name))))(
  "$name: its tables are those of the package",
  async ({ name, tables }) => {
    const { default: schema } = (await import(schemaOf(name))) as { default: { tables: object } };
    expect(Object.keys(tables).sort()).toEqual(Object.keys(schema.tables).sort());
  },
);

test.each(["aggregate", "rag", "@convex-dev/rate-limiter", "rateLimiter"])(
  "%s came with the app: nothing to do",
  (component) => {
    expect(planComponent({ component }, tree).files).toEqual([]);
  },
);

describe("another component, of an installed package", () => {
  const folder = `${layout.backend}/node_modules/@acme/stock`;
  const exports = { "./convex.config.js": "./c.js", "./test": "./t.ts" };
  const installed = memoryTree({
    ...templateFiles,
    [`${folder}/package.json`]: JSON.stringify({ name: "@acme/stock", exports }),
    [`${folder}/dist/component/schema.js`]:
      "export default defineSchema({ items: defineTable({}), moves: defineTable({}) });",
    [`${layout.backend}/node_modules/plain/package.json`]: JSON.stringify({ exports: {} }),
  });
  const stock: ComponentInput = {
    ...{ component: "stock", package: "@acme/stock", holds: "numbers of goods in a store" },
  };

  test("is mounted, known to tests and types, and has to be said what it holds", () => {
    const plan = planComponent(stock, installed);
    expect(plan.files.map(({ path }) => path)).toEqual([
      ...[layout.components, layout.apiTypes, layout.testSetup, layout.remains],
    ]);
    const said = plan.files.at(-1)!.fragments.map(({ text }) => text);
    expect(said).toEqual([
      '"stock/items": "numbers of goods in a store"',
      '"stock/moves": "numbers of goods in a store"',
    ]);
    expect(planComponent(stock, after(plan, installed)).files).toEqual([]);
  });

  test.each<[string, string[], Partial<ComponentInput>]>([
    ["a package that is not installed", ["2 COMPONENT_PACKAGE"], { package: "@acme/other" }],
    ["a path", ["2 COMPONENT_PACKAGE"], { package: "../../x" }],
    ["a package that is no component", ["2 COMPONENT_PACKAGE"], { package: "plain" }],
    ["nothing said of what it holds", ["2 COMPONENT_HOLDS"], { holds: undefined }],
    ["a second name", ["2 COMPONENT_HERE"], { name: "x" }],
    ["the name of a module", ["3 COMPONENT_TAKEN"], { component: "notes" }],
  ])("is refused: %s", (_what, codes, changes) => {
    expect(codesOf(() => planComponent({ ...stock, ...changes }, installed))).toEqual(codes);
  });
});

describe("is refused:", () => {
  const there = after(planComponent(likes, tree), tree);
  test.each<[string, string[], ComponentInput, typeof tree]>([
    ["an unknown one", ["2 COMPONENT_UNKNOWN"], { component: "sharded" }, tree],
    ["a name with a hyphen", ["2 COMPONENT_NAME"], { ...likes, name: "my-likes" }, tree],
    ["a keyword", ["2 COMPONENT_NAME"], { ...likes, name: "delete" }, tree],
    ["a name of a module", ["3 COMPONENT_TAKEN"], { ...likes, name: "crons" }, tree],
    ["a name of a component", ["3 COMPONENT_TAKEN"], { ...likes, name: "rag" }, tree],
    [
      "a name that is taken since",
      ["3 COMPONENT_TAKEN"],
      { ...likes, component: "workpool" },
      there,
    ],
    ["a second one of the app's own", ["2 COMPONENT_ONCE"], { component: "rag", name: "x" }, tree],
    ["what a known one holds", ["2 COMPONENT_HERE"], { ...likes, holds: "some text" }, tree],
  ])("%s", (_what, codes, input, of) => {
    expect(codesOf(() => planComponent(input, of))).toEqual(codes);
  });
});
