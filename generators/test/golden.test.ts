// The notes of this repository are the golden files of the templates: the command of the guide writes them.
// `pnpm --filter @repo/generators notes` writes them again after a change to a template.
import { join } from "node:path";
import { expect, test } from "vitest";
import { readHistory } from "@groundwork/plop-engine/run/history";
import { diskTree } from "@groundwork/plop-engine/tree";
import {
  committedFiles,
  generateNotes,
  isOfNotes,
  notesIn,
  withoutNotes,
  workspace,
} from "./notes.ts";

test("the command of the guide writes the notes, and leaves the other files alone", async () => {
  const committed = committedFiles();
  const rest = withoutNotes(committed);
  expect(Object.keys(rest).filter(isOfNotes)).toEqual([]);
  expect(notesIn(rest)).toEqual({});

  const made = await generateNotes(rest);
  // Other entities may stand before or behind them.
  expect(withoutNotes(made)).toEqual(rest);
  const isShared = (part: string) => part.includes(": ");
  const sharedParts = (files: Record<string, string>) =>
    Object.entries(notesIn(files)).filter(([part]) => isShared(part));
  expect(sharedParts(made)).toEqual(sharedParts(committed));
  // What a later run added to them is no part of the templates.
  const added = readHistory(diskTree(workspace)).flatMap(({ files }) =>
    files.map(({ path }) => path),
  );
  const golden = Object.entries(made).filter(([path]) => isOfNotes(path) && !added.includes(path));
  expect(golden.length).toBeGreaterThan(0);
  for (const [path, text] of golden) {
    const message = `${path} is not what the templates write. If you changed the notes, remove this test`;
    await expect(text, message).toMatchFileSnapshot(join(workspace, path));
  }
});
