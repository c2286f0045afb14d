// The files of the repository while slices are merged into them, one after the other.
import { addFragments, readFragment } from "@groundwork/plop-engine/edit/fragments";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import type { Fragment, PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import { formatted } from "@groundwork/plop-engine/run/format-plan";
import { type Conflict, mergeTexts } from "@groundwork/plop-engine/run/merge";
import type { RunRecord } from "@groundwork/plop-engine/run-record";
import { recordedBase, recordedFragment } from "./recorded.ts";

/** A conflict in a file. */
export interface FileConflict extends Conflict {
  path: string;
}

interface Merged {
  /** As it is on disk. */
  before: string | null;
  after: string;
  base?: string;
  added: Fragment[];
  updates: Fragment[];
}

export class Merging {
  readonly conflicts: FileConflict[] = [];
  readonly notes: string[] = [];
  readonly #files = new Map<string, Merged>();
  readonly #root: string;
  readonly #disk: Tree;
  readonly #records: readonly RunRecord[];

  /**
   * @param root the repository's absolute path
   * @param records the runs so far
   */
  constructor(root: string, disk: Tree, records: readonly RunRecord[]) {
    this.#root = root;
    this.#disk = disk;
    this.#records = records;
  }

  /** The repository with what is merged so far. */
  get tree(): Tree {
    return {
      ...this.#disk,
      read: (path, encoding) => this.#files.get(path)?.after ?? this.#disk.read(path, encoding),
    };
  }

  /** The files that change, to be planned. */
  async planned(): Promise<PlannedFile[]> {
    const files = [...this.#files].map(async ([path, file]) => {
      const { before, after, base, added, updates } = file;
      const text = (await formatted(this.#root, { path, before, after }))!;
      const isMerged = base !== undefined || updates.length > 0;
      return {
        path,
        before,
        after: text,
        fragments: isMerged ? [] : added,
        ...(base !== undefined && { base }),
        // What is new is recorded with what is rendered again: neither can be removed alone.
        ...(updates.length > 0 && { updates: [...updates, ...added] }),
      };
    });
    return await Promise.all(files);
  }

  /**
   * Merges a file that is a slice's own as a whole.
   * @param theirs as it is rendered today, formatted
   */
  async mergeFile({ path, after: theirs }: PlannedFile): Promise<void> {
    const ours = this.tree.read(path);
    const recorded = recordedBase(this.#records, path);
    if (recorded === undefined) {
      if (ours !== theirs) this.#set(path, theirs);
      return;
    }
    const base = (await formatted(this.#root, { path, before: null, after: recorded }))!;
    if (base === theirs) return;
    if (ours === null) {
      this.notes.push(`${path} was removed, and is not written again.`);
      return;
    }
    const isUnedited = ours === recorded || (isModule(path) && isSameCode(ours, recorded, same));
    const after = isUnedited ? theirs : this.#merge(path, { base, ours, theirs }, 0);
    this.#set(path, after, { base: theirs });
  }

  /**
   * Merges code that a slice has in a file of others.
   * @param theirs the file with the code of today, formatted
   * @param without the file without the slice
   */
  async mergeEdit(theirs: PlannedFile, without: string): Promise<void> {
    const { path, fragments } = theirs;
    const known = fragments.flatMap((one) => recordedFragment(this.#records, path, one) ?? []);
    const after = addFragments(path, without, known).text;
    const then = (await formatted(this.#root, { path, before: without, after }))!;
    for (const fragment of fragments) {
      if (recordedFragment(this.#records, path, fragment) === undefined) this.#add(path, fragment);
      else if (fragment.kind !== "import") this.#mergeFragment(path, fragment, then, theirs.after);
    }
  }

  #mergeFragment(path: string, fragment: Fragment, then: string, now: string): void {
    const base = readFragment(path, then, fragment);
    const theirs = readFragment(path, now, fragment);
    if (base === null || theirs === null || base === theirs) return;
    const text = this.tree.read(path)!;
    const ours = readFragment(path, text, fragment);
    if (ours === null) {
      this.notes.push(`"${fragment.key}" was removed from ${path}, and is not written again.`);
      return;
    }
    const at = text.indexOf(ours);
    const above = text.slice(0, Math.max(at, 0)).split("\n").length - 1;
    if (at < 0) {
      this.conflicts.push({ path, line: 1, ours: ours.split("\n"), theirs: theirs.split("\n") });
      return;
    }
    const merged = isSameCode(ours, base, same)
      ? theirs
      : this.#merge(path, { base, ours, theirs }, above);
    const after = text.slice(0, at) + merged + text.slice(at + ours.length);
    this.#set(path, after, { updates: [fragment] });
  }

  #add(path: string, fragment: Fragment): void {
    const { text, added } = addFragments(path, this.tree.read(path)!, [fragment]);
    if (added.length > 0) this.#set(path, text, { added });
  }

  /** Merges texts, and notes the conflicts; `above` is how many lines are before them in the file. */
  #merge(path: string, texts: Record<"base" | "ours" | "theirs", string>, above: number): string {
    const { text, conflicts } = mergeTexts(texts.base, texts.ours, texts.theirs);
    for (const { line, ...lines } of conflicts) {
      this.conflicts.push({ path, line: line + above, ...lines });
    }
    return text;
  }

  #set(path: string, after: string, more: Partial<Omit<Merged, "before" | "after">> = {}): void {
    const known = this.#files.get(path);
    const base = more.base ?? known?.base;
    this.#files.set(path, {
      before: this.#disk.read(path),
      after,
      ...(base !== undefined && { base }),
      added: [...(known?.added ?? []), ...(more.added ?? [])],
      updates: [...(known?.updates ?? []), ...(more.updates ?? [])],
    });
  }
}

const same = (code: string) => code;

function isModule(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}
