import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { readPages } from "@groundwork/convex-generators/repository/pages";

const repository = join(import.meta.dirname, "../../..");

test("every page that is written from the code goes back with a run, and no other", () => {
  const pages = Object.keys(readPages(repository));
  expect(pages).toEqual(expect.arrayContaining([layout.snapshot, "docs/reference/remains.md"]));
  const others = readdirSync(join(repository, layout.reference))
    .map((name) => `${layout.reference}/${name}`)
    .filter((path) => path.endsWith(".md") && !pages.includes(path));
  const claiming = others.filter((path) =>
    readFileSync(join(repository, path), "utf8").includes("Change the code, not this page"),
  );
  expect(claiming).toEqual([]);
});
