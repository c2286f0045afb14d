// The plan: a design in tasks of the size of a pull request, each after those whose result it needs.
import { referenceCommand } from "../../repository/pages.ts";
import { entityTask, functionTasks, roleTasks } from "./entity-tasks.ts";
import type { Design } from "../design.ts";
import type { DesignFacts } from "../facts/facts.ts";
import { backgroundTasks, componentTasks, flowTask, pageTasks } from "./other-tasks.ts";
import type { Task } from "./task.ts";

/** A task in the order of the plan. */
export interface OrderedTask extends Task {
  /** The tasks that come before it, by their place in the plan. */
  after: readonly number[];
}

/**
 * Divides a design into tasks.
 * @param facts of the design
 * @param testOf the test file of a module, from the folder of the backend
 * @returns in an order in which each can be done; tasks that need each other stay in the order of the design
 */
export function tasksOf(facts: DesignFacts, testOf: (module: string) => string): OrderedTask[] {
  const tasks = [
    ...roleTasks(facts.design),
    ...facts.entities.map((entity) => entityTask(entity, facts, testOf)),
    ...functionTasks(facts, testOf),
    ...componentTasks(facts.design),
    ...backgroundTasks(facts, testOf),
    ...pageTasks(facts.design),
  ];
  // A flow through what was there needs no work.
  const provided = new Set(tasks.flatMap(({ provides }) => provides));
  const flows = Object.entries(facts.design.flows ?? {})
    .map(([title, flow]) => flowTask(title, flow))
    .filter(({ needs }) => needs.some((need) => provided.has(need)));
  return ordered([...tasks, ...flows, ...lastTask([...tasks, ...flows])]);
}

/** The facts of what is new: of the design without what the code had before it. */
export function withoutCode(facts: DesignFacts): DesignFacts {
  const { design, code, entities } = facts;
  const fresh = <Section extends Parameters<typeof code.has>[0]>(section: Section) =>
    Object.fromEntries(
      Object.entries(design[section] ?? {}).filter(([key]) => !code.has(section, key)),
    ) as Design[Section];
  const left: Design = {
    ...design,
    ...{ roles: fresh("roles"), functions: fresh("functions"), crons: fresh("crons") },
    ...{ jobs: fresh("jobs"), http: fresh("http"), emails: fresh("emails") },
    ...{ pages: fresh("pages"), components: fresh("components"), rag: fresh("rag") },
  };
  return {
    ...facts,
    design: left,
    entities: entities.filter(({ table }) => !code.hasTable(table)),
  };
}

function ordered(tasks: readonly Task[]): OrderedTask[] {
  const order: Task[] = [];
  const waiting = [...tasks];
  const isThere = (need: string, task: Task) =>
    !waiting.some((other) => other !== task && other.provides.includes(need));
  while (waiting.length > 0) {
    const next = waiting.findIndex((task) => task.needs.every((need) => isThere(need, task)));
    order.push(...waiting.splice(Math.max(next, 0), 1));
  }
  return order.map((task, at) => ({
    ...task,
    after: order.flatMap((other, before) =>
      before < at && other.provides.some((one) => task.needs.includes(one)) ? before : [],
    ),
  }));
}

function lastTask(tasks: readonly Task[]): Task[] {
  if (tasks.length === 0) return [];
  return [
    {
      title: "The whole design",
      slug: "the-whole-design",
      goal: "Every criterion has its proof, and the code and the design say the same.",
      touches: ["Criteria that have no proof yet.", "The reference pages of the app."],
      proofs: [
        ["pnpm plop design check", "the design and the code agree"],
        ["pnpm plop design docs --check", "these pages are up to date"],
        [referenceCommand(), "the reference pages are written from the code"],
        ["pnpm check", "format, lint, types, boundaries and generated files are right"],
        ["pnpm test", "all tests pass"],
      ],
      provides: [],
      needs: tasks.flatMap(({ provides }) => provides),
    },
  ];
}
