import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { apiModuleFragment } from "@groundwork/convex-generators/repository/api-modules";
import { addFragments, removeFragments } from "@groundwork/plop-engine/edit/fragments";

const path = layout.apiTypes;
const repository = join(import.meta.dirname, "../../..");
const committed = readFileSync(join(repository, path), "utf8");

/** The file as the official codegen writes it for no modules at all. */
const bare = committed
  .replace(/^import type \* as .*\n/gm, "")
  .replace(/^ {2}.*: typeof .*\n/gm, "")
  .replace("ApiFromModules<{\n}>", "ApiFromModules<{}>")
  .replace(" */\n\n\nimport", " */\n\nimport");

const add = (text: string, modules: string[]) =>
  addFragments(path, text, modules.map(apiModuleFragment)).text;

test("what we write for the app's modules is what the official codegen wrote", () => {
  const folder = join(repository, "packages/backend/convex");
  const modules = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /^([\w-]+\/)*\w+\.ts$/.test(file) && !/^_generated|^schema\.ts$/.test(file))
    .map((file) => file.slice(0, -".ts".length));
  expect(modules).toContain("notes");
  for (const module of modules) {
    const without = removeFragments(path, committed, [apiModuleFragment(module)]);
    expect(without.text).not.toContain(`../${module}.js`);
    expect(add(without.text, [module])).toBe(committed);
  }
  expect(add(bare, modules.toReversed())).toBe(committed);
});

test("modules stand in the order of their paths", () => {
  const text = add(committed, ["zebra", "model/zebras", "modelling", "model"]);
  const order = [...text.matchAll(/^import type \* as \w+ from "\.\.\/(.*)\.js";/gm)].map(
    ([, module]) => module!,
  );
  expect(order).toEqual(order.toSorted((a, b) => (`${a}.ts` < `${b}.ts` ? -1 : 1)));
  expect(text).toContain('  "model/zebras": typeof model_zebras;\n  modelling:');
});

test("names that the file or the language has get another variable", () => {
  const text = add(committed, ["api", "internal", "delete"]);
  expect(text).toContain('import type * as api_ from "../api.js";');
  expect(text).toContain("  internal: typeof internal_;");
  expect(text).toContain("  delete: typeof delete_;");
});

test("a module is added once, and goes again", () => {
  const fragment = apiModuleFragment("model/zebras");
  const text = add(committed, ["model/zebras"]);
  expect(addFragments(path, text, [fragment])).toEqual({ text, added: [], present: [fragment] });
  expect(removeFragments(path, text, [fragment])).toEqual({
    text: committed,
    kept: [],
    changed: [],
  });
});

test("two modules that would get one variable are a conflict", () => {
  const text = add(committed, ["model/zebras"]);
  const conflict = () => add(text, ["model_zebras"]);
  expect(conflict).toThrow(expect.objectContaining({ exit: 3 }));
  expect(conflict).toThrow('The modules "model_zebras" and "model/zebras" get the same name');
});

test("a file that is not the codegen's is refused", () => {
  expect(() => add("export {};\n", ["a"])).toThrow("there is no ApiFromModules<{ … }>");
});
