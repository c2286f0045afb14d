// Reads a backend as a design, by its syntax alone: what it has, and where each thing stands.
import type { Tree } from "@groundwork/plop-engine/plan";
import type { Design } from "../design.ts";
import { derivedRolesOf } from "./access.ts";
import { cronsOf } from "./crons.ts";
import type { Described } from "./described.ts";
import { entitiesOf } from "./entities.ts";
import { flowsOf } from "./flows.ts";
import { comesWith, recordedParts } from "./from-records.ts";
import { functionsOf } from "./functions.ts";
import { projectOf } from "./project.ts";
import { ratesOf } from "./rates.ts";
import { routesOf } from "./routes.ts";
import { appNameOf, componentsOf, emailsOf, environmentOf, ragOf } from "./services.ts";

/**
 * Describes a backend: this one, or a project of Convex without our builders.
 * @param tree the repository
 * @param folder of its functions; default: that of this repository, or else what `convex.json` says
 * @returns what there is in the shape of a design, without what no code says: stories, reasons, criteria
 * @throws SYNTAX_ERROR (4) for a module that cannot be read
 */
export function describeBackend(tree: Tree, folder?: string): Described {
  const project = projectOf(tree, folder);
  const rates = ratesOf(project);
  const { entities, recorded, foreignTables, hasAccess } = entitiesOf(project);
  const brought = [...recorded.values()].map((input) => comesWith(input, project));
  const without = <Value>(all: Record<string, Value>, names: readonly string[]) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
  const of = (part: "functions" | "crons" | "routes") => brought.flatMap((one) => one[part]);
  const design: Design = {
    version: 1,
    name: appNameOf(project),
    about: "",
    roles: derivedRolesOf(project),
    entities,
    functions: without(functionsOf(project, rates), of("functions")),
    crons: without(cronsOf(project), of("crons")),
    http: without(routesOf(project, rates), of("routes")),
    emails: emailsOf(project),
    components: componentsOf(project),
    rag: ragOf(project),
    environment: environmentOf(project),
    flows: flowsOf(project),
    ...recordedParts(project),
  };
  return {
    design,
    placeOf: (at) => project.found.placeOf(at, project.folder),
    isLoose: (at) => project.found.isLoose(at),
    generated: new Set(recorded.keys()),
    brought: new Set(of("functions")),
    rates,
    hasAccess,
    foreignTables,
  };
}
