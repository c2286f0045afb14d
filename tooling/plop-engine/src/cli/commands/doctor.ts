// `pnpm plop doctor`: whether the generators can work in this repository.
import { diagnose } from "../../run/doctor.ts";
import { diskTree } from "../../tree.ts";
import type { Envelope } from "../../envelope.ts";
import type { Request } from "../../request.ts";
import { CommandError, refuseProblems } from "../answer/outcome.ts";
import { problemLines } from "../answer/report.ts";

/** @throws CommandError (4) when something is wrong, with all that was looked at */
export async function doctor({ args, io }: Request): Promise<Envelope> {
  refuseProblems(args.problems);
  const findings = diagnose(io.root, diskTree(io.root));
  const text = findings.flatMap(({ what, problems, notes }) => [
    `${problems.length === 0 ? "✓" : "✗"} ${what}`,
    ...problems.flatMap(problemLines).map((line) => `    ${line}`),
    ...notes.map((note) => `    ${note}`),
  ]);
  const problems = findings.flatMap((finding) => finding.problems);
  if (problems.length > 0) {
    throw new CommandError(4, problems, { data: findings, text });
  }
  return { ok: true, command: "doctor", exit: 0, run: null, data: findings, text };
}
