// Plans what a design asks for and the code lacks.
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import {
  type Exit,
  GeneratorError,
  type Plan,
  type Problem,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { planComponent } from "../../component/plan.ts";
import { planCron } from "../../cron/plan.ts";
import { planEmail } from "../../email/plan.ts";
import type { EntityInput } from "../../entity/input.ts";
import { tableOf } from "../../entity/model/runs.ts";
import { planEntity } from "../../entity/plan.ts";
import { currentEntityInput, recordedTables } from "../../entity/recorded.ts";
import { planFunction } from "../../function/plan.ts";
import { planHttp } from "../../http/plan.ts";
import { planJob } from "../../job/plan.ts";
import { planPage } from "../../page/plan.ts";
import { readPromised } from "../../page/promised.ts";
import { planRag } from "../../rag/plan.ts";
import { namesTable } from "../../repository/dependency.ts";
import { readTables } from "../../repository/facts.ts";
import { type Variable, variableEdits } from "../../repository/variables.ts";
import { planRole } from "../../role/plan.ts";
import { compareDesign, isUndesigned } from "../described/compare.ts";
import { tableOfEntity } from "../described/entities.ts";
import { describeBackend } from "../described/describe.ts";
import type { Described } from "../described/described.ts";
import type { Design } from "../design.ts";
import { type DesignFile, inOrder } from "../file/design-file.ts";
import { planFlows } from "../flows/plan.ts";
import { type Item, itemsOf } from "../items/items.ts";
import { problemsAt } from "../items/places.ts";
import type { Change } from "./change.ts";
import { planEntityChanges } from "./entity-plan.ts";
import { Planning, attempt } from "./planning.ts";

export interface DesignPlan {
  /** One run that does it all. */
  plan: Plan;
  /** What it changes, in the order of the steps. */
  changes: Change[];
  /** What only the code has: no run removes it. */
  onlyInCode: readonly Problem[];
  /** The tables among it that generators made, so that `pnpm plop remove` knows what is theirs. */
  removable: readonly string[];
}

/** What a run is asked for besides the design. */
export interface ApplyInput {
  /** Whether every entity gets a page. */
  web?: boolean;
}

interface DesignOptions extends ApplyInput {
  /** The backend, where it is described already. */
  described?: Described;
}

const COMMAND = "design apply";

type Planner = (input: never, tree: Tree) => Plan;

const planners: Readonly<Record<string, Planner>> = {
  role: planRole,
  entity: planEntity,
  component: planComponent,
  function: planFunction,
  cron: planCron,
  job: planJob,
  http: planHttp,
  email: planEmail,
  rag: planRag,
  page: planPage,
  variable: planVariable,
} satisfies Record<string, Planner>;

/**
 * Plans to make the code what a design says.
 * @param file the design
 * @param tree the repository
 * @param options whether every entity gets a page; what `describeBackend` has found, where that is known
 * @returns the plan, without files when all of it is there; merging needs the formatter, so it comes later
 * @throws GeneratorError (2), (3) or (4) with every problem; the `arg` of each is `path:line:column` of the design
 */
export function planDesign(
  file: DesignFile,
  tree: Tree,
  { web, described = describeBackend(tree) }: DesignOptions = {},
): DesignPlan {
  const { design } = file;
  const planning = new Planning(tree);
  const changes: Change[] = [];
  const problems = differencesByHand(file, described, tree);
  const exits = new Set<Exit>(problems.length > 0 ? [3] : []);
  const failed: string[] = [];
  for (const item of itemsOf(design)) {
    const isOfFailed = (table: string) => namesTable(item.input, table) || makes(item) === table;
    if (failed.some(isOfFailed)) continue;
    const made = attempt(() => planItem(item, { file, planning, described, web: web === true }));
    if (!(made instanceof GeneratorError)) {
      changes.push(...made);
      continue;
    }
    exits.add(made.exit);
    problems.push(...problemsAt(file, item, made.problems));
    failed.push(makes(item) ?? "");
  }
  // Where a table or a function is missing, each flow that calls it would say so again.
  if (problems.length === 0) changes.push(...planChapters(file, planning));
  if (problems.length > 0) {
    throw new GeneratorError(
      ([2, 3, 4] as const).find((exit) => exits.has(exit)) ?? 2,
      inOrder(problems),
    );
  }
  return {
    plan: planning.plan(COMMAND, web === true ? { web } : {}),
    changes,
    onlyInCode: compareDesign(file, described).filter(isUndesigned),
    removable: recordedTables(tree).filter((table) => !tablesOf(design).includes(table)),
  };
}

/** The flows whose calls say what they send, as chapters of the flows of the backend. */
function planChapters(file: DesignFile, planning: Planning): Change[] {
  const files = planFlows(file, planning.tree);
  const command = "design flows";
  const isNew = planning.add({ command, subject: "flows", input: {}, files, next: [], notes: [] });
  const detail = `${files.length} files of chapters and their list`;
  return isNew ? [{ what: "flows", mark: "safe", at: ["flows"], detail }] : [];
}

/** The table that an item makes. */
function makes({ generator, input }: Item): string | undefined {
  return generator === "entity" ? tableOf(input as EntityInput) : undefined;
}

function tablesOf({ entities = {} }: Design): string[] {
  return Object.entries(entities).map(([key, entity]) => tableOfEntity(key, entity));
}

interface Context {
  file: DesignFile;
  planning: Planning;
  described: Described;
  /** Whether an entity gets a page where it does not say so itself. */
  web: boolean;
}

function planItem(item: Item, context: Context): Change[] {
  if (item.generator === "entity") return planTableWithPage(item, context);
  const { planning, described } = context;
  if (isThere(item, described) || waits(item, planning)) return [];
  const planner = planners[item.generator]!;
  const isNew = planning.add(planner(item.input as never, planning.tree));
  const [, key = ""] = item.at;
  return isNew
    ? [{ what: `${item.generator} ${key}`, mark: "safe", at: item.at, detail: "new" }]
    : [];
}

/** Whether the code has something already; whether it is the same is compared, never changed. */
function isThere({ at }: Item, { design, brought }: Described): boolean {
  const [section, key] = at as [keyof Design, string];
  if (section === "functions" && brought.has(key)) return true;
  return Object.hasOwn((design[section] ?? {}) as object, key);
}

/** Pages are made from what functions promise, which is recorded once these are written. */
function waits({ generator, input }: Item, planning: Planning): boolean {
  if (generator !== "page") return false;
  const { query, mutation, path } = input as Partial<Record<"query" | "mutation" | "path", string>>;
  const { functions } = readPromised(planning.tree);
  const missing = [query, mutation].filter(
    (name) => name !== undefined && !Object.hasOwn(functions, name.replace(".", ":")),
  );
  const isPlanned = missing.length > 0 && planning.tree !== undefined && planning.next.length > 0;
  if (isPlanned)
    planning.next.push(
      `For the page ${path}, once its functions are written: pnpm plop ${COMMAND}`,
    );
  return isPlanned;
}

/** Where no page can show the rows of an entity that asks for none itself, it has none. */
function planTableWithPage(item: Item, context: Context): Change[] {
  const { web } = item.input as EntityInput;
  if (!context.web || web !== undefined) return planTable(item, context);
  const paged = { ...item, input: { ...item.input, web: true } };
  const made = attempt(() => planTable(paged, context));
  if (!(made instanceof GeneratorError)) return made;
  if (!made.problems.every(({ code }) => code.startsWith("WEB_"))) throw made;
  context.planning.notes.push(`No page of ${item.at[1]}: ${made.problems[0]!.message}`);
  return planTable(item, context);
}

/** Plans a table that is not there, or what differs of one that a generator made. */
function planTable(item: Item, { file, planning, described }: Context): Change[] {
  const input = item.input as EntityInput;
  const [, key = ""] = item.at as string[];
  const table = tableOfEntity(key, input);
  const { tree } = planning;
  const isTable = readTables(tree).includes(table) || tablesOf(described.design).includes(table);
  if (described.foreignTables.has(table) || (isTable && item.isPart === true)) return [];
  if (!isTable) {
    refuseCustom(item, file);
    planning.add(planEntity(input, tree));
    const detail = `a new table "${table}" with ${input.fields.length} fields`;
    return [{ what: `entity ${key}`, mark: "safe", at: item.at, detail }];
  }
  const current = currentEntityInput(table, tree);
  if (current === null) return [];
  const changes = planEntityChanges({ key, table, current, wanted: input }, planning, file);
  // What is completed in the same run is new as a whole.
  const isNew = described.design.entities?.[key] === undefined && !described.generated.has(key);
  return isNew ? [] : changes;
}

/** The shape of a field that the grammar cannot say is decided by code, which somebody has to write. */
function refuseCustom({ at }: Item, file: DesignFile): void {
  const [, key = ""] = at as string[];
  const { fields } = file.design.entities![key]!;
  const custom = Object.keys(fields).filter((name) => /^custom\b/.test(fields[name]!));
  if (custom.length === 0) return;
  const message = `the shape of a custom field is in code that people write, so no command makes one.`;
  throw new GeneratorError(
    2,
    custom.map((name) => ({
      ...{ code: "FIELD_CUSTOM", arg: `${name}:${fields[name]}`, message },
      fix: "Give it a type of the grammar, such as json, or write the table by hand.",
    })),
  );
}

function planVariable(variable: Variable, tree: Tree): Plan {
  const files = planEdits(tree, variableEdits(variable));
  return {
    command: "variable",
    subject: variable.name,
    input: variable,
    files,
    next: [],
    notes: [],
  };
}

/** Parts of a design that the code has in other words, where people wrote the code. */
const LACKING = /^(ENTITY|FUNCTION|CRON|ROUTE|COMPONENT|VARIABLE|EMAIL|RAG|JOB|PAGE|ROLE)_LACKING$/;

function differencesByHand(file: DesignFile, described: Described, tree: Tree): Problem[] {
  const entities = Object.fromEntries(
    Object.entries(file.design.entities ?? {}).filter(
      ([key, entity]) => currentEntityInput(tableOfEntity(key, entity), tree) === null,
    ),
  );
  const byHand = { ...file, design: { ...file.design, entities } };
  return compareDesign(byHand, described).filter(
    (problem) => !isUndesigned(problem) && !LACKING.test(problem.code),
  );
}
