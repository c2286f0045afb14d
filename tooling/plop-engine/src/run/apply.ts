// Applies a plan: all of it, checked and recorded, or nothing.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { assertCommitted, noteWritten } from "./dirty.ts";
import { type Disk, realDisk } from "../disk.ts";
import { readHistory, recordOf, recordPath, recordText } from "./history.ts";
import { type Change, hasJournal } from "./journal.ts";
import { places } from "../places.ts";
import type { Plan, PlannedFile } from "../plan.ts";
import type { Pages } from "../pages.ts";
import {
  type PendingChanges,
  type Session,
  makeChanges,
  openSession,
  rollBack,
} from "./transaction.ts";
import { diskTree } from "../tree.ts";
import { verifyPlan } from "./verify.ts";
import type { RunRecord } from "../run-record.ts";

export interface RunOptions {
  /** Also edit files that have uncommitted changes. */
  allowDirty?: boolean;
  /**
   * Checks the tree with the changes in place. When it throws, they are rolled back.
   * It must not change files of the plan.
   */
  check?: () => void | Promise<void>;
  /** Keep and record the changes when the check fails, for a person to inspect. The failure is still thrown. */
  keepFailed?: boolean;
  /** Reads the pages that the check generates, so that they are rolled back with the rest. */
  pages?: () => Pages;
  /** Where to write; default: the file system. */
  disk?: Disk;
}

export interface Outcome {
  /** The record of the run; null when there was nothing to do. */
  record: RunRecord | null;
  files: PlannedFile[];
  /** What else happened, as sentences. */
  notes: string[];
}

/**
 * Rolls back an interrupted run, if there is one. Call it before planning: a plan made from a half-written
 * tree would be stale.
 * @param root the repository's absolute path
 * @returns what was done, as sentences; none when nothing was interrupted
 * @throws LOCKED (7) when that run is still in progress
 */
export function recoverUnfinished(root: string, disk: Disk = realDisk): string[] {
  if (!hasJournal(join(root, places.state))) return [];
  const session = openSession(root, disk);
  session.lock.release();
  return session.notes;
}

/**
 * Applies a plan.
 * @param root the repository's absolute path
 * @throws what `verifyPlan` and `makeChanges` throw, DIRTY (7), and what the check throws; the tree is
 *   then as it was before, unless `keepFailed`
 */
export async function applyPlan(
  root: string,
  plan: Plan,
  options: RunOptions = {},
): Promise<Outcome> {
  const session = openSession(root, options.disk ?? realDisk);
  try {
    const records = readHistory(diskTree(root));
    const files = verifyPlan(plan, records);
    const removals = plan.removals ?? [];
    if (files.length + removals.length === 0) {
      return { record: null, files, notes: session.notes };
    }
    if (!options.allowDirty) assertCommitted(root, [...files, ...removals]);

    const record = recordOf(records, plan, files);
    const written: Change = {
      path: recordPath(record.id),
      before: null,
      after: recordText(record),
      fragments: [],
    };
    const title = record.id.replace(/^\d+-/, "").replaceAll("-", " ");
    const removed = removals.map((file): Change => ({ ...file, after: null, fragments: [] }));
    const changes = [...files, ...removed, written];
    const pending = makeChanges(session, title, changes, options.pages?.());
    await settle(session, pending, changes, options);
    for (const folder of plan.leftovers ?? []) {
      rmSync(join(root, folder), { recursive: true, force: true });
    }
    return { record, files, notes: session.notes };
  } finally {
    session.lock.release();
  }
}

/**
 * Runs the check over changes that are in place, and keeps them or rolls them back.
 * Ctrl-C, and every other end of the process that can be handled, also rolls them back.
 */
export async function settle(
  session: Session,
  pending: PendingChanges,
  changes: readonly Change[],
  { check, keepFailed = false }: RunOptions,
): Promise<void> {
  const stop = onEarlyEnd(() => {
    pending.restore();
    session.lock.release();
  });
  try {
    await check?.();
  } catch (error) {
    if (!keepFailed) session.notes.push(...rollBack(pending, error));
    else keep(session, pending, changes);
    throw error;
  } finally {
    stop();
  }
  keep(session, pending, changes);
}

function keep(session: Session, pending: PendingChanges, changes: readonly Change[]): void {
  try {
    pending.keep();
  } catch (error) {
    rollBack(pending, error);
    throw error;
  }
  noteWritten(session.root, changes);
}

/** Calls back once when the process ends, by a signal or by itself. Returns how to cancel that. */
function onEarlyEnd(act: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const onExit = () => act();
  const onSignal = () => process.exit(130);
  process.once("exit", onExit);
  for (const signal of signals) process.once(signal, onSignal);
  return () => {
    process.off("exit", onExit);
    for (const signal of signals) process.off(signal, onSignal);
  };
}
