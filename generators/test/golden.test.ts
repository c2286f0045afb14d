// The notes of the reference backend are what the generator makes, byte for byte. The command stands in
// the guide. A project owns its notes: once they are no longer as they were generated, they are let be.
import { expect, test } from "vitest";
import {
  changedByOwners,
  committedFiles,
  generateNotes,
  hashesOf,
  isOfNotes,
  notesIn,
  pinnedHashes,
  withoutNotes,
} from "./notes.ts";
import { templateFiles } from "./repository.ts";

const committed = committedFiles();
const changed = changedByOwners(notesIn(committed));
const reason = changed.length === 0 ? "" : `: left out, as its owners have changed ${changed[0]}`;

test("the command of the guide makes what is pinned", async () => {
  const made = await generateNotes(withoutNotes(templateFiles));
  const message = "write the notes and their hashes again: pnpm --filter @repo/generators notes";
  expect(hashesOf(notesIn(made)), message).toEqual(pinnedHashes());
});

test.skipIf(changed.length > 0)(
  `the command of the guide makes the notes of this repository${reason}`,
  async () => {
    const rest = withoutNotes(committed);
    expect(Object.keys(rest).filter(isOfNotes)).toEqual([]);
    expect(notesIn(rest)).toEqual({});

    const made = await generateNotes(rest);
    expect(notesIn(made)).toEqual(notesIn(committed));
    // Beside entities that were added later, theirs may stand in another place.
    expect(withoutNotes(made)).toEqual(rest);
  },
);
