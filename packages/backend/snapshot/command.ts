// The command `pnpm snapshot` without its process, so that tests can run it on other snapshots.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { functionsOf } from "../reference/app-functions.ts";
import { exportedTables } from "../reference/exported-schema.ts";
import { parseModules, pushedFiles } from "../reference/syntax.ts";
import { type Environment, BaseUnreadable, promisedIn } from "./base.ts";
import { changesBetween } from "./changes.ts";
import { migrationsIn } from "./migrations.ts";
import { type Facts, type Verdict, entryFor, judge, marksIn, readEntries } from "./notes.ts";
import { type Snapshot, printSnapshot, snapshotOf } from "./snapshot.ts";

const codes = { rows: "SCHEMA_NARROWED", api: "API_BROKEN", schedule: "SCHEDULED_BROKEN" };

/** What the code says, which takes seconds to find out. */
export interface Code {
  /** Its snapshot, with the changes that are explained. */
  snapshot: (explained: readonly string[]) => Snapshot;
  migrations: Facts["migrations"];
}

/**
 * Loads the functions of the package.
 * @param home the folder of the package
 */
export async function codeOf(home: string): Promise<Code> {
  const convex = join(home, "convex");
  const files = pushedFiles(convex);
  const load = (file: string) => () => import(pathToFileURL(join(convex, file)).href);
  const functions = await functionsOf(
    Object.fromEntries(files.map((file) => [`./${file}`, load(file)])),
  );
  return {
    snapshot: (explained) => snapshotOf(exportedTables(), functions, [...explained]),
    migrations: migrationsIn(parseModules(convex, files)),
  };
}

/**
 * Writes `snapshot.json`, or checks it.
 * @param home the folder of the package, with `snapshot/`, `package.json` and CHANGES.md
 * @param code what the code says
 * @param flags `--check`, `--undone`
 * @param environment what tells with which snapshot to compare
 * @returns what is wrong, as lines to print; none when nothing is
 */
export async function runSnapshot(
  { home, code }: { home: string; code: Code },
  flags: readonly string[],
  environment: Environment,
): Promise<string[]> {
  const target = join(home, "snapshot", "snapshot.json");
  const written = await textOf(target);
  let promise: string | null;
  try {
    promise = await promisedIn(join(home, "snapshot"), environment, written);
  } catch (error) {
    if (error instanceof BaseUnreadable) return [`BASE_UNREADABLE: ${error.message}`];
    throw error;
  }
  const before = promise === null ? null : (JSON.parse(promise) as Snapshot);
  const explained = before?.explained ?? [];
  const now = code.snapshot(explained);
  const facts = await factsOf(home, code, explained);
  const verdicts = (before === null ? [] : changesBetween(before, now)).map((change) =>
    judge(change, facts),
  );
  const refused = flags.includes("--undone") ? [] : linesOf(verdicts, facts.version);
  if (refused.length > 0) return refused;
  const marks = verdicts.flatMap((verdict) => (verdict.ok && verdict.mark ? [verdict.mark] : []));
  const text = printSnapshot({
    ...now,
    // Those of changes that were reverted since, too, as long as CHANGES.md tells them.
    explained: [...new Set([...explained, ...marks, ...marksIn(written, facts.entries)])],
  });
  if (!flags.includes("--check")) await writeFile(target, text);
  else if (written !== text) {
    return [
      "STALE: packages/backend/snapshot/snapshot.json does not match the code.",
      "Run: pnpm --filter @repo/backend snapshot",
    ];
  }
  return [];
}

async function factsOf(home: string, code: Code, explained: string[]): Promise<Facts> {
  const manifest = await readFile(join(home, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const entries = readEntries((await textOf(join(home, "CHANGES.md"))) ?? "");
  return { entries, version, migrations: code.migrations, explained };
}

function linesOf(verdicts: readonly Verdict[], version: string): string[] {
  const refused = verdicts.flatMap((verdict) =>
    verdict.ok
      ? []
      : [
          `${codes[verdict.change.of]}: ${verdict.change.key}: ${verdict.why}.\n  ${entryFor(verdict.change)}`,
        ],
  );
  if (refused.length === 0) return [];
  return [
    ...refused,
    "Undo it, or follow docs/patterns/migrations.md and write packages/backend/CHANGES.md.\n" +
      `While nothing is deployed yet, this line under "## ${version}" there explains all of it:\n` +
      "  - `everything`: nothing is deployed yet",
  ];
}

const textOf = (path: string) => readFile(path, "utf8").catch(() => null);
