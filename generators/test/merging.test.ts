// Two branches that each add an entity are merged by git alone, with no driver of ours.
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { layout } from "../lib/layout.ts";
import { plop } from "./command.ts";
import { committedFiles, formatterSettings } from "./notes.ts";
import { scratch } from "./scratch.ts";

let repository: ReturnType<typeof scratch>;

const git = (...args: string[]) => {
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "merge.renames=false"];
  return execFileSync("git", [...who, ...args], {
    cwd: repository.root,
    encoding: "utf8",
    stdio: "pipe",
  });
};

beforeAll(async () => {
  repository = scratch({
    ...formatterSettings(),
    ".gitignore": ".groundwork/\n",
    ...committedFiles(),
  });
  repository.commit();
  git("branch", "start");
  // As in a project that has begun: of a handful of pages the tree of routes is a line.
  for (const name of ["account", "document", "location", "shipment", "warehouse"]) await add(name);
  git("branch", "--force", "start");
}, 120_000);
afterAll(() => repository.remove());

/** Adds an entity with a page on a branch of its own. */
async function branchWith(name: string) {
  git("checkout", "-q", "-b", `with-${name}`, "start");
  await add(name);
}

async function add(name: string) {
  const argv = ["entity", name, "title:string(1..80)", "ownerId:ref(users)+owner", "--web"];
  const access = ["--access", "member:own", "--access", "admin:all", "--no-checks", "--json"];
  expect((await plop(repository.root, [...argv, ...access])).exit).toBe(0);
  git("add", "--all");
  git("commit", "-q", "-m", name);
}

/** The files that git cannot merge by itself. */
function conflictsOf(one: string, other: string): string[] {
  git("checkout", "-q", "-B", "merged", `with-${one}`);
  try {
    git("merge", "-q", "--no-edit", `with-${other}`);
    return [];
  } catch {
    return git("diff", "--name-only", "--diff-filter=U").trim().split("\n");
  } finally {
    git("reset", "-q", "--hard");
  }
}

const pairs: [string, string][] = [
  ["customer", "invoice"],
  ["event", "room"],
  ["recipe", "ingredient"],
  ["book", "loan"],
  ["product", "review"],
];

// Two that come to stand side by side in a list are one place to git. The longer the lists, the rarer that is;
// the tree of routes has the shortest, and is written anew by `pnpm dev` and by a build.
test("most pairs merge, and no other than the generated tree of routes ever conflicts", async () => {
  for (const name of new Set(pairs.flat())) await branchWith(name);
  const conflicts = pairs.map(([one, other]) => conflictsOf(one, other));
  expect(conflicts.filter((files) => files.length > 0).length).toBeLessThanOrEqual(1);
  expect(conflicts.flat().filter((file) => file !== layout.routeTree)).toEqual([]);
}, 240_000);
