// Plans the pages of a design: what it is, in words, tables, a diagram, and tasks.
import type { PlannedFile, Removal, Tree } from "@groundwork/plop-engine/plan";
import { testOf } from "../../repository/backend-modules.ts";
import { layout } from "../../repository/layout.ts";
import type { Design } from "../design.ts";
import { tablesGraph } from "../graph/graph.ts";
import { layoutOf } from "../graph/layout.ts";
import { svgOf } from "../graph/svg.ts";
import { accessPage } from "./access-page.ts";
import { componentsPage } from "./components-page.ts";
import { factsOf } from "../facts/facts.ts";
import { flowsPage } from "./flows-page.ts";
import { functionsPage } from "./functions-page.ts";
import { notice } from "./markdown.ts";
import { readmePage } from "./readme-page.ts";
import { schemaPage } from "./schema-page.ts";
import { taskPage } from "./task-page.ts";
import { tasksOf, withoutCode } from "./tasks.ts";

/** Where the pages of a design are. */
export const documentsFolder = "docs/design";

/** What the pages of a design change. */
export interface Documents {
  files: PlannedFile[];
  /** Tasks that the design no longer has. */
  removals: Removal[];
}

/**
 * Plans the pages of a design.
 * @param design as its file says it
 * @param tree in which the design is applied; what it lacks is described as far as the design says it
 * @param code the same before that: the plan has no task for what was there
 * @returns the pages, not formatted yet, and those of earlier tasks that go. A page that a person wrote is never
 *   replaced: the engine refuses it (FILE_EXISTS)
 */
export function planDocuments(design: Design, tree: Tree, code: Tree = tree): Documents {
  const pages = pagesOf(design, tree, code);
  const files = Object.entries(pages).map(([name, after]): PlannedFile => {
    const path = `${documentsFolder}/${name}`;
    const before = code.read(path);
    const isOurs = before !== null && isWritten(name, before);
    return { path, before, after, fragments: [], ...(isOurs && { replaces: true }) };
  });
  const plan = `${documentsFolder}/plan`;
  const removals = code.list(plan).flatMap((file): Removal[] => {
    const before = code.read(`${plan}/${file}`);
    if (Object.hasOwn(pages, `plan/${file}`) || before === null) return [];
    return isWritten(file, before) ? [{ path: `${plan}/${file}`, before }] : [];
  });
  return { files, removals };
}

/** Whether a file that is there was written from a design. */
function isWritten(name: string, text: string): boolean {
  return name.endsWith(".svg") || text.includes(notice);
}

function pagesOf(design: Design, tree: Tree, code: Tree): Record<string, string> {
  const facts = factsOf(design, tree, code);
  const inBackend = (module: string) => testOf(tree, module).slice(layout.backend.length + 1);
  const tasks = tasksOf(withoutCode(facts), inBackend);
  const listed = tasks.map(({ slug, title }, at) => ({
    ...{ title, path: `plan/${String(at + 1).padStart(2, "0")}-${slug}.md` },
  }));
  const hasTables = facts.entities.length > 0;
  return {
    "README.md": readmePage(facts, listed),
    "schema.md": schemaPage(facts, hasTables ? "schema.svg" : null),
    ...(hasTables && { "schema.svg": svgOf(layoutOf(tablesGraph(facts.entities))) }),
    "functions.md": functionsPage(facts),
    "access.md": accessPage(facts),
    "components.md": componentsPage(facts),
    "flows.md": flowsPage(facts),
    ...Object.fromEntries(tasks.map((task, at) => [listed[at]!.path, taskPage(task, at, listed)])),
  };
}
