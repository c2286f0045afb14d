// Two branches that each add an entity are merged by git alone, with no driver of ours.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { layout } from "../lib/layout.ts";
import { plop } from "./command.ts";
import { committedFiles, formatterSettings, workspace } from "./notes.ts";
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
    ".gitignore": readFileSync(join(workspace, ".gitignore"), "utf8"),
    ...committedFiles(),
  });
  repository.commit();
  git("branch", "start");
  // As in a project that has begun.
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

/** Where each entity has a line. */
const lists = new Set<string>([
  ...[layout.schema, layout.references, layout.rateLimits, layout.names, layout.apiTypes],
  ...[layout.access, layout.accessTest],
]);

const names = [
  ...["customer", "invoice", "event", "room", "recipe", "ingredient"],
  ...["book", "loan", "product", "review"],
];

// Two that come to stand side by side in a sorted list are one place to git: keep both lines. The longer the
// lists, the rarer that is; it is as frequent as here in a project with half a dozen entities.
test("most pairs of entities with pages merge, and never meet in more than those lists", async () => {
  for (const name of names) await branchWith(name);
  const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other]));
  const conflicts = pairs.map(([one, other]) => conflictsOf(one!, other!));
  const meeting = conflicts.filter((files) => files.length > 0);
  expect(meeting.length / pairs.length).toBeLessThan(1 / 4);
  expect(conflicts.flat().filter((path) => !lists.has(path))).toEqual([]);
}, 240_000);

test("git keeps no tree of routes, which every page changes in several places", () => {
  const isIgnored = execFileSync("git", ["check-ignore", "apps/web/src/routeTree.gen.ts"], {
    cwd: repository.root,
    encoding: "utf8",
  });
  expect(isIgnored.trim()).toBe("apps/web/src/routeTree.gen.ts");
  expect(git("ls-files", "apps/web/src/*.gen.ts")).toBe("");
});
