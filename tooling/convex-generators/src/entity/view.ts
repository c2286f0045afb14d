// The facts of an entity that its templates name.
import type { EntityModel } from "./model/model.ts";
import { backendView } from "./views/backend.ts";
import { functionsTestView } from "./views/functions-test.ts";
import { has } from "./views/page-facts.ts";
import { pageView } from "./views/page.ts";
import { statesView } from "./views/states.ts";
import { trashView } from "./views/trash.ts";
import { visitorsView } from "./views/visitors.ts";
import { shapesTestView } from "./views/shapes-test.ts";

/** All facts of an entity. */
export function viewOf(model: EntityModel): object {
  return {
    ...backendView(model),
    ...functionsTestView(model),
    ...shapesTestView(model),
    ...pageView(model),
    states: statesView(model),
    trash: trashView(model),
    visitors: visitorsView(model),
  };
}

/** Whether a template is of this entity: a page has the files that its operations need, where there is one. */
export function isWritten(model: EntityModel, template: string): boolean {
  if (!template.startsWith("apps/web/")) return true;
  if (model.page === null) return false;
  const { edits, hasForms, facts, hasSearch, isInPalette } = pageView(model);
  // The page of a team stands under the address of the team.
  if (template.includes("/routes/"))
    return template.includes("/t/$team/") === (model.team !== null);
  if (template.endsWith("/search.ts")) return hasSearch;
  if (template.endsWith("/palette-results.tsx")) return isInPalette;
  if (template.includes("/create-")) return has(model, "create");
  if (template.includes("/edit-")) return edits;
  if (/-(fields|form)\.tsx?$/.test(template)) return hasForms;
  if (template.endsWith("-trash.tsx")) return model.trash !== null;
  if (template.endsWith("-moves.tsx")) return model.states !== null;
  if (template.endsWith("-mutations.ts")) return hasForms || has(model, "remove");
  return !template.endsWith("-facts.tsx") || facts.length > 0;
}
