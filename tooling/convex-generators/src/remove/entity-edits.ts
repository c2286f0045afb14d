// What people changed in files that a removal deletes.
import type { HandWritten } from "@groundwork/plop-engine/removal/cut";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import type { Tree } from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import { differences, lineIn } from "@groundwork/plop-engine/run/lines";
import { withoutLintNote } from "../repository/lint-note.ts";
import { recordedBase } from "../update/recorded.ts";
import { withoutFragments } from "../update/without-run.ts";
import { livingRuns } from "../entity/model/runs.ts";
import type { Subject } from "./entity-subject.ts";

/**
 * Lists the edits of the files of entities, where each starts. Code that other runs added to them is none.
 * @param gone the paths of the files
 */
export function editsIn(
  gone: readonly string[],
  subjects: readonly Subject[],
  tree: Tree,
): HandWritten[] {
  const records = readRuns(tree);
  const living = livingRuns(records);
  const rendered = subjects.flatMap((subject) => subject.rendered?.files ?? []);
  return gone.flatMap((path) => {
    const text = tree.read(path)!;
    const base = recordedBase(records, path);
    const added = living.flatMap(({ files }) =>
      files.flatMap((file) => (file.path === path ? file.fragments : [])),
    );
    const own = added.length > 0 ? withoutFragments(path, text, added) : text;
    if (base !== undefined) return isSame(path, own, base) ? [] : editsOf(path, text, own, base);
    // What the project came with has no record: it is as the templates of today make it, but for its layout.
    const made = rendered.find((file) => file.path === path)?.text;
    return made === undefined || isSame(path, own, made) ? [] : [{ path, line: 1, text: "" }];
  });
}

function isSame(path: string, own: string, base: string): boolean {
  if (own.trim() === base.trim()) return true;
  if (!/\.[cm]?[jt]sx?$/.test(path)) return false;
  return isSameCode(withoutLintNote(own), withoutLintNote(base), (code) => code);
}

function editsOf(path: string, text: string, own: string, base: string): HandWritten[] {
  return differences(base, own).map(({ line, lines }) => ({
    path,
    line: lineIn(text, own, line),
    text: lines.find((one) => one.trim() !== "")?.trim() ?? "",
  }));
}
