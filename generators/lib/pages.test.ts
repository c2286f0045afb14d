import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layout } from "./layout.ts";
import { REFERENCE_COMMAND, readPages } from "./pages.ts";

const repository = join(import.meta.dirname, "..", "..");

test("every page that is written from the code goes back with a run, and no other", () => {
  const written = readdirSync(join(repository, layout.reference))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${layout.reference}/${name}`)
    .filter((path) =>
      readFileSync(join(repository, path), "utf8").includes(`Written by \`${REFERENCE_COMMAND}\``),
    );
  const pages = Object.keys(readPages(repository));
  expect(pages.filter((path) => path.endsWith(".md")).sort()).toEqual(written.sort());
  expect(pages).toContain("packages/backend/snapshot/snapshot.json");
});
