// What only the records of runs say of a backend: its jobs and pages, and what comes with what a generator made.
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { namesIn } from "@groundwork/plop-engine/edit/module-names";
import { GeneratorError } from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import type { EntityInput } from "../../entity/input.ts";
import { livingRuns } from "../../entity/model/runs.ts";
import { renderEntity } from "../../entity/plan.ts";
import type { JobInput } from "../../job/input.ts";
import type { PageInput } from "../../page/input.ts";
import { layout } from "../../repository/layout.ts";
import type { Design } from "../design.ts";
import type { DescribedProject } from "./project.ts";

/** Reads the jobs and the pages that runs made, and that are still there. */
export function recordedParts({
  tree,
  isOurs,
  found,
}: DescribedProject): Pick<Design, "jobs" | "pages"> {
  if (!isOurs) return {};
  const records = livingRuns(readRuns(tree));
  const jobs = records.flatMap(({ command, input }) => {
    const { name, ...job } = input as JobInput;
    const path = layout.backendModule(name);
    if (command !== "job" || tree.read(path) === null) return [];
    found.add(["jobs", name], `${path}:1`);
    return [[name, job] as const];
  });
  const pages = records.flatMap(({ command, input, files }) => {
    const { path, ...page } = input as PageInput;
    const route = files.find((file) => file.path.startsWith(layout.routes));
    if (command !== "page" || (route && tree.read(route.path) === null)) return [];
    found.add(["pages", path], `${route?.path ?? layout.routes}:1`);
    return [[path, page] as const];
  });
  return { jobs: Object.fromEntries(jobs), pages: Object.fromEntries(pages) };
}

/** What comes with an entity, and so is not designed by itself. */
export interface WithEntity {
  functions: string[];
  crons: string[];
  routes: string[];
}

/** Finds what comes with an entity that a generator made; nothing where it cannot be rendered any more. */
export function comesWith(input: EntityInput, { tree }: DescribedProject): WithEntity {
  try {
    const { files, edits } = renderEntity(input, tree);
    const keysIn = (path: string, kind: string) =>
      edits
        .filter((edit) => edit.path === path)
        .flatMap(({ fragments }) => fragments.flatMap((one) => (one.kind === kind ? one.key : [])));
    return {
      functions: files.flatMap(({ path, text }) => exportedIn(path, text)),
      crons: keysIn(layout.crons, "cron"),
      routes: keysIn(layout.http, "route"),
    };
  } catch (error) {
    if (error instanceof GeneratorError) return { functions: [], crons: [], routes: [] };
    throw error;
  }
}

function exportedIn(path: string, text: string): string[] {
  const [, module] = new RegExp(`^${layout.convex}/(\\w+)\\.ts$`).exec(path) ?? [];
  if (module === undefined) return [];
  return [...namesIn(parseModule(path, text)).exported].map((name) => `${module}.${name}`);
}
