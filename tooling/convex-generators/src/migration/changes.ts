// The entry of a migration in `packages/backend/CHANGES.md`, which the check of the snapshot asks for.
import { GeneratorError, type PlannedFile, type Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";
import { convexCommand } from "../repository/pages.ts";
import type { Migration } from "./read.ts";

/** How an entry starts that stands for all of them. */
const ANYTHING = "- `everything`: nothing is deployed";

/** The version that is being made, and what CHANGES.md has under it. */
function section(tree: Tree): { text: string; version: string; start: number; end: number } {
  const text = tree.read(layout.changes) ?? "# Changes\n";
  const { version } = JSON.parse(tree.read(layout.backendManifest)!) as { version: string };
  const start = text.search(new RegExp(`^## ${version.replaceAll(".", "\\.")}\\b`, "m"));
  const next = start === -1 ? -1 : text.indexOf("\n## ", start + 1);
  return { text, version, start, end: next === -1 ? text.length : next };
}

/** Whether the version that is being made still says that nothing is deployed. */
export function isUndeployed(tree: Tree): boolean {
  const { text, start, end } = section(tree);
  return start !== -1 && text.slice(start, end).includes(ANYTHING);
}

/**
 * Plans the entry for the second phase.
 * @param counted the day on which no old row was left
 * @returns nothing while nothing is deployed
 * @throws MIGRATION_COUNTED (2) without that day, and for one that is none
 */
export function planEntry(
  { name, table, field, to, into }: Migration,
  counted: string | undefined,
  tree: Tree,
): PlannedFile[] {
  if (counted !== undefined && !isDay(counted)) {
    throw new GeneratorError(2, {
      code: "MIGRATION_COUNTED",
      arg: counted,
      message: `"${counted}" is no day: write it as 2026-12-01.`,
    });
  }
  if (isUndeployed(tree)) return [];
  if (counted === undefined) {
    throw new GeneratorError(2, {
      code: "MIGRATION_COUNTED",
      arg: "--finish",
      message: `${layout.changes} records on which day no deployment had an old row left.`,
      fix: `Run the migration everywhere, count with \`${convexCommand("run oldRows:count")}\`, and add --counted <day>.`,
    });
  }
  const changes = [
    `${field} is ${to === null ? "removed" : "required"}`,
    ...(into === undefined || into.isOptional ? [] : [`${into.field} is required`]),
  ];
  const entry = changes
    .map((change) => `- \`${table}.${change}\`: \`migrations:${name}\` done ${counted}\n`)
    .join("");
  const { text, version, start, end } = section(tree);
  const before = text.slice(0, end).trimEnd();
  const heading = start === -1 ? `\n\n## ${version}\n` : "";
  const gap = start !== -1 && /\n- .*(\n {2}.*)*$/.test(before) ? "\n" : "\n\n";
  const after = `${before}${heading}${heading ? "\n" : gap}${entry}${text.slice(end)}`;
  return [
    {
      path: layout.changes,
      before: tree.read(layout.changes),
      after,
      fragments: [],
      replaces: true,
    },
  ];
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
