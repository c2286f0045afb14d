// The areas of the app: a file of `convex/tables/` each, with the modules that work on its tables.
import type { AppFunction } from "./app-functions.ts";
import type { Facts } from "./facts.ts";
import type { SourceModule } from "./syntax.ts";

/** One file of `convex/tables/`. */
export interface Area {
  /** The file's name, such as `tasks`. */
  name: string;
  /** The first words of its first comment, such as "Teams". */
  title: string;
  /** All of that comment up to the colon that ends what it says of the tables. */
  summary: string;
  tables: readonly string[];
}

/**
 * Describes an area by its file.
 * @param module the parsed file, with the comment at its start
 * @param exported what the file exports: tables by name, under a name that ends in `Tables`
 */
export function areaOf({ name, summary }: SourceModule, exported: Record<string, unknown>): Area {
  const about = summary.replace(/: the tables? with (its|their) indexes.*$/, "").replace(/\.$/, "");
  const tables = Object.entries(exported)
    .filter(([key]) => key.endsWith("Tables"))
    .flatMap(([, group]) => Object.keys(group as object));
  return {
    name: name.slice(name.lastIndexOf("/") + 1),
    title: about.split(/[,:]/)[0] ?? name,
    summary: about,
    tables: tables.sort(),
  };
}

/**
 * Sorts modules into areas. A module works for the area with a table of its name, else for the one whose tables
 * its functions read most: a table that many modules read counts little.
 * @param modules what the functions of each module read, by the module's name
 * @param areas in any order
 * @returns the area of each module; null for one that reads no table of them
 */
export function sortIntoAreas(
  modules: ReadonlyMap<string, readonly Facts[]>,
  areas: readonly Area[],
): Map<string, Area | null> {
  const tablesOf = new Map(
    [...modules].map(([name, facts]) => [
      name,
      new Set(facts.flatMap(({ reads }) => reads.map(({ table }) => table))),
    ]),
  );
  const readers = (table: string) =>
    [...tablesOf.values()].filter((read) => read.has(table)).length;
  const score = (module: string, { tables }: Area) =>
    tables
      .filter((table) => tablesOf.get(module)?.has(table))
      .reduce((sum, table) => sum + 1 / readers(table), 0);
  const areaFor = (module: string): Area | null => {
    const own = areas.find(({ tables }) => tables.includes(module));
    if (own) return own;
    const [best] = [...areas].sort((a, b) => score(module, b) - score(module, a));
    return best !== undefined && score(module, best) > 0 ? best : null;
  };
  return new Map([...modules.keys()].map((module) => [module, areaFor(module)]));
}

/** A function with what its source says of it. */
export interface KnownFunction {
  fn: AppFunction;
  /** Its doc comment; null for a function that a library makes. */
  summary: string | null;
  facts: Facts;
}
