// Runs pnpm for what no plan can compute by itself.
import { execFile } from "node:child_process";
import { GeneratorError, type Problem } from "@groundwork/plop-engine/plan";

/** What to say when a program fails. */
export type OnFailure = (output: string) => Problem;

/**
 * Runs the pnpm that runs this process; without one, the first on the path.
 * @param cwd where, as an absolute path
 * @throws GeneratorError (1) with what `onFailure` makes of its output
 */
export async function runPnpm(cwd: string, args: readonly string[], onFailure: OnFailure) {
  const pnpm = process.env["npm_execpath"];
  if (pnpm === undefined) return await runProgram(cwd, ["pnpm", ...args], onFailure);
  const node = /\.[cm]?js$/.test(pnpm) ? [process.execPath] : [];
  return await runProgram(cwd, [...node, pnpm, ...args], onFailure);
}

async function runProgram(
  cwd: string,
  [program, ...args]: readonly string[],
  onFailure: OnFailure,
): Promise<void> {
  const output = await new Promise<string | null>((resolve) => {
    const options = { cwd, encoding: "utf8" as const, maxBuffer: 64 * 2 ** 20 };
    execFile(program!, args, options, (error, stdout, stderr) => {
      resolve(error === null ? null : `${stdout}${stderr}` || error.message);
    });
  });
  if (output !== null) throw new GeneratorError(1, onFailure(output));
}

/** Of what a program wrote, the first lines from the error on, without the frame around them. */
export function excerptOf(output: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.replace(/^[\s│├─╰▶×]+/u, "").trim())
    .filter((line) => line !== "");
  const first = lines.findIndex((line) => /\berror\b/i.test(line));
  return lines.slice(Math.max(first, 0)).slice(0, 6).join(" ");
}
