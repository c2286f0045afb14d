// What a copy of the template is renamed by: one file for the app's name, one scope for its packages.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { APP_NAME } from "../packages/validators/src/app.ts";

const root = resolve(import.meta.dirname, "..");
const filesOf = (...folders: string[]) =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...folders], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => /\.(tsx?|html|json)$/.test(file));
const read = (file: string) => readFileSync(join(root, file), "utf8");

test("what people see takes the app's name from one file", () => {
  const shown = filesOf(
    "apps/web/src",
    "apps/web/index.html",
    "packages/backend/convex",
    "packages/validators/src",
    "tooling/dev/src",
  );
  expect(shown.length).toBeGreaterThan(100);
  const naming = shown.filter((file) => read(file).includes(APP_NAME));
  expect(naming).toEqual(["packages/validators/src/app.ts"]);
});

test("the packages of the workspace share one scope", () => {
  const manifests = ["apps/*", "packages/*", "generators"].map((at) => `:(glob)${at}/package.json`);
  const names = filesOf(...manifests)
    .map((file) => (JSON.parse(read(file)) as { name: string }).name)
    .map((name) => name.split("/")[0]);
  expect(names.length).toBeGreaterThan(3);
  expect(new Set(names).size).toBe(1);
});
