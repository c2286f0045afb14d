// Two branches of a young project that each add an entity with a page: git merges them by itself, with no driver of
// ours, and what is written from the code is written again.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addFragments } from "@groundwork/plop-engine/edit/fragments";
import { scratch } from "@groundwork/plop-engine/testing/scratch";
import { apiModuleFragment } from "@groundwork/convex-generators/repository/api-modules";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { refreshPages } from "@groundwork/convex-generators/repository/pages";
import { plop } from "@groundwork/plop-engine/testing/command";
import { linkInstalled } from "./installed.ts";
import { type Files, committedFiles, formatterSettings, workspace } from "./notes.ts";

/** Three that come to stand all over a sorted list. */
const names = ["customer", "invoice", "product"];

/** Where each entity has a line. */
const lists: readonly string[] = [
  ...[layout.schema, layout.references, layout.rateLimits, layout.names, layout.access],
];

let repository: ReturnType<typeof scratch>;
const read = (path: string) => readFileSync(join(workspace, path), "utf8");

beforeAll(async () => {
  const settings = [".gitignore", ".gitattributes"].map((name) => [name, read(name)]);
  const files = { ...formatterSettings(), ...committedFiles(), ...backendFiles() };
  repository = scratch({ ...files, ...Object.fromEntries(settings) });
  repository.commit();
  linkInstalled(repository.root);
  git("branch", "start");
  for (const name of names) {
    git("checkout", "-q", "-b", `with-${name}`, "start");
    await add(name);
    // The two that are merged for good.
    if (name !== "invoice") await writePages();
  }
});
afterAll(() => repository?.remove());

/** All that the backend is written from. */
function backendFiles(): Files {
  const paths = ["packages/backend", "packages/validators", "docs/reference"]
    .flatMap((folder) =>
      readdirSync(join(workspace, folder), { recursive: true, withFileTypes: true }),
    )
    .filter(
      (entry) => entry.isFile() && !/[/\\](node_modules|\.\w+)([/\\]|$)/.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name).slice(workspace.length + 1));
  return Object.fromEntries(paths.map((path) => [path, read(path)]));
}

function git(...args: string[]): string {
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "merge.renames=false"];
  const { root: cwd } = repository;
  return execFileSync("git", [...who, ...args], { cwd, encoding: "utf8", stdio: "pipe" }).trim();
}

async function add(name: string): Promise<void> {
  const argv = ["entity", name, "title:string(1..80)", "ownerId:ref(users)+owner", "--web"];
  const access = ["--access", "member:own", "--access", "admin:all", "--no-checks", "--json"];
  expect((await plop(repository.root, [...argv, ...access])).exit).toBe(0);
  git("add", "--all");
  git("commit", "-q", "-m", name);
}

/** Adds what is written from the code to the last commit. */
async function writePages(): Promise<void> {
  expect(await refreshPages(repository.root)).toMatchObject({ left: [] });
  git("add", "--all");
  git("commit", "-q", "--amend", "--no-edit");
}

/** Merges two branches; the files that git cannot merge by itself. */
function conflictsOf(one: string, other: string): string[] {
  git("checkout", "-q", "-B", "merged", `with-${one}`);
  try {
    git("merge", "-q", "--no-edit", `with-${other}`);
    return [];
  } catch {
    const files = git("diff", "--name-only", "--diff-filter=U").split("\n");
    git("reset", "-q", "--hard");
    return files;
  }
}

// Two that come to stand side by side in a sorted list are one place to git: keep both lines.
test("two entities merge, or meet in those lists alone", () => {
  const pairs = names.flatMap((one, at) =>
    names.slice(at + 1).map((other) => [one, other] as const),
  );
  const conflicts = pairs.map(([one, other]) => conflictsOf(one, other));
  expect(conflicts.filter((files) => files.length > 0).length).toBeLessThan(pairs.length);
  expect(conflicts.flat().filter((path) => !lists.includes(path))).toEqual([]);
});

test("what is written from the code is merged, and then written again from both", async () => {
  expect(conflictsOf("customer", "product")).toEqual([]);
  const types = repository.read(layout.apiTypes);
  for (const module of ["customers", "tables/customers", "products", "tables/products"]) {
    expect(addFragments(layout.apiTypes, types, [apiModuleFragment(module)]).added).toEqual([]);
  }
  expect(await refreshPages(repository.root)).toMatchObject({ left: [] });
  for (const path of [layout.snapshot, `${layout.reference}/README.md`]) {
    expect(repository.read(path)).toMatch(/customers.*products/s);
  }
  git("checkout", "-q", "--", ".");
});

test("git keeps both sides of what is written from the code, and no tree of routes", () => {
  const written = [layout.apiTypes, layout.snapshot, `${layout.reference}/README.md`];
  const merges = git("check-attr", "merge", ...written).split("\n");
  expect(merges).toEqual(written.map((path) => `${path}: merge: union`));
  expect(git("check-attr", "merge", layout.access)).toContain("unspecified");
  const routes = "apps/web/src/routeTree.gen.ts";
  expect(git("check-ignore", routes)).toBe(routes);
});
