// The reference pages of the app as it is: everything that `docs/reference` gets from here.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { authTables } from "@convex-dev/auth/server";
import { accessMatrix } from "@repo/validators/access";
import crons from "../convex/crons.ts";
import { remains, written } from "../convex/model/remains.ts";
import { rateLimits } from "../convex/rateLimits.ts";
import { references } from "../convex/references.ts";
import { apart, chapters, flows } from "../flows/flows.ts";
import { untouchedModules } from "../flows/rules.ts";
import { accessPage } from "./access-page.ts";
import { functionsOf } from "./app-functions.ts";
import { cronsPage, declaredCrons } from "./crons-page.ts";
import { exportedTables } from "./exported-schema.ts";
import { flowsPage } from "./flows-page.ts";
import { functionsPage } from "./functions-page.ts";
import { remainsPage } from "./remains-page.ts";
import { schemaPage } from "./schema-page.ts";
import { parseModules, pushedFiles } from "./syntax.ts";

/**
 * Writes every page.
 * @param convex the app's `convex` folder
 * @returns text by file name
 */
export async function referencePages(convex: string): Promise<Map<string, string>> {
  const files = pushedFiles(convex);
  const load = (file: string) => () => import(pathToFileURL(join(convex, file)).href);
  const functions = await functionsOf(
    Object.fromEntries(files.map((file) => [`./${file}`, load(file)])),
  );
  const open = functions.filter(({ isPublic }) => isPublic).map(({ name }) => name);
  const libraryTables = Object.keys(authTables).filter((table) => table !== "users");
  return new Map([
    ...functionsPage(functions, parseModules(convex, files), rateLimits),
    ...accessPage(accessMatrix, functions),
    ...cronsPage(declaredCrons(crons)),
    ...flowsPage(chapters, apart, untouchedModules({ flows, apart }, open)),
    ...schemaPage(exportedTables(), libraryTables, references),
    ...remainsPage(remains, written),
  ]);
}
