// The example of the guide, followed: one template changes in a copy, and one golden file differs.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateNotes, notesIn, withoutNotes, workspace } from "./notes.ts";
import { templateFiles } from "./repository.ts";

const home = join(import.meta.dirname, "..");
const guide = readFileSync(join(workspace, "docs/guides/change-a-template.md"), "utf8");
const example = /^--- a\/generators\/(.+)\n-(.+)\n\+(.+)$/m.exec(guide);

let root: string;
let copy: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "generators-template-"));
  copy = join(root, "generators");
  for (const name of readdirSync(home)) {
    if (!["node_modules", "runs"].includes(name)) {
      cpSync(join(home, name), join(copy, name), { recursive: true });
    }
  }
  cpSync(join(workspace, "package.json"), join(root, "package.json"));
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(home, "node_modules"))) {
    if (name.startsWith(".")) continue;
    symlinkSync(join(home, "node_modules", name), join(copy, "node_modules", name));
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a change to one template changes one golden file", async () => {
  const [, template = "", before = "", after = ""] = example!;
  const path = join(copy, template);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(before);
  writeFileSync(path, text.replace(before, after));

  const rest = withoutNotes(templateFiles);
  const golden = notesIn(await generateNotes(rest));
  const changed = notesIn(await generateNotes(rest, copy));
  const different = Object.keys(golden).filter((name) => changed[name] !== golden[name]);
  expect(different).toEqual(["apps/web/src/features/notes/words.ts"]);
  expect(guide).toContain(`\`${different[0]}\` differs alone.`);
  expect(changed[different[0]!]).toContain("Add a note");
});
