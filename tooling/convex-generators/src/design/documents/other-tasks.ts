// The tasks of components, background work, routes, pages and flows.
import { packageName } from "../../repository/settings.ts";
import type { JobInput } from "../../job/input.ts";
import type { Design, FlowDesign } from "../design.ts";
import type { DesignFacts } from "../facts/facts.ts";
import type { TestOf } from "./entity-tasks.ts";
import { anchor, code, prose, sentence } from "./markdown.ts";
import { type Task, checked, inBackend, modulesOf } from "./task.ts";

/** A task for each component. */
export function componentTasks({ components = {} }: Design): Task[] {
  return Object.entries(components).map(([name, { because }]) => ({
    title: `Component ${name}`,
    slug: `component-${name}`,
    goal: `The app has the component ${code(name)}. ${sentence(because)}`,
    touches: [`The mounted components: ${code("convex/convex.config.ts")} of the backend.`],
    proofs: [[inBackend("typecheck"), "its types are there"], checked(code(name))],
    provides: [`component:${name}`],
    needs: [],
  }));
}

/** The tasks of e-mails, jobs, knowledge, crons and routes. */
export function backgroundTasks({ design }: DesignFacts, testOf: TestOf): Task[] {
  return [
    ...emailTasks(design),
    ...Object.entries(design.jobs ?? {}).map(([name, job]) => jobTask(name, job, testOf)),
    ...Object.keys(design.rag ?? {}).map((table) => knowledgeTask(table, testOf)),
    ...cronTasks(design),
    ...routeTasks(design),
  ];
}

function listed(entries: object): string {
  return Object.keys(entries)
    .map((name) => code(name))
    .join(", ");
}

function emailTasks({ emails = {} }: Design): Task[] {
  if (Object.keys(emails).length === 0) return [];
  return [
    {
      title: "E-mails",
      slug: "emails",
      goal: `The app sends ${listed(emails)}.`,
      touches: Object.entries(emails).map(
        ([name, { subject }]) =>
          `${code(name)}${subject === undefined ? "" : `: ${prose(subject)}`}`,
      ),
      proofs: [
        [
          inBackend("test tests/platform/emailContent.test.ts"),
          "each has a subject, a text and an example",
        ],
        checked("e-mails"),
      ],
      provides: Object.keys(emails).map((name) => `email:${name}`),
      needs: [],
    },
  ];
}

function jobTask(name: string, { of, calls }: Omit<JobInput, "name">, testOf: TestOf): Task {
  return {
    title: `Job ${name}`,
    slug: `job-${name.replaceAll("/", "-")}`,
    goal: `Work on a row of ${code(of)} is done in the background, with attempts and a time limit.`,
    touches: [`The module ${code(name)}, which calls the service at ${code(calls)}.`],
    proofs: [
      [inBackend(`test ${testOf(name)}`), "it ends once, also after failed attempts"],
      checked(code(name)),
    ],
    provides: [`module:${name}`],
    needs: [`table:${of}`],
  };
}

function knowledgeTask(table: string, testOf: TestOf): Task {
  return {
    title: `Knowledge from ${table}`,
    slug: `knowledge-${table}`,
    goal: `Rows of ${code(table)} answer questions, with quotations.`,
    touches: ["What is indexed when a row is written or removed."],
    proofs: [
      [inBackend(`test ${testOf(table)}`), "rows are indexed, and leave the index"],
      checked("knowledge"),
    ],
    provides: [`knowledge:${table}`],
    needs: [`table:${table}`],
  };
}

function cronTasks({ crons = {} }: Design): Task[] {
  if (Object.keys(crons).length === 0) return [];
  return [
    {
      title: "Crons",
      slug: "crons",
      goal: `On their schedules run ${listed(crons)}.`,
      touches: [`The schedules: ${code("convex/crons.ts")} of the backend.`],
      proofs: [
        [inBackend("test tests/embedded/crons.test.ts"), "each cron runs"],
        checked("crons"),
      ],
      provides: Object.keys(crons).map((title) => `cron:${title}`),
      needs: modulesOf(...Object.values(crons).map(({ runs }) => runs)),
    },
  ];
}

function routeTasks({ http = {} }: Design): Task[] {
  if (Object.keys(http).length === 0) return [];
  return [
    {
      title: "HTTP routes",
      slug: "routes",
      goal: `The backend answers ${listed(http)}.`,
      touches: [`The routes: ${code("convex/http.ts")} of the backend.`],
      proofs: [
        [
          inBackend("test tests/lib/http.test.ts"),
          "each refuses requests without a right or a signature",
        ],
        checked("routes"),
      ],
      provides: Object.keys(http).map((route) => `route:${route}`),
      needs: modulesOf(...Object.values(http).map(({ runs }) => runs)),
    },
  ];
}

/** A task for each page. */
export function pageTasks({ pages = {} }: Design): Task[] {
  return Object.entries(pages).map(([path, { query, mutation }]) => ({
    title: `Page ${path}`,
    slug: `page-${path}`,
    goal: `People use ${[query, mutation].flatMap((call) => (call === undefined ? [] : code(call))).join(" and ")} on a page of the web app.`,
    touches: [`The route ${code(path)}, and its place in the navigation.`],
    proofs: [
      [`pnpm --filter ${packageName("web")} test`, "the page shows rows, errors and empty lists"],
      checked(code(path)),
    ],
    provides: [`page:${path}`],
    needs: modulesOf(query, mutation),
  }));
}

/** The task of a flow. */
export function flowTask(title: string, { actions, people = {} }: FlowDesign): Task {
  const calls = actions.flatMap((action) =>
    action.calls.map((call) => (typeof call === "string" ? call : call.call)),
  );
  return {
    title: `Flow: ${title}`,
    slug: `flow-${anchor(title)}`,
    goal: `A test walks through [${prose(title)}](../flows.md#${anchor(title)}), and counts its calls.`,
    touches: [`The flows of the backend: ${actions.map(({ does }) => prose(does)).join("; ")}.`],
    proofs: [
      [
        inBackend("test flows"),
        "each action takes at most the calls of the design, and has its result",
      ],
      checked("this flow"),
    ],
    provides: [`flow:${title}`],
    needs: [
      ...modulesOf(...new Set(calls)),
      ...Object.values(people).map((role) => `role:${role}`),
    ],
  };
}
