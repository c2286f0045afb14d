// One run that does the work of several: each plan is made on top of the one before.
import type { Fragment, Plan, PlannedFile, Removal, Tree } from "./plan.ts";
import { treeWith } from "./planned-tree.ts";

export class Composition {
  readonly parts: Plan[] = [];
  readonly #tree: Tree;
  readonly #contents = new Map<string, string | null>();
  #now: Tree;

  /** @param tree the repository */
  constructor(tree: Tree) {
    this.#tree = tree;
    this.#now = tree;
  }

  /** The repository with the plans so far. */
  get tree(): Tree {
    return this.#now;
  }

  /**
   * Adds a plan that was made from `tree`.
   * @param more contents of files that later plans read and that are not written, such as its record
   */
  add(plan: Plan, more: Readonly<Record<string, string>> = {}): void {
    this.parts.push(plan);
    for (const { path, after } of plan.files) this.#contents.set(path, after);
    for (const { path } of plan.removals ?? []) this.#contents.set(path, null);
    for (const [path, text] of Object.entries(more)) this.#contents.set(path, text);
    this.#now = treeWith(this.#tree, new Map(this.#contents));
  }

  /** Everything that the plans write and delete, each file once. */
  changes(): Required<Pick<Plan, "files" | "removals">> {
    const files: PlannedFile[] = [];
    const removals: Removal[] = [];
    for (const path of this.#paths()) {
      const before = this.#tree.read(path);
      const after = this.#now.read(path);
      if (after !== null) files.push(composedFile(path, { before, after }, this.#steps(path)));
      else if (before !== null) removals.push({ path, before });
    }
    return { files, removals };
  }

  #paths(): Set<string> {
    const paths = this.parts.flatMap(({ files, removals = [] }) =>
      [...files, ...removals].map(({ path }) => path),
    );
    return new Set(paths);
  }

  #steps(path: string): PlannedFile[] {
    return this.parts.flatMap(({ files }) => files.filter((file) => file.path === path));
  }
}

/** What several plans make of a file. */
function composedFile(
  path: string,
  texts: { before: string | null; after: string },
  steps: readonly PlannedFile[],
): PlannedFile {
  const isProtected = steps.some((step) => step.protected === true);
  const common = { path, ...texts, ...(isProtected && { protected: true }) };
  if (texts.before === null) return { ...common, fragments: [] };
  const added = steps.flatMap(({ fragments }) => fragments);
  const updates = steps.flatMap((step) => step.updates ?? []);
  const taken = steps.flatMap((step) => step.taken ?? []);
  const base = steps.findLast((step) => step.base !== undefined)?.base;
  const replaces = steps.some((step) => step.replaces === true);
  // What is added to a file that is also rendered again is recorded with that: neither can be removed alone.
  const isMerged = base !== undefined || replaces || updates.length > 0;
  const all: Fragment[] = isMerged ? [...updates, ...added] : [];
  return {
    ...common,
    fragments: isMerged ? [] : added,
    ...(base !== undefined && { base }),
    ...(replaces && { replaces }),
    ...(all.length > 0 && { updates: all }),
    ...(taken.length > 0 && { taken }),
  };
}
