// The checks after a run: which ones the flags select, and their progress on stderr.
import { assertTools, runChecks } from "../../checks/run-checks.ts";
import { MINUTES_MAX } from "../../checks/tool.ts";
import { GeneratorError, type PlannedFile, instead } from "../../plan.ts";
import { didYouMean } from "../../did-you-mean.ts";
import { diskTree } from "../../tree.ts";
import { project } from "../../project.ts";
import type { CheckReport } from "../../envelope.ts";
import type { Io } from "../../io.ts";
import { checkLine } from "../answer/report.ts";
import { type CheckName, type CheckStep, checkNames } from "../../check-step.ts";
import type { Arguments } from "../../command.ts";

/**
 * Reads `--checks` and `--no-checks`.
 * @throws CHECKS_BOTH or CHECK_UNKNOWN (2)
 */
export function chosenChecks({ flags }: Arguments): readonly CheckName[] {
  const { checks } = flags;
  const isOff = flags["no-checks"] !== undefined;
  if (typeof checks !== "string") return isOff ? [] : checkNames;
  if (isOff) {
    throw new GeneratorError(2, {
      code: "CHECKS_BOTH",
      arg: "--no-checks",
      message: "--checks and --no-checks exclude each other.",
      fix: "Leave out one of them.",
    });
  }
  const names = checks.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !checkNames.some((known) => known === name));
  if (unknown.length === 0) return names as CheckName[];
  throw new GeneratorError(
    2,
    unknown.map((name) => {
      const guess = didYouMean(name, checkNames);
      return {
        code: "CHECK_UNKNOWN",
        arg: checks,
        message: `there is no check "${name}".${guess?.sentence ?? ""} Checks: ${checkNames.join(", ")}.`,
        ...(guess && instead(names.map((one) => (one === name ? guess.word : one)).join(","))),
      };
    }),
  );
}

/** Adds the problems of `--checks` to the other problems of the arguments. */
export function withChecks(args: Arguments): Arguments {
  try {
    chosenChecks(args);
    return args;
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return { ...args, problems: [...args.problems, ...error.problems] };
  }
}

export interface PostChecks {
  /** The result of each finished check. */
  reports: CheckReport[];
  /**
   * Runs the checks.
   * @throws CHECK_FAILED (5)
   */
  run: () => Promise<void>;
}

/**
 * Prepares the checks of a plan. Their progress goes to stderr.
 * @throws NOT_INSTALLED (1) when a tool is missing, before anything is written
 */
export function postChecks(
  io: Io,
  files: readonly PlannedFile[],
  kinds: readonly CheckName[],
): PostChecks {
  // To find out what a change can break, many files are read.
  const all = kinds.length === 0 ? [] : project().checksOf(files, diskTree(io.root));
  const steps = all.filter(({ kind }) => kinds.includes(kind));
  assertTools(io.root, steps);
  const reports: CheckReport[] = [];
  const run = async () => {
    const results = await runChecks({ root: io.root, steps, ...progress(io, steps) });
    reports.push(
      ...results.map(({ name, ok, ms, output }) => ({ name, ok, ms, ...(!ok && { output }) })),
    );
    const failed = results.find(({ ok }) => !ok);
    if (failed === undefined) return;
    throw new GeneratorError(5, {
      code: "CHECK_FAILED",
      arg: failed.name,
      message: failed.isLate
        ? `${failed.name} did not finish within ${MINUTES_MAX} minutes with the generated files.`
        : `${failed.name} failed with the generated files.`,
    });
  };
  return { reports, run };
}

/** On a terminal, the last line shows the running checks; elsewhere, only finished ones are printed. */
function progress({ stderr }: Io, steps: readonly CheckStep[]) {
  const running = new Set<string>();
  const show = () => {
    if (!stderr.isTTY) return;
    stderr.write(`\r\u001b[K${running.size > 0 ? `… ${[...running].join(", ")}` : ""}`);
  };
  const clear = () => stderr.isTTY && stderr.write("\r\u001b[K");
  let left = steps.length;
  return {
    onStart: ({ name }: CheckStep) => {
      running.add(name);
      show();
    },
    onEnd: (result: CheckReport) => {
      running.delete(result.name);
      left--;
      clear();
      stderr.write(`${checkLine(result)}\n`);
      if (result.ok && left > 0) show();
    },
  };
}
