// Branches of a repository that each add an entity with a page, and what git says to merging two of them.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { apiModuleFragment } from "../repository/api-modules.ts";
import { addFragments } from "@groundwork/plop-engine/edit/fragments";
import { layout } from "../repository/layout.ts";
import { refreshPages } from "../repository/pages.ts";
import { plop } from "./command.ts";
import { linkInstalled } from "./installed.ts";
import { type Files, formatterSettings, workspace } from "./notes.ts";
import { scratch } from "@groundwork/plop-engine/testing/scratch";

/** Ten that come to stand all over a sorted list. */
export const branchNames = [
  ...["customer", "invoice", "event", "room", "recipe", "ingredient"],
  ...["book", "loan", "product", "review"],
];

/** A repository whose branches are merged by git alone, with no driver of ours. */
export class Branches {
  readonly repository: ReturnType<typeof scratch>;
  /** Whether what is written from the code is written anew on each branch, as by a run with its checks. */
  private readonly writesPages: boolean;

  /** Commits the files, with what git is told here. Pages are written where the packages are there whole. */
  constructor(files: Files, { writesPages = false } = {}) {
    this.writesPages = writesPages;
    const settings = [".gitignore", ".gitattributes"].map((name) => [
      name,
      readFileSync(join(workspace, name), "utf8"),
    ]);
    this.repository = scratch({
      ...formatterSettings(),
      ...Object.fromEntries(settings),
      ...files,
    });
    this.repository.commit();
    if (writesPages) linkInstalled(this.repository.root);
    this.git("branch", "start");
  }

  git(...args: string[]): string {
    const who = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
    const argv = [...who, "-c", "merge.renames=false", ...args];
    return execFileSync("git", argv, {
      cwd: this.repository.root,
      encoding: "utf8",
      stdio: "pipe",
    });
  }

  /** Adds entities to what all branches start from. */
  async start(names: readonly string[]): Promise<void> {
    for (const name of names) await this.add(name);
    this.git("branch", "--force", "start");
  }

  /**
   * Adds an entity on a branch of its own, for each name, and merges each two.
   * @returns the files that git cannot merge by itself, for each pair
   */
  async mergeEachTwo(names: readonly string[]): Promise<string[][]> {
    for (const name of names) {
      this.git("checkout", "-q", "-b", `with-${name}`, "start");
      await this.add(name);
    }
    return names.flatMap((one, at) =>
      names.slice(at + 1).map((other) => this.conflictsOf(one, other)),
    );
  }

  private async add(name: string): Promise<void> {
    const argv = ["entity", name, "title:string(1..80)", "ownerId:ref(users)+owner", "--web"];
    const access = ["--access", "member:own", "--access", "admin:all", "--no-checks", "--json"];
    expect((await plop(this.repository.root, [...argv, ...access])).exit).toBe(0);
    if (this.writesPages)
      expect(await refreshPages(this.repository.root)).toMatchObject({ left: [] });
    this.git("add", "--all");
    this.git("commit", "-q", "-m", name);
  }

  /** What git merged of the types of the API still is a module, which has those of both. */
  private expectModules(tables: readonly string[]): void {
    const text = this.repository.read(layout.apiTypes);
    for (const module of tables.flatMap((table) => [table, `tables/${table}`])) {
      expect(addFragments(layout.apiTypes, text, [apiModuleFragment(module)]).added).toEqual([]);
    }
  }

  private conflictsOf(one: string, other: string): string[] {
    this.git("checkout", "-q", "-B", "merged", `with-${one}`);
    try {
      this.git("merge", "-q", "--no-edit", `with-${other}`);
      this.expectModules([one, other].map((name) => `${name}s`));
      return [];
    } catch {
      return this.git("diff", "--name-only", "--diff-filter=U").trim().split("\n");
    } finally {
      this.git("reset", "-q", "--hard");
    }
  }
}
