// The reference pages of the app: everything that this package writes to `docs/reference`.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { accessMatrix } from "@repo/validators/access";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import crons from "../convex/crons.ts";
import { remains, written } from "../convex/model/platform/remains.ts";
import { rateLimits } from "../convex/model/platform/rateLimits.ts";
import { references } from "../convex/model/platform/references.ts";
import { features } from "../features/features.ts";
import { uncovered, chapters, flows } from "../flows/flows.ts";
import { untouchedModules } from "../flows/rules.ts";
import { accessPage } from "./access-page.ts";
import { functionsOf } from "./app-functions.ts";
import { type KnownModule, areaPage } from "./area-page.ts";
import { type Area, areaOf, sortIntoAreas } from "./areas.ts";
import { cronsPage } from "./crons-page.ts";
import { declaredCrons } from "../convex/model/platform/cronRuns.ts";
import { exportedTables } from "./exported-schema.ts";
import { factsOf, sourceOf } from "./facts.ts";
import { featuresPage } from "./features-page.ts";
import { flowsPage } from "./flows-page.ts";
import { pageOf, table } from "./markdown.ts";
import { validatorTypes } from "./named-types.ts";
import { partsByOwner } from "./ownership.ts";
import { remainsPage } from "./remains-page.ts";
import { type SourceModule, parseModules, pushedFiles, summaryOf } from "./syntax.ts";
import { tablesPage } from "./tables-page.ts";

/**
 * Writes every page.
 * @param convex the app's `convex` folder
 * @returns text by file name
 */
export async function referencePages(convex: string): Promise<Map<string, string>> {
  const load = (file: string) => () => import(pathToFileURL(join(convex, file)).href);
  const files = pushedFiles(convex);
  const loaders = Object.fromEntries(files.map((file) => [`./${file}`, load(file)]));
  const functions = await functionsOf(loaders);
  const sources = parseModules(convex, files);
  const modules = knownModules(functions, sources);
  const areas = await areasOf(sources, loaders);
  const tables = exportedTables();
  const facts = {
    limits: rateLimits,
    types: await validatorTypes(),
    references,
    functions: modules.flatMap(({ functions }) => functions),
  };
  const open = functions.filter(({ isPublic }) => isPublic).map(({ name }) => name);
  const areaOfModule = sortIntoAreas(
    new Map(modules.map(({ name, functions }) => [name, functions.map(({ facts }) => facts)])),
    areas,
  );
  const pages = [...areas, null].flatMap((area) => {
    const mine = modules.filter(({ name }) => areaOfModule.get(name) === area);
    const own = tables.filter(({ tableName }) => area?.tables.includes(tableName));
    if (mine.length + own.length === 0) return [];
    return [{ area, modules: mine, text: areaPage(area, mine, own, facts) }];
  });
  return new Map([
    ["README.md", indexPage(pages)],
    ...pages.map(({ area, text }): [string, string] => [fileOf(area), text]),
    ["tables.md", tablesPage(tables, areas, references)],
    ["access.md", accessPage(accessMatrix)],
    ["flows.md", flowsPage(chapters, uncovered, untouchedModules({ flows, uncovered }, open))],
    ["crons.md", cronsPage(declaredCrons(crons))],
    ["features.md", featuresPage(features, await partsByOwner())],
    ["remains.md", remainsPage(remains, written)],
  ]);
}

function fileOf(area: Area | null): string {
  return `area-${area?.name ?? "others"}.md`;
}

function knownModules(
  functions: Awaited<ReturnType<typeof functionsOf>>,
  sources: readonly SourceModule[],
): KnownModule[] {
  const source = sourceOf(sources);
  return sources.flatMap((module) => {
    const own = functions
      .filter((fn) => fn.module === module.name)
      .map((fn) => ({
        fn,
        summary: summaryOf(module, fn.name.slice(fn.name.indexOf(":") + 1)),
        facts: factsOf(source, fn.name, fn.isPublic),
      }));
    return own.length > 0 ? [{ name: module.name, summary: module.summary, functions: own }] : [];
  });
}

async function areasOf(
  sources: readonly SourceModule[],
  loaders: Record<string, () => Promise<Record<string, unknown>>>,
): Promise<Area[]> {
  const files = sources.filter(({ name }) => name.startsWith("tables/"));
  return await Promise.all(
    files.map(async (module) => areaOf(module, (await loaders[`./${module.name}.ts`]?.()) ?? {})),
  );
}

const intro = [
  "What the backend consists of, generated from the code and checked by `pnpm check`.",
  "",
  "- [Tables](tables.md): all tables, how they refer to each other, and what removing a row does",
  "- [Who may do what](access.md): the access matrix",
  "- [User flows](flows.md): what people do, and the calls that it takes",
  "- [Crons](crons.md): what the clock starts",
  "- [Features](features.md): what belongs to each optional feature",
  "- [What remains](remains.md) of a removed account, and for how long",
  "",
  "An area is a file of `packages/backend/convex/tables/` with the modules that work on its tables. Its page lists who",
  "may call each function, what it takes and returns, its rate limit, and the error codes that are its own. Any function",
  "can also fail with `UNAUTHENTICATED`, `FORBIDDEN`, `INVALID`, `RATE_LIMITED`, and with `NOT_FOUND` for an id.",
  `A page has at most ${PAGE_SIZE_MAX} rows. An index that no function reads by name serves removals and other code that`,
  "takes the table as a value.",
];

function indexPage(
  pages: readonly { area: Area | null; modules: readonly KnownModule[] }[],
): string {
  const rows = pages.map(({ area, modules }) => [
    `[${area?.title ?? "Other functions"}](${fileOf(area)})`,
    modules.map(({ name }) => `\`${name}\``).join(", ") || "–",
    area?.tables.map((name) => `\`${name}\``).join(", ") || "–",
  ]);
  return pageOf("Reference", intro, [
    { title: "Areas", lines: table(["Area", "Modules", "Tables"], rows) },
  ]);
}
