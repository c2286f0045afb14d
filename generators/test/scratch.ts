// A repository of the tests' own, on disk, and what is in it.
import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import { layout } from "../repository/layout.ts";
import type { Fragment, Plan } from "@groundwork/plop-engine/model";
import { diskTree } from "@groundwork/plop-engine/tree";

/** The files of a small repository that a plan of `samplePlan` edits. */
export const sampleFiles: Readonly<Record<string, string>> = {
  [layout.schema]:
    'import { defineSchema } from "convex/server";\n\nexport default defineSchema({\n  users: u,\n});\n',
  [layout.access]:
    'import { defineAccess } from "./define";\n\nexport const matrix = defineAccess({\n  users: {},\n});\n',
  "README.md": "A repository.\n",
  "generators/README.md": "Its generators.\n",
};

/** Makes a folder with files. It is removed with `remove`. */
export function scratch(files: Readonly<Record<string, string>> = sampleFiles) {
  const root = mkdtempSync(join(tmpdir(), "generators-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: root,
      stdio: "ignore",
    });
  return {
    root,
    tree: diskTree(root),
    write,
    read: (path: string) => readFileSync(join(root, path), "utf8"),
    snapshot: () => snapshot(root),
    remove: () => rmSync(root, { recursive: true, force: true }),
    git,
    /** Makes it a git repository with everything committed. */
    commit: () => {
      git("init", "-q");
      git("add", "-A");
      git("commit", "-q", "-m", "start");
    },
  };
}

/**
 * Everything in a folder: names, rights and bytes, folders too.
 * The state of the generators is left out: it is no part of the tree that they write.
 */
export function snapshot(root: string, folder = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(root, folder)).sort()) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (path === ".groundwork" || path === ".git") continue;
    const stat = lstatSync(join(root, path));
    const mode = (stat.mode & 0o777).toString(8);
    if (stat.isDirectory()) Object.assign(found, { [`${path}/`]: mode }, snapshot(root, path));
    else found[path] = `${mode} ${readFileSync(join(root, path), "latin1")}`;
  }
  return found;
}

/** A plan that creates files, some in new folders, and edits others. */
export function samplePlan(root: string, table = "tickets"): Plan {
  const fragment = (kind: Fragment["kind"], text: string): Fragment => ({ kind, key: table, text });
  const edits = planEdits(diskTree(root), [
    {
      path: layout.schema,
      fragments: [
        { kind: "import", key: `@repo/x#${table}`, text: `import { ${table} } from "@repo/x";` },
        fragment("schemaTable", `${table}: f(${table})`),
      ],
    },
    { path: layout.access, fragments: [fragment("accessRow", `${table}: {}`)] },
  ]);
  const create = (path: string, text: string) => ({
    path,
    before: diskTree(root).read(path),
    after: text,
    fragments: [],
  });
  return {
    command: "entity",
    subject: table,
    input: { name: table },
    files: [
      create(layout.backendModule(table), `export const list = "${table}";\n`),
      { ...create(layout.backendTest(table), `test("${table}", () => {});\n`), protected: true },
      create(`apps/web/src/${table}/list/page.tsx`, `export const page = <p>${table}</p>;\n`),
      ...edits,
    ],
    next: [],
    notes: [],
  };
}
