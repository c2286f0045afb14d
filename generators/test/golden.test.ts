// The notes of the reference backend are what the generator makes, byte for byte. The command is in the guide.
// A project owns its notes: once they differ from what was generated, nothing holds them to it.
import { expect, test } from "vitest";
import {
  changedByOwners,
  committedFiles,
  folders,
  generateNotes,
  isOfNotes,
  notesIn,
  pinnedHashes,
  withoutNotes,
} from "./notes.ts";

const committed = committedFiles();
const changed = changedByOwners(notesIn(committed));
const reason = changed.length === 0 ? "" : `: left out, as its owners changed ${changed[0]}`;

test.skipIf(changed.length > 0)(
  `the command of the guide makes the notes of this repository${reason}`,
  async () => {
    const rest = withoutNotes(committed);
    expect(Object.keys(rest).filter(isOfNotes)).toEqual([]);
    expect(notesIn(rest)).toEqual({});

    const made = await generateNotes(rest);
    const message = "write the notes again: pnpm --filter @repo/generators notes";
    expect(notesIn(made), message).toEqual(notesIn(committed));
    // Beside entities that were added later, theirs may stand in another place.
    expect(withoutNotes(made)).toEqual(rest);
  },
);

test("no file of the notes is taken for changed because nobody looks where it is", () => {
  const paths = Object.keys(pinnedHashes()).map((name) => name.replace(/: .*/, ""));
  const unread = paths.filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`)));
  expect(unread).toEqual([]);
});
