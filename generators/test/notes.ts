// The notes of the reference backend and the command of the guide that makes them: what of a repository is
// theirs, a copy without it, and that copy with the command run in it.
import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { readFragment, removeFragments } from "@groundwork/plop-engine/edit/fragments";
import { layout } from "@groundwork/convex-generators/repository/layout";
import type { Fragment, FragmentKind } from "@groundwork/plop-engine/plan";
import { places } from "@groundwork/plop-engine/places";
import { scratch } from "@groundwork/plop-engine/testing/scratch";

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

export const workspace = join(import.meta.dirname, "..", "..");

/** The folders that the generator reads and writes. */
export const folders = [
  "packages/validators/src",
  "packages/validators/tests",
  "packages/backend/convex",
  "packages/backend/tests",
  "apps/web/src",
  layout.reference,
];

/** What the notes have in files that are not theirs. */
const shared: Record<string, [FragmentKind, string][]> = {
  [layout.schema]: [
    ["import", "./tables/notes#noteTables"],
    ["schemaTable", "...noteTables"],
  ],
  [layout.access]: [
    ["import", "./access/notes.ts#noteAccess"],
    ["accessRow", "...noteAccess"],
  ],
  [layout.references]: [
    ["import", "../../tables/notes#noteReferences"],
    ["reference", "...noteReferences"],
  ],
  [layout.rateLimits]: [["rateLimit", "notes.create"]],
  [layout.names]: [["rowName", "notes"]],
  [layout.apiTypes]: [
    ["apiModule", "notes"],
    ["apiModule", "tables/notes"],
  ],
};

/** Whether the notes have a file to themselves. */
export function isOfNotes(path: string): boolean {
  return (
    /\/notes(\.test)?\.(tsx?|md)$/.test(path) || path.startsWith(`${layout.webFolder("notes")}/`)
  );
}

/** The files of this repository that the generator reads and writes. */
export function committedFiles(): Files {
  return Object.fromEntries(
    folders
      .flatMap((folder) =>
        readdirSync(join(workspace, folder), { recursive: true, withFileTypes: true }),
      )
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(workspace.length + 1), readFileSync(file, "utf8")]),
  );
}

/** All that is the notes': their files by path, and what they have in others by path, kind and key. */
export function notesIn(files: Files): Files {
  const own = Object.entries(files).filter(([path]) => isOfNotes(path));
  const parts = Object.keys(shared).flatMap((path) =>
    fragmentsIn(path, files).map(({ kind, key, text }): [string, string] => [
      `${path}: ${kind} ${key}`,
      text,
    ]),
  );
  return Object.fromEntries([...own, ...parts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The files without the notes. */
export function withoutNotes(files: Files): Files {
  const rest = Object.entries(files).filter(([path]) => !isOfNotes(path));
  return Object.fromEntries(
    rest.map(([path, text]) => [path, removeFragments(path, text, fragmentsIn(path, files)).text]),
  );
}

function fragmentsIn(path: string, files: Files): Fragment[] {
  const file = files[path];
  if (file === undefined) return [];
  return (shared[path] ?? []).flatMap(([kind, key]) => {
    const text = readFragment(path, file, { kind, key, text: "" });
    return text === null ? [] : [{ kind, key, text }];
  });
}

/** What the formatter goes by. */
export function formatterSettings(): Files {
  const names = [".prettierrc.json", ".prettierignore"];
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(workspace, name), "utf8")]),
  );
}

/**
 * Runs the command of the guide on a copy.
 * @param files the repository, without notes
 * @param generators the folder of the generators that run; these by default
 * @returns its files afterwards
 */
export async function generateNotes(
  files: Files,
  generators = join(import.meta.dirname, ".."),
): Promise<Files> {
  const guide = readFileSync(join(workspace, "docs/guides/generators.md"), "utf8");
  const [command] = /^pnpm plop entity note .*$/m.exec(guide)!;
  const copy = scratch({ ...formatterSettings(), ...files });
  try {
    const script = `${process.execPath} ${join(generators, "test", "run-in.mjs")} ${copy.root}`;
    const line = `${command.replace("pnpm plop", script)} --yes --no-checks`;
    await promisify(execFile)("sh", ["-c", line], { cwd: copy.root });
    const paths = Object.keys(copy.snapshot()).filter(
      (path) => !path.endsWith("/") && !path.startsWith(places.runs) && !path.startsWith("."),
    );
    return Object.fromEntries(paths.map((path) => [path, copy.read(path)]));
  } finally {
    copy.remove();
  }
}
