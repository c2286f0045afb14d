// The notes of the reference backend are what the generator makes, byte for byte. The command stands in
// the guide; it runs on a copy of the repository that has no notes, and each file comes out as committed.
import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readFragment, removeFragments } from "../lib/edit/fragments.ts";
import { layout } from "../lib/layout.ts";
import type { Fragment, FragmentKind } from "../lib/model.ts";
import { scratch } from "./scratch.ts";

const workspace = join(import.meta.dirname, "..", "..");
const guide = readFileSync(join(workspace, "docs/guides/generators.md"), "utf8");

/** The folders that the generator reads and writes. */
const folders = [
  "packages/validators/src",
  "packages/backend/convex",
  "apps/web/src",
  layout.reference,
];

/** Files that the notes have to themselves. */
const isOfNotes = (path: string) =>
  /\/notes(\.test)?\.tsx?$/.test(path) || path.startsWith(`${layout.webFolder("notes")}/`);

/** What the notes have in files that are not theirs. */
const shared: Record<string, [FragmentKind, string][]> = {
  [layout.schema]: [
    ["import", "@repo/validators/notes#note"],
    ["schemaTable", "notes"],
  ],
  [layout.access]: [["accessRow", "notes"]],
  [layout.accessTest]: ["read", "create", "update", "remove"].map((operation) => [
    "accessTest",
    `notes.${operation}`,
  ]),
  [layout.references]: [["reference", "notes"]],
  [layout.rateLimits]: [["rateLimit", "notes.create"]],
  [layout.apiTypes]: [["apiModule", "notes"]],
  [layout.entities]: [["docsRow", "notes"]],
  [layout.navigation]: [
    ["import", "lucide-react#NotebookPen"],
    ["navItem", "/notes"],
    ["navRoute", "/notes"],
  ],
  [layout.routeTree]: [["route", "notes"]],
};

const committed = Object.fromEntries(folders.flatMap((folder) => filesIn(folder)));
let repository: ReturnType<typeof scratch>;

beforeAll(() => {
  const rest = Object.entries(committed).filter(([path]) => !isOfNotes(path));
  repository = scratch(Object.fromEntries(rest.map(([path, text]) => [path, without(path, text)])));
});
afterAll(() => repository.remove());

test("the command of the guide makes the notes that are committed", async () => {
  const [command] = /^pnpm plop entity note .*$/m.exec(guide)!;
  const before = Object.keys(files());
  expect(before.filter(isOfNotes)).toEqual([]);
  for (const path of Object.keys(shared)) {
    expect(repository.read(path), path).not.toBe(committed[path]);
  }

  const script = `${process.execPath} ${join(import.meta.dirname, "run-in.mjs")} ${repository.root}`;
  const line = `${command.replace("pnpm plop", script)} --yes --no-checks`;
  await promisify(execFile)("sh", ["-c", line], { cwd: repository.root });

  const after = files();
  const written = Object.keys(after).filter((path) => !path.startsWith(layout.runs));
  expect(written).toEqual(Object.keys(committed).sort());
  for (const path of written) expect(after[path], path).toBe(committed[path]);
});

function filesIn(folder: string): [string, string][] {
  return readdirSync(join(workspace, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(workspace.length + 1))
    .sort()
    .map((path) => [path, readFileSync(join(workspace, path), "utf8")]);
}

/** The files of the copy as they are now, in order. */
function files(): Record<string, string> {
  return Object.fromEntries(
    Object.keys(repository.snapshot())
      .filter((path) => !path.endsWith("/"))
      .sort()
      .map((path) => [path, repository.read(path)]),
  );
}

/** A file without what the notes have in it. */
function without(path: string, text: string): string {
  const fragments = (shared[path] ?? []).map(([kind, key]): Fragment => {
    const found = readFragment(path, text, { kind, key, text: "" });
    expect(found, `${kind} ${key} in ${path}`).not.toBeNull();
    return { kind, key, text: found! };
  });
  const { text: rest, kept, changed } = removeFragments(path, text, fragments);
  expect([...kept, ...changed]).toEqual([]);
  return rest;
}
