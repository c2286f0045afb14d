// Counts the old rows before a table is narrowed: on the deployment that `convex` is connected to.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "@groundwork/plop-engine/checks/tool";
import type { Io } from "@groundwork/plop-engine/io";
import { GeneratorError, type Plan } from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { layout } from "../repository/layout.ts";
import { convexCommand } from "../repository/pages.ts";
import type { MigrationInput } from "./input.ts";
import { type Migration, begunMigration } from "./read.ts";

/** Starts the official CLI, connected to the app that `pnpm dev` runs, or to what an env file names. */
const CLI = "packages/backend/scripts/convex-cli.ts";
const LOADER = "packages/backend/node_modules/tsx/dist/cli.mjs";

/**
 * Refuses the second phase while there are old rows.
 * @throws MIGRATION_LEFT (3) with how many, MIGRATION_UNCOUNTED (1) when they cannot be counted
 */
export async function completeMigration(plan: Plan, io: Io): Promise<Plan> {
  const input = plan.input as MigrationInput;
  const isNarrowing = input.finish === true && input.counted === undefined;
  if (isNarrowing && plan.files.length + (plan.removals ?? []).length > 0) {
    const migration = begunMigration(input, diskTree(io.root));
    await assertNoneLeft(migration, io);
  }
  return plan;
}

/**
 * Counts the rows that a migration has left.
 * @throws MIGRATION_LEFT (3), MIGRATION_UNCOUNTED (1)
 */
export async function assertNoneLeft(
  { name, table, field, to, finish }: Migration,
  io: Io,
): Promise<void> {
  const shape = { table, field, is: to === null ? "present" : "absent" };
  const { rows, old } = await counted(io, JSON.stringify(shape));
  io.stderr.write(`Counted ${rows} rows of ${table}: ${old} of them are old\n`);
  if (old === 0) return;
  throw new GeneratorError(3, {
    code: "MIGRATION_LEFT",
    arg: name,
    message: `${old} of ${rows} rows of "${table}" are still old.`,
    fix: `${convexCommand(`run migrations:${name} '{"reset": true}'`)}, and when it is done: ${finish}`,
  });
}

async function counted({ root }: Io, shape: string): Promise<{ rows: number; old: number }> {
  const args = [join(root, CLI), "run", "oldRows:count", shape];
  const script = join(root, LOADER);
  const { ok, output } = existsSync(script)
    ? await runTool({
        script,
        args,
        folder: join(root, layout.backend),
        signal: new AbortController().signal,
      })
    : { ok: false, output: "the packages are not installed" };
  const [document] = ok ? (/\{[^{}]*\}/.exec(output) ?? []) : [];
  if (document !== undefined) return JSON.parse(document) as { rows: number; old: number };
  throw new GeneratorError(1, {
    code: "MIGRATION_UNCOUNTED",
    arg: layout.migrations,
    message: `the old rows cannot be counted: ${output.trim().split("\n").at(-1) ?? ""}`,
    fix: "Start the app (pnpm dev), or pass --counted <day> for rows that you have counted yourself.",
  });
}
