// `pnpm dev --reset`: starts over without the data of earlier runs.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";

import { lockDirectory } from "@groundwork/dev-server/data-lock";
import { deleteAll, resettable } from "@groundwork/dev-server/reset-data";
import type { Report } from "./settings/report.ts";

/** Where a workspace keeps the data of its backend. */
export function dataDirectory(root: string): string {
  return join(root, ".groundwork");
}

/**
 * Names the data that is there, and deletes it when that is confirmed. Returns whether the run may
 * go on: false when the answer was no, or when there is nobody to ask and `isConfirmed` is false.
 * Throws when the data is in use.
 */
export async function resetData(
  root: string,
  isConfirmed: boolean,
  report: Report,
): Promise<boolean> {
  const directory = dataDirectory(root);
  const paths = await resettable(directory);
  if (paths.length === 0) return true;
  report.plain(`This deletes:\n${paths.map((path) => `  ${path}`).join("\n")}`);
  if (!isConfirmed && !(await ask("Delete it? [y/N] "))) {
    report.problem("Nothing was deleted. To delete it without being asked: --reset --yes");
    return false;
  }
  await mkdir(directory, { recursive: true });
  const unlock = await lockDirectory(directory);
  try {
    await deleteAll(paths);
  } finally {
    await unlock();
  }
  return true;
}

async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
