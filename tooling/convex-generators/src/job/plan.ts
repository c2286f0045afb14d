// Plans a job: its functions and their tests, the variable with the address of its service, and its limit.
import { singularName, articleOf, wordsOf } from "@groundwork/plop-engine/names/words";
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import type { Plan, Tree } from "@groundwork/plop-engine/plan";
import { type RenderedFile, renderAll } from "@groundwork/plop-engine/templates/render";
import { numeral } from "@groundwork/plop-engine/templates/code";
import { assertNameFree } from "../function/module-name.ts";
import { apiModuleFragment } from "../repository/api-modules.ts";
import { pathFromTest, pathToRoot, testOf } from "../repository/backend-modules.ts";
import { folderOf } from "../repository/settings.ts";
import { layout } from "../repository/layout.ts";
import { convexCommand, referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { planRateLimit } from "../repository/rate.ts";
import { areExportsThere, planRendered } from "../repository/rendered.ts";
import { variableEdits } from "../repository/variables.ts";
import type { JobInput } from "./input.ts";
import { type JobModel, readJob } from "./read.ts";

/**
 * Plans a job.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when all of it is there
 * @throws GeneratorError (2) with all problems of the input, (3) when a name is taken, (4) for a file that cannot
 *   be edited
 */
export function planJob(input: JobInput, tree: Tree): Plan {
  const model = readJob(input, tree);
  const { start, variable, table } = model;
  const { module, isInternal } = start;
  const names = ["start", "run", "claim", "finish", ...(isInternal ? [] : ["status"])];
  for (const name of names) assertNameFree({ module, name }, tree);
  const [rendered, test] = render(model, tree) as [RenderedFile, RenderedFile];
  areExportsThere(tree, rendered, names);
  const tests = planRendered(tree, test, { kind: "testBlock", keys: ["the job"] });
  const about = `the address of the service that a job of ${wordsOf(module).join(" ")} calls`;
  const files = [
    ...planRendered(tree, rendered, { kind: "functionExport", keys: names }),
    ...planEdits(tree, [
      { path: layout.apiTypes, fragments: [apiModuleFragment(module)] },
      ...variableEdits({ name: variable, about }),
    ]),
    ...tests.map((file) => (file.before === null ? { ...file, protected: true } : file)),
    ...(start.rateLimit === null ? [] : planRateLimit(start.rateLimit, tree)),
  ];
  const one = wordsOf(singularName(table)).join(" ");
  const next = [
    `Send more than the id of the ${one}, if the service needs it: ${module}.claim returns what is posted.`,
    convexCommand(`env set ${variable} <address>`),
    ...[referenceCommand(), snapshotCommand()],
  ];
  return {
    ...{ command: "job", subject: module, input, files, notes: [] },
    next: files.length === 0 ? [] : next,
  };
}

function render(model: JobModel, tree: Tree): RenderedFile[] {
  const { start, table, attempts, timeoutMs } = model;
  const { module, access, isInternal, rateLimit, role, refusedRoles } = start;
  const path = testOf(tree, module);
  const one = wordsOf(singularName(table)).join(" ");
  const view = {
    ...{ ...model, module, role, rateLimit, isInternal, access: accessCode(access) },
    attempts: attempts === null ? null : numeral(attempts),
    most: attempts === null ? "jobDefaults.maxAttempts" : numeral(attempts),
    timeoutMs: timeoutMs === null ? null : numeral(timeoutMs),
    hasRetries: (attempts ?? 5) > 2,
    test: path.slice(`${layout.tests}/`.length, -".test.ts".length),
    one,
    aOne: `${articleOf(one)} ${one}`,
    title: capitalized(module.split("/").flatMap(wordsOf).join(" ")),
    kind: `${module}:run`,
    own: ["internal", ...module.split("/")].join("."),
    called: [isInternal ? "internal" : "api", ...module.split("/")].join("."),
    caller: isInternal ? "app" : "ann",
    root: pathToRoot(module),
    toPackage: pathFromTest(path),
    refused: refusedRoles.map((name) => ({ name, title: `${articleOf(name)} ${name}` })),
    operation: start.reads[0]?.operation ?? null,
    isOwn: start.reads.some(({ ownRoles }) => ownRoles.includes(role)),
    // A person is not removed as other rows are.
    isRemovable: table !== "users",
  };
  return renderAll(folderOf("job"), { view, helpers: {}, isWritten: () => true });
}

function accessCode(access: JobModel["start"]["access"]): string {
  return JSON.stringify(access.kind === "permission" ? access.permission : access.kind);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
