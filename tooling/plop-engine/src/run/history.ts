// The runs of the generators, as committed records: what was asked for, what was written.
import { createHash } from "node:crypto";
import { packed, unpacked } from "./packed-record.ts";
import { isSameCode } from "../edit/same-code.ts";
import { places } from "../places.ts";
import { GeneratorError, type Plan, type PlannedFile, type Tree } from "../plan.ts";
import { nearest } from "../did-you-mean.ts";
import type { RecordedFile, RunPart, RunRecord } from "../run-record.ts";

/** SHA-256 of a text, in hex. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Says whether a file is as a run wrote it, though it may have been reformatted since.
 * @param text what is in it
 * @param file what the run recorded of it
 */
export function isAsWritten(
  text: string,
  { path, hash, base }: Pick<RecordedFile, "path" | "hash" | "base">,
): boolean {
  if (hashOf(text) === hash) return true;
  return base !== undefined && isModule(path) && isSameCode(text, base, (code) => code);
}

function isModule(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** Where the record of a run is. */
export function recordPath(id: string): string {
  return `${places.runs}/${id}.json`;
}

/**
 * Reads the records of all runs.
 * @returns the oldest first
 * @throws RECORD_BROKEN (4) naming the files that are no records
 */
export function readHistory(tree: Tree): RunRecord[] {
  const broken: string[] = [];
  const records: RunRecord[] = [];
  for (const name of tree.list(places.runs).sort()) {
    if (!name.endsWith(".json")) continue;
    const record = parseRecord(tree.read(`${places.runs}/${name}`)!);
    if (record === null || `${record.id}.json` !== name) broken.push(`${places.runs}/${name}`);
    else records.push(record);
  }
  if (broken.length === 0) return records;
  throw new GeneratorError(
    4,
    broken.map((path) => ({
      code: "RECORD_BROKEN",
      arg: path,
      message: `${path} is not the record of a run as we wrote it.`,
      fix: `git checkout -- ${path}`,
    })),
  );
}

/**
 * Reads the runs of all generators: one that did the work of several counts as each of them.
 * @returns the oldest first
 * @throws RECORD_BROKEN (4)
 */
export function readRuns(tree: Tree): RunRecord[] {
  return readHistory(tree).flatMap(runsIn);
}

/** What a run did, as the runs of the generators whose work it did. */
export function runsIn(record: RunRecord): RunRecord[] {
  const { version, id, parts } = record;
  if (parts === undefined) return [record];
  const number = Number.parseInt(id, 10);
  return parts.map(({ command, subject, input, files }) => ({
    ...{ version, id: idOf(number, command, subject), command, input, files },
  }));
}

/** The id of a run: `0007-entity-tickets`. */
export function idOf(number: number, command: string, subject = ""): string {
  const words = `${command} ${subject}`.split(/\W+/).filter((word) => word !== "");
  return [String(number).padStart(4, "0"), ...words].join("-");
}

/** The number of the next run. */
export function nextNumber(records: readonly RunRecord[]): number {
  return Math.max(0, ...records.map(({ id }) => Number.parseInt(id, 10))) + 1;
}

/**
 * Finds a run.
 * @param id its id or its number, such as `0007` or `7`; default: the latest run
 * @throws RUN_UNKNOWN (2) with the nearest id, RUN_AMBIGUOUS (2) naming all that are meant
 */
export function findRun(records: readonly RunRecord[], id?: string): RunRecord {
  const ids = records.map((record) => record.id);
  if (id === undefined) {
    const latest = records.at(-1);
    if (latest !== undefined) return latest;
    throw new GeneratorError(2, { code: "RUN_UNKNOWN", message: "There are no runs yet." });
  }
  const exact = records.find((record) => record.id === id);
  const isMeant = (record: RunRecord) =>
    record.id.startsWith(`${id}-`) ||
    (/^\d+$/.test(id) && Number.parseInt(record.id, 10) === Number(id));
  const meant = exact ? [exact] : records.filter(isMeant);
  if (meant.length === 1) return meant[0]!;
  if (meant.length > 1) {
    throw new GeneratorError(2, {
      code: "RUN_AMBIGUOUS",
      arg: id,
      message: `"${id}" may be ${meant.map((record) => record.id).join(" or ")}.`,
      fix: meant.at(-1)!.id,
    });
  }
  const near = nearest(id, ids);
  throw new GeneratorError(2, {
    code: "RUN_UNKNOWN",
    arg: id,
    message: `There is no run "${id}".${near ? ` Did you mean "${near}"?` : ""}`,
    fix: near ?? "pnpm plop history",
  });
}

/**
 * Makes the record of a plan.
 * @param records the runs so far
 * @param files the plan's files that change
 */
export function recordOf(
  records: readonly RunRecord[],
  plan: Plan,
  files: readonly PlannedFile[],
): RunRecord {
  return {
    version: 1,
    id: idOf(nextNumber(records), plan.command, plan.subject),
    command: plan.command,
    input: plan.input,
    ...(plan.parts && { parts: plan.parts.map(recordedPart) }),
    ...(plan.wholeProject && { wholeProject: true }),
    files: [
      ...files.map(recordedFile),
      ...(plan.removals ?? []).map((file) => ({ ...file, hash: null, fragments: [] })),
    ],
  };
}

function recordedFile(file: PlannedFile): RecordedFile {
  return {
    path: file.path,
    before: file.before,
    hash: hashOf(file.after),
    ...baseOf(file),
    fragments: file.fragments,
    ...(file.updates && { updates: file.updates }),
    ...(file.taken && { taken: file.taken }),
    ...(file.encoding && { encoding: file.encoding }),
  };
}

function recordedPart({ command, subject, input, files, removals = [] }: Plan): RunPart {
  const known = (before: string | null) => (before === null ? null : "");
  return {
    ...{ command, input, ...(subject !== undefined && { subject }) },
    files: [
      ...files.map((file) => ({ ...recordedFile(file), before: known(file.before) })),
      ...removals.map(({ path }) => ({ path, before: "", hash: null, fragments: [] })),
    ],
  };
}

/** What a file that is ours as a whole was rendered as. */
function baseOf({ after, base, fragments, replaces, updates }: PlannedFile): { base?: string } {
  if (base !== undefined) return { base };
  return fragments.length === 0 && !replaces && updates === undefined ? { base: after } : {};
}

/** From this length on, a record is packed: it holds something like a lockfile. */
const LONG = 200_000;

/** The text of a record, as it is committed: no date, nothing random. */
export function recordText(record: RunRecord): string {
  const text = JSON.stringify(record, null, 2);
  const isPacked = record.wholeProject === true || text.length > LONG;
  return (isPacked ? JSON.stringify(packed(record), null, 2) : text) + "\n";
}

/**
 * Says whose a file is.
 * @param text what is in it
 * @returns "ours" as a run wrote it, "edited" since, or "theirs": no run has written it
 */
export function ownerOf(
  records: readonly RunRecord[],
  path: string,
  text: string,
): "ours" | "edited" | "theirs" {
  const written = records.flatMap(({ files }) =>
    files.filter((file) => file.path === path && file.base !== undefined),
  );
  if (written.length === 0) return "theirs";
  return written.some((file) => isAsWritten(text, file)) ? "ours" : "edited";
}

function parseRecord(text: string): RunRecord | null {
  try {
    const record: Partial<RunRecord> = unpacked(JSON.parse(text) as object);
    const isWhole =
      record.version === 1 &&
      typeof record.id === "string" &&
      /^\d{4,}-/.test(record.id) &&
      typeof record.command === "string" &&
      Array.isArray(record.files);
    return isWhole ? (record as RunRecord) : null;
  } catch {
    return null;
  }
}
