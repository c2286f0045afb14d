// Whether the generators can work in this repository: every place they edit is found, the records of
// the runs are whole, nothing is left half done, and the machine has what they need.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apiModuleFragment } from "../../../generators/repository/api-modules.ts";
import { addFragments } from "./edit/fragments.ts";
import { type RecordedFile, type RunRecord, isAsWritten, readHistory } from "./history.ts";
import { hasJournal, readJournal } from "./journal.ts";
import { layout } from "../../../generators/repository/layout.ts";
import { type Fragment, GeneratorError, type Problem, type Tree } from "./model.ts";

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at: `tables in packages/backend/convex/schema.ts`. */
  what: string;
  /** What is wrong with it; empty when all is well. */
  problems: Problem[];
  /** What is worth knowing, and not wrong. */
  notes: string[];
}

/** Something of each kind that would be added to each file. It is never written. */
const probes: readonly { what: string; path: string; fragment: Fragment }[] = [
  { what: "tables", path: layout.schema, fragment: probe("schemaTable", "...doctor") },
  { what: "access rows", path: layout.access, fragment: probe("accessRow", "...doctor") },
  {
    what: "the written matrix",
    path: layout.accessTest,
    fragment: probe("accessTest", 'doctor: ""'),
  },
  { what: "references", path: layout.references, fragment: probe("reference", "...doctor") },
  { what: "rate limits", path: layout.rateLimits, fragment: probe("rateLimit", "doctor: {}") },
  { what: "names of rows", path: layout.names, fragment: probe("rowName", 'doctor: "title"') },
  { what: "functions in no flow", path: layout.flows, fragment: probe("apart", 'doctor: "why"') },
  { what: "error codes", path: layout.errors, fragment: probe("errorCode", '"doctor"') },
  { what: "modules", path: layout.apiTypes, fragment: apiModuleFragment("doctor") },
];

/**
 * Looks the repository over, without changing anything.
 * @param root its absolute path
 * @param tree its files
 * @returns what was looked at, in the order in which to mend it
 */
export function diagnose(root: string, tree: Tree): Finding[] {
  return [
    finding("Node", nodeProblems(root)),
    finding("unfinished runs", unfinishedProblems(root)),
    finding("files that git ignores", ignoreProblems(root)),
    ...probes.map((one) => finding(`${one.what} in ${one.path}`, shapeProblems(tree, one))),
    finding("functions to write", [], unwritten(tree)),
    historyFinding(tree),
  ];
}

/** Functions whose body is not written yet, each with its file. */
function unwritten(tree: Tree, folder = "packages/backend/convex"): string[] {
  return tree.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (name.endsWith("/")) return name === "_generated/" ? [] : unwritten(tree, path.slice(0, -1));
    if (!/^\w+\.ts$/.test(name)) return [];
    const calls = (tree.read(path) ?? "").matchAll(/\bnotImplemented\("([\w./]+)"\)/g);
    return [...calls].map(([, fn]) => `${fn} throws NOT_IMPLEMENTED: ${path}`);
  });
}

function probe(kind: Fragment["kind"], text: string): Fragment {
  return { kind, key: text.startsWith("...") ? text : "doctor", text };
}

function finding(what: string, problems: Problem[], notes: string[] = []): Finding {
  return { what, problems, notes };
}

function shapeProblems(tree: Tree, { path, fragment }: (typeof probes)[number]): Problem[] {
  const problem = (code: string, message: string, fix: string): Problem => ({
    code,
    arg: path,
    message,
    fix,
  });
  try {
    const text = tree.read(path);
    if (text === null) {
      return [problem("FILE_MISSING", `there is no ${path}.`, `git checkout -- ${path}`)];
    }
    addFragments(path, text, [fragment]);
    return [];
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    const fix = `Give it the shape it had: git log -p -- ${path}`;
    return error.problems.map(({ code, message }) => problem(code, message, fix));
  }
}

/** By the check that stands before every root script: a run of `bin.mjs` itself has not passed it. */
function nodeProblems(root: string): Problem[] {
  const script = join(root, ".ci", "check-node.mjs");
  if (!existsSync(script)) return [];
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  if (status === 0) return [];
  const [message = "", fix = ""] = stderr.trim().split("\n");
  return [{ code: "NODE_UNSUPPORTED", message: message.replace("NODE_UNSUPPORTED: ", ""), fix }];
}

function unfinishedProblems(root: string): Problem[] {
  const state = join(root, layout.state);
  try {
    if (!hasJournal(state)) return [];
    readJournal(state);
  } catch (error) {
    if (error instanceof GeneratorError) return [...error.problems];
    throw error;
  }
  if (isLocked(state)) {
    return [{ code: "LOCKED", message: "A run is at work right now.", fix: "Wait for its end." }];
  }
  const message = "A run did not come to its end; its files are half written.";
  return [
    { code: "RUN_UNFINISHED", message, fix: "Run any generator: it takes the rest back first." },
  ];
}

function isLocked(state: string): boolean {
  try {
    const { pid } = JSON.parse(readFileSync(join(state, "lock"), "utf8")) as { pid: number };
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function ignoreProblems(root: string): Problem[] {
  if (!existsSync(join(root, ".git"))) return [];
  try {
    execFileSync("git", ["check-ignore", "-q", `${layout.state}/journal.json`], { cwd: root });
    return [];
  } catch {
    const message = `git does not ignore ${layout.state}, which holds files in the making.`;
    return [{ code: "STATE_NOT_IGNORED", message, fix: `Add ".groundwork/" to .gitignore.` }];
  }
}

function historyFinding(tree: Tree): Finding {
  let records: RunRecord[];
  try {
    records = readHistory(tree);
  } catch (error) {
    if (error instanceof GeneratorError) return finding(layout.runs, [...error.problems]);
    throw error;
  }
  return finding(layout.runs, twinProblems(records), edits(tree, records));
}

/** Two branches may each have made a run of the same number. Both stay, but neither is the latest. */
function twinProblems(records: readonly RunRecord[]): Problem[] {
  const numberOf = ({ id }: RunRecord) => id.split("-")[0]!;
  const twins = records.filter(
    (record, index) => index > 0 && numberOf(records[index - 1]!) === numberOf(record),
  );
  return twins.map(({ id }) => ({
    code: "RUN_TWIN",
    arg: id,
    message: `Another run has the number of ${id}, so "latest" does not tell which.`,
    fix: "Name the whole id to undo either.",
  }));
}

/** Files of ours that are a person's by now: they are not written or removed any more. */
function edits(tree: Tree, records: readonly RunRecord[]): string[] {
  const written = new Map<string, { id: string; versions: RecordedFile[] }>();
  for (const { id, files } of records) {
    for (const file of files) {
      const known = written.get(file.path);
      if (known !== undefined) known.versions.push(file);
      else if (file.base !== undefined) written.set(file.path, { id, versions: [file] });
    }
  }
  return [...written].flatMap(([path, { id, versions }]) => {
    const text = tree.read(path);
    if (text === null) return `${path} of ${id} is gone.`;
    const isOurs = versions.some((version) => isAsWritten(text, version));
    return isOurs ? [] : `${path} of ${id} was edited, and is yours by now.`;
  });
}
