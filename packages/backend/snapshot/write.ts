// Writes `snapshot.json`, unless the app asks more of its rows or its clients than CHANGES.md explains. With
// `--check` it changes nothing, and fails as well when the snapshot is not what the code gives. With
// `--taken-back`, after a run of the generators was undone, it is written whatever is gone; the check asks for
// the entries of that all the same, as it compares with what is committed.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { functionsOf } from "../reference/app-functions.ts";
import { exportedTables } from "../reference/exported-schema.ts";
import { parseModules, pushedFiles } from "../reference/syntax.ts";
import { promisedIn } from "./base.ts";
import { changesBetween } from "./changes.ts";
import { migrationsIn } from "./migrations.ts";
import { entryFor, judge, marksIn, readEntries } from "./notes.ts";
import { type Snapshot, printSnapshot, snapshotOf } from "./snapshot.ts";

const codes = { rows: "SCHEMA_NARROWED", api: "API_BROKEN", schedule: "SCHEDULED_BROKEN" };

const home = join(import.meta.dirname, "..");
const convex = join(home, "convex");
const target = join(import.meta.dirname, "snapshot.json");
const read = (path: string) => readFile(path, "utf8").catch(() => null);

const written = await read(target);
const promise = await promisedIn(import.meta.dirname, process.env, written).catch(
  (error: Error) => {
    console.error(`BASE_UNREADABLE: ${error.message}`);
    process.exit(1);
  },
);
const before = promise === null ? null : (JSON.parse(promise) as Snapshot);
const explained = before?.explained ?? [];
const files = pushedFiles(convex);
const load = (file: string) => () => import(pathToFileURL(join(convex, file)).href);
const functions = await functionsOf(
  Object.fromEntries(files.map((file) => [`./${file}`, load(file)])),
);
const now = snapshotOf(exportedTables(), functions, explained);

const { version } = JSON.parse(await readFile(join(home, "package.json"), "utf8")) as {
  version: string;
};
const facts = {
  entries: readEntries((await read(join(home, "CHANGES.md"))) ?? ""),
  version,
  migrations: migrationsIn(parseModules(convex, files)),
  explained,
};
const verdicts = (before === null ? [] : changesBetween(before, now)).map((change) =>
  judge(change, facts),
);
const isTakenBack = process.argv.includes("--taken-back");
const refused = isTakenBack ? [] : verdicts.filter((verdict) => !verdict.ok);
const marks = verdicts.flatMap((verdict) => (verdict.ok && verdict.mark ? [verdict.mark] : []));
const text = printSnapshot({
  ...now,
  // Those of changes that were reverted since, too, as long as CHANGES.md tells them.
  explained: [...new Set([...explained, ...marks, ...marksIn(written, facts.entries)])],
});

if (refused.length > 0) {
  for (const { change, why } of refused) {
    console.error(`${codes[change.of]}: ${change.key}: ${why}.\n  ${entryFor(change)}`);
  }
  console.error(
    "Undo it, or follow docs/patterns/migrations.md and write packages/backend/CHANGES.md.\n" +
      `While nothing is deployed yet, this line under "## ${version}" there explains all of it:\n` +
      "  - `everything`: nothing is deployed yet",
  );
  process.exitCode = 1;
} else if (!process.argv.includes("--check")) {
  await writeFile(target, text);
} else if (written !== text) {
  console.error("STALE: packages/backend/snapshot/snapshot.json is not what the code gives.");
  console.error("Run: pnpm --filter @repo/backend snapshot");
  process.exitCode = 1;
}
