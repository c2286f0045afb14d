// `pnpm --filter @repo/generators notes`, after a change to a template: writes the notes of the reference
// backend as they now come out, and pins that.
import "../project.ts";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  changedByOwners,
  committedFiles,
  generateNotes,
  hashesOf,
  notesIn,
  pinned,
  withoutNotes,
  workspace,
} from "./notes.ts";

const committed = committedFiles();
const [changed] = changedByOwners(notesIn(committed));
if (changed === undefined) {
  const made = await generateNotes(withoutNotes(committed));
  for (const [path, text] of Object.entries(made)) {
    if (text !== committed[path]) writeFileSync(join(workspace, path), text);
  }
  writeFileSync(pinned, `${JSON.stringify(hashesOf(notesIn(made)), null, 2)}\n`);
} else {
  console.log(`The notes stay as they are: somebody has changed ${changed}.`);
}
