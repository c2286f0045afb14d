// `pnpm plop undo`: undoes a run.
import { findRun, readHistory, runsIn } from "../../run/history.ts";
import type { Change } from "../../run/journal.ts";
import type { PlannedFile } from "../../plan.ts";
import type { RefreshedPages } from "../../pages.ts";
import { places } from "../../places.ts";
import { project } from "../../project.ts";
import { diskTree } from "../../tree.ts";
import { type UndoPlan, planUndo, undoRun } from "../../run/undo.ts";
import { countChanges } from "../answer/diff.ts";
import type { Envelope, FileReport } from "../../envelope.ts";
import type { RunRecord } from "../../run-record.ts";
import { loadGenerator } from "../input/load-generator.ts";
import { recover } from "./generate.ts";
import type { Request } from "../../request.ts";
import { CommandError, refuseProblems } from "../answer/outcome.ts";
import { chosenChecks, postChecks } from "./post-checks.ts";

export async function undo({ args, io }: Request): Promise<Envelope> {
  refuseProblems(args.problems);
  const chosen = chosenChecks(args);
  const recovered = recover(io);
  const [id] = args.positionals;
  const tree = diskTree(io.root);
  const planned = planUndo(tree, id);
  const isWholeProject = planned.record.wholeProject === true;
  // Until its packages are installed again, what the run took out of a manifest cannot be checked.
  const needsInstall = planned.changes.some(({ path }) => /(^|\/)package\.json$/.test(path));
  const kinds = isWholeProject || needsInstall ? [] : chosen;
  const about = await notesOf(planned.record);
  const envelope: Envelope = {
    ok: true,
    command: "undo",
    exit: 0,
    run: planned.record.id,
    written: false,
    files: reportChanges(planned),
    notes: [...planned.notes, ...about],
    recovered,
  };
  if (args.flags["dry-run"] !== undefined) return envelope;

  // Undoing the latest run restores the earlier files. Undoing an older one may break code that came later.
  const isLatest = findRun(readHistory(tree)).id === planned.record.id;
  const types = kinds.filter((kind) => kind === "types");
  const checks = postChecks(io, asFiles(planned.changes), isLatest ? [] : types);
  let pages: RefreshedPages | undefined;
  const check = async () => {
    await checks.run();
    if (kinds.length > 0) pages = await project().pages.refresh(io.root, true);
  };
  try {
    const { notes } = await undoRun(io.root, id, {
      check,
      ...(kinds.length > 0 && { pages: () => project().pages.read(io.root) }),
    });
    return {
      ...envelope,
      written: true,
      refreshed: pages?.changed ?? [],
      checks: checks.reports,
      notes: [...notes, ...about],
      next: [
        ...(needsInstall ? ["pnpm install"] : []),
        ...(isWholeProject ? [] : (pages?.left ?? project().pages.commands)),
      ],
    };
  } catch (error) {
    if (checks.reports.every(({ ok }) => ok)) throw error;
    const { problems } = error as CommandError;
    throw new CommandError(5, problems, { checks: checks.reports });
  }
}

/** What the generators say of a run that is undone. */
async function notesOf(record: RunRecord): Promise<string[]> {
  const notes: string[] = [];
  for (const { command, input } of runsIn(record)) {
    if (!project().generators.some((one) => one.command.name === command)) continue;
    const generator = await loadGenerator(command);
    notes.push(...(generator.undone?.(input as object) ?? []));
  }
  return notes;
}

/** The changes, without the records of runs. */
function reportChanges({ changes }: UndoPlan): FileReport[] {
  return changes
    .filter(({ path }) => !path.startsWith(`${places.runs}/`))
    .map(({ path, before, after }) => ({
      path,
      action: after === null ? "remove" : before === null ? "create" : "edit",
      bytes: Buffer.byteLength(after ?? ""),
      ...countChanges(before, after),
    }));
}

/** Removed files need no check of their own, but their packages do. */
function asFiles(changes: readonly Change[]): PlannedFile[] {
  return changes.map(({ path, before, after }) => ({
    path,
    before,
    after: after ?? "",
    fragments: [],
  }));
}
