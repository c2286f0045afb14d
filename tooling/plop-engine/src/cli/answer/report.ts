// The answer of a command as text for a person: results for stdout, failures for stderr.
import type { Problem } from "../../plan.ts";
import type { CheckReport, Envelope, FileReport } from "../../envelope.ts";
import { findCommand, flagsOf } from "../input/commands.ts";
import { visible } from "../input/quote.ts";

/**
 * Describes what a run did or would do.
 * @returns lines for stdout, each ended
 */
export function successText(envelope: Envelope): string {
  if (envelope.text !== undefined) return `${envelope.text.join("\n")}\n`;
  const { files = [], diff, notes = [], next = [], run, undo, written, command } = envelope;
  const changed = files.filter(({ action }) => action !== "same");
  const lines: string[] = [];
  if (diff !== undefined) lines.push(diff.trimEnd() || "No differences.");
  else lines.push(...fileLines(changed));
  if (changed.length === 0 && envelope.files !== undefined) {
    const { name } = (envelope.input ?? {}) as { name?: string };
    lines.push(name === undefined ? "Nothing to do." : `Nothing to do: ${name} already exists.`);
  }
  for (const path of envelope.refreshed ?? []) lines.push(`refresh ${path}`);
  if (notes.length > 0) lines.push("", ...notes);
  if (written === false && changed.length > 0) lines.push("", "Nothing was written.");
  if (run && command === "undo" && written) lines.push("", `Run ${run} is undone.`);
  if (run && command !== "undo") lines.push("", `Run ${run}. To undo it: ${undo}`);
  if (next.length > 0) lines.push("", "Next:", ...next.map((step) => `  ${step}`));
  return `${lines.join("\n")}\n`;
}

/**
 * Describes why a run failed: every problem with its position and the fix.
 * @returns lines for stderr, each ended
 */
export function failureText(envelope: Envelope): string {
  const { errors = [], retry, keptFailed, checks, exit, text } = envelope;
  if (text !== undefined) return `${text.join("\n")}\n`;
  const lines = errors.flatMap((problem) => [...problemLines(problem), ""]);
  const failed = checks?.find(({ ok }) => !ok);
  if (failed?.output) lines.push(...excerpt(failed.output), "");
  lines.push(
    keptFailed
      ? "The files were kept. To undo the run: pnpm plop undo"
      : outcome(exit, envelope.command),
  );
  if (retry !== undefined) lines.push(`Run: ${retry}`);
  return `${lines.join("\n")}\n`;
}

/** One line for each file, the action first. */
export function fileLines(files: readonly FileReport[]): string[] {
  return files.map(({ path, action, added, removed }) => {
    const counts = [added > 0 && `+${added}`, removed > 0 && `-${removed}`].filter(Boolean);
    return `${action.padEnd(7)} ${path}  ${counts.join(" ")}`.trimEnd();
  });
}

/** One line for a finished check. */
export function checkLine({ name, ok, ms }: CheckReport): string {
  return `${ok ? "✓" : "✗"} ${name} (${(ms / 1000).toFixed(1)} s)`;
}

/** A place in a file, as compilers write it. */
const PLACE = /:\d+:\d+$/;

/**
 * One problem as lines: what is wrong, the argument with a mark under the position, the fix.
 * @param problem what is wrong; an `arg` that is `path:line:column` comes first, so that terminals link it
 */
export function problemLines({ code, arg, at, message, fix }: Problem): string[] {
  const place = arg !== undefined && PLACE.test(arg) ? `${visible(arg)} ` : "";
  const lines = [`${place}${code}: ${message}`];
  if (arg !== undefined && at !== undefined && arg.trim() !== "") {
    lines.push(`    ${visible(arg)}`, `    ${" ".repeat(visible(arg.slice(0, at)).length)}^`);
  }
  if (fix !== undefined) {
    if (fix.includes("\n")) lines.push(...fix.split("\n").map((line) => `    ${line}`));
    else lines.push(`    → ${visible(fix)}`);
  }
  return lines;
}

const LINES_MAX = 60;
const COLUMNS_MAX = 300;
/** Both ends of a longer line are shown, because compilers name what is missing at the end. */
const END_COLUMNS = 120;

/** The end of a tool's output, where test runners list the failures. The JSON has more. */
function excerpt(output: string): string[] {
  const lines = output.split("\n").map((line) => {
    if (line.length <= COLUMNS_MAX) return line;
    return `${line.slice(0, COLUMNS_MAX - END_COLUMNS)} … ${line.slice(-END_COLUMNS)}`;
  });
  if (lines.length <= LINES_MAX) return lines;
  return [`… ${lines.length - LINES_MAX} lines before (--json)`, ...lines.slice(-LINES_MAX)];
}

function outcome(exit: number, name: string): string {
  const command = findCommand(name);
  const mayKeep =
    command !== undefined && flagsOf(command).some((flag) => flag.name === "keep-failed");
  if (exit === 5) {
    const hint = mayKeep ? " To keep the files and fix them, add --keep-failed." : "";
    return `Everything was rolled back.${hint}`;
  }
  if (exit === 130) return "Cancelled. Nothing was written.";
  return "Nothing was written.";
}
