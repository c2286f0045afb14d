// Plans the import of a design: what is read, and the file that it is written to.
import { resolve } from "node:path";
import { formatted } from "@groundwork/plop-engine/run/format-plan";
import type { Io } from "@groundwork/plop-engine/io";
import {
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Tree,
  instead,
} from "@groundwork/plop-engine/plan";
import { diskTree } from "@groundwork/plop-engine/tree";
import { layout } from "../../repository/layout.ts";
import type { Design } from "../design.ts";
import { describeBackend } from "../described/describe.ts";
import { withFoundEntries } from "../edit/found-entries.ts";
import { designIn } from "../edit/places.ts";
import { withWords } from "./from-code.ts";
import type { ImportInput } from "./input.ts";
import { designText } from "./write.ts";

/**
 * Plans the import.
 * @param input what is read, and where it goes
 * @param tree the repository; another project is read from the disk
 * @returns the plan; one that writes nothing answers with the text of the design
 * @throws IMPORT_EMPTY or IMPORT_TO (2), DESIGN_THERE (3) for a file that is there and not to be replaced, (4) for code
 *   that cannot be read
 */
export function planImport(input: ImportInput, tree: Tree): Plan {
  const { to } = input;
  checkTarget(input);
  const described = describeBackend(projectTree(input, tree));
  if (Object.keys({ ...described.design.entities, ...described.design.functions }).length === 0)
    throw new GeneratorError(2, emptyProject(input));
  const path = to ?? layout.design;
  const before = input.project === undefined || to !== undefined ? tree.read(path) : null;
  const known = before === null ? null : designIn(path, before);
  const design = withWords(described.design, known);
  const base = { command: "design import", subject: "design", input, notes: [] };
  if (to === undefined) {
    const text = [designText(design)];
    return { ...base, files: [], next: [], answer: { data: design, text } };
  }
  if (before !== null && input.replace !== true && input.add !== true)
    throw new GeneratorError(3, alreadyThere(to));
  const after =
    before !== null && input.add === true
      ? withFoundEntries(to, before, described)
      : designText(design);
  const file: PlannedFile = {
    ...{ path: to, before, after, fragments: [] },
    ...(before !== null && { replaces: true }),
  };
  return { ...base, files: [file], next: nextOf(to, design) };
}

/** Lays the answer out as the file would be. */
export async function withLayout(plan: Plan, { root }: Io): Promise<Plan> {
  if (plan.answer === undefined) return plan;
  const [text = ""] = plan.answer.text;
  const file = { path: layout.design, before: null, after: text };
  const laidOut = (await formatted(root, file)) ?? text;
  return { ...plan, answer: { ...plan.answer, text: [laidOut.trimEnd()] } };
}

function projectTree({ project }: ImportInput, tree: Tree): Tree {
  return project === undefined ? tree : diskTree(resolve(project));
}

function checkTarget({ to, replace, add }: ImportInput): void {
  const flag = replace === true ? "--replace" : "--add";
  if (to === undefined && (replace === true || add === true)) {
    throw new GeneratorError(2, {
      code: "IMPORT_TO",
      arg: flag,
      message: `${flag} is of a file, and none is written.`,
      fix: `--to ${layout.design}`,
    });
  }
  if (to !== undefined && !/\.ts$/.test(to)) {
    throw new GeneratorError(2, {
      code: "IMPORT_TO",
      arg: to,
      message: `"${to}" is no module: a design is written as TypeScript.`,
      ...instead(layout.design),
    });
  }
}

function emptyProject({ project = "this project" }: ImportInput) {
  const message = `there is neither a table nor a function of Convex in ${project}.`;
  const fix = "Name the folder that has convex/, or convex.json.";
  return { code: "IMPORT_EMPTY", arg: project, message, fix };
}

function alreadyThere(path: string) {
  return {
    code: "DESIGN_THERE",
    arg: path,
    message: `${path} already exists.`,
    fix: "--add keeps it and adds what it does not name; --replace writes it again, with its stories, flows and criteria.",
  };
}

/** What code cannot say. */
function nextOf(path: string, { about, features = {}, flows = {} }: Design): string[] {
  const isWhole = about !== "" && Object.keys(features).length + Object.keys(flows).length > 0;
  return [
    ...(isWhole
      ? []
      : [`Say in ${path} what the app is for: about, features, flows and criteria.`]),
    "pnpm plop design check",
  ];
}
