// Plans to take generated entities out of the project.
import { readFragment } from "@groundwork/plop-engine/edit/fragments";
import type { HandWritten } from "@groundwork/plop-engine/removal/cut";
import {
  GeneratorError,
  type Plan,
  type Problem,
  type Removal,
  type Tree,
} from "@groundwork/plop-engine/plan";
import type { RunRecord } from "@groundwork/plop-engine/run-record";
import { convexCommand, referenceCommand, snapshotCommand } from "../repository/pages.ts";
import type { RemoveInput } from "./input.ts";
import { editsIn } from "./entity-edits.ts";
import { cutFiles, partsOf } from "./entity-parts.ts";
import { readSubject } from "./entity-subject.ts";
import { usesBeside } from "./entity-uses.ts";

/**
 * Plans the removal.
 * @param tables of the entities
 * @param allowUses whether edits of their files may be lost, and lines that use them left behind
 * @param tree the project
 * @throws ENTITY_IN_USE (3) with every line that uses one by hand, every run that made something for its rows, and
 *   every edit of its files
 */
export function planEntities(
  tables: readonly string[],
  { allowUses = false }: Pick<RemoveInput, "allowUses">,
  tree: Tree,
): Plan {
  const subjects = tables.map((table) => readSubject(table, tree));
  const users = [...new Set(subjects.flatMap((subject) => subject.users))];
  const { gone } = partsOf(subjects, tree, false);
  const parts = partsOf(subjects, tree, true);
  const files = cutFiles(parts, tree);
  const uses = usesBeside(tables, parts, files, tree);
  const problems = [
    ...uses.map(inUse),
    ...users.map((run) => madeFor(run, tree)),
    ...editsIn(gone, subjects, tree).map(edited),
  ];
  if (problems.length > 0 && !allowUses) throw new GeneratorError(3, problems);
  return {
    command: "remove",
    subject: tables.join("-"),
    input: { names: [...tables], ...(allowUses && { allowUses }) },
    files,
    removals: parts.gone.map((path): Removal => ({ path, before: tree.read(path)! })),
    writesPages: true,
    next: [referenceCommand(), snapshotCommand(), ...(uses.length > 0 ? ["pnpm check"] : [])],
    notes: [
      ...users.map(({ id }) => `What ${id} made goes, too.`),
      ...uses.map(({ path, line, text }) => `${path}:${line} still uses it: ${text}`),
      ...tables.map(rowsLeft),
    ],
  };
}

function inUse({ path, line, text }: HandWritten): Problem {
  return {
    code: "ENTITY_IN_USE",
    arg: `${path}:${line}`,
    message: `${path}:${line} uses what is to be removed: ${text}`,
    fix: `Take the use out of line ${line}. With --allow-uses --no-checks it is left for you to fix afterwards.`,
  };
}

function madeFor(run: RunRecord, tree: Tree): Problem {
  const at = placeOf(run, tree);
  return {
    code: "ENTITY_IN_USE",
    arg: at,
    message: `${at} has what ${run.id} made for its rows.`,
    fix: `pnpm plop undo ${run.id}, or pass --allow-uses: it goes, too.`,
  };
}

/** Where what a run made is: the code that it added, or the first file that it created. */
function placeOf({ files }: RunRecord, tree: Tree): string {
  for (const { path, fragments } of files) {
    const text = tree.read(path);
    for (const fragment of fragments.filter(({ kind }) => kind !== "import")) {
      const code = text === null ? null : readFragment(path, text, fragment);
      const line = code === null ? 0 : text!.slice(0, text!.indexOf(code)).split("\n").length;
      if (line > 0) return `${path}:${line}`;
    }
  }
  return `${files.find(({ path }) => tree.read(path) !== null)?.path ?? files[0]!.path}:1`;
}

function edited({ path, line, text }: HandWritten): Problem {
  return {
    code: "ENTITY_IN_USE",
    arg: `${path}:${line}`,
    message: `${path}:${line} was edited, and goes with the file${text === "" ? "." : `: ${text}`}`,
    fix: "Move what you want to keep, then pass --allow-uses.",
  };
}

/** What becomes of rows: Convex keeps those of a table that the schema no longer has. */
function rowsLeft(table: string): string {
  const clear = convexCommand(`import --table ${table} --replace --format jsonLines /dev/null`);
  return `Convex accepts a schema without "${table}" and keeps its rows, which no function reaches any more. To clear them on a deployment: ${clear}`;
}
