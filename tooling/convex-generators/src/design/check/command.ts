// Runs `pnpm plop design check`.
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { CommandError } from "@groundwork/plop-engine/cli/answer/outcome";
import { GeneratorError } from "@groundwork/plop-engine/plan";
import type { RegisteredCommand } from "@groundwork/plop-engine/project";
import type { Request } from "@groundwork/plop-engine/request";
import { diskTree } from "@groundwork/plop-engine/tree";
import { layout } from "../../repository/layout.ts";
import { readDesign } from "../file/read.ts";
import { checkDesign, findingsOf } from "./check.ts";
import type { Finding } from "./levels.ts";
import { type Size, reportLines, summaryOf } from "./report.ts";

/**
 * Checks a design.
 * @returns the summary and the warnings
 * @throws CommandError (6) with all findings when one is an error, GeneratorError (2) where there is no design
 */
export const check: RegisteredCommand["run"] = async (request) => {
  const { flags } = request.args;
  const { path, source } = await sourceOf(request);
  const isStrict = flags.strict === true;
  const { size, isCompared, ...found } = checkText(path, source, request);
  const findings = isStrict ? found.findings.map(asError) : found.findings;
  const summary = summaryOf(findings, size, path);
  const data = { file: path, summary, ...size, findings, isCompared };
  const lines = [...reportLines(findings, isStrict), summary];
  const errors = findings.filter(({ level }) => level === "error");
  if (errors.length > 0) {
    const problems = errors.map(({ level: _, ...problem }) => problem);
    throw new CommandError(6, problems, { data, text: lines });
  }
  return { ok: true, command: "design check", exit: 0, run: null, data, text: lines };
};

function asError(finding: Finding): Finding {
  return { ...finding, level: "error" };
}

interface Outcome {
  findings: Finding[];
  /** Null for a design that cannot be read. */
  size: Size | null;
  isCompared: boolean;
}

function checkText(path: string, source: string, { io, args }: Request): Outcome {
  try {
    const file = readDesign(source, path);
    const { known, ...checked } = checkDesign(
      file,
      diskTree(io.root),
      args.flags["no-code"] === true,
    );
    const { name, entities = {}, criteria = {} } = file.design;
    const sizes = {
      entities: Object.keys(entities).length,
      criteria: Object.keys(criteria).length,
    };
    return { ...checked, size: { name, ...sizes, functions: known.designed } };
  } catch (error) {
    if (!(error instanceof GeneratorError) || error.exit !== 2) throw error;
    return { findings: findingsOf(error.problems), size: null, isCompared: false };
  }
}

/** The text of the design, and what it is called in places. */
async function sourceOf({ args, io }: Request): Promise<{ path: string; source: string }> {
  const { from } = args.flags;
  const [given] = args.positionals;
  if (from === "-") return { path: "stdin.json", source: await text(io.stdin) };
  const typed = typeof from === "string" ? from : given;
  const absolute = typed === undefined ? resolve(io.root, layout.design) : resolve(io.cwd, typed);
  const path = relative(io.root, absolute);
  try {
    return { path, source: readFileSync(absolute, "utf8") };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new GeneratorError(2, {
      code: "DESIGN_MISSING",
      arg: typed ?? path,
      message: `there is no design in ${path}${code === "ENOENT" ? "" : ` (${code})`}.`,
      fix: "pnpm plop design new, or pnpm plop design import for the code that is there",
    });
  }
}
