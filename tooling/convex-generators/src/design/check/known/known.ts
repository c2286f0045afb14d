// What the rules have to know of the app beside the design.
import type { Tree } from "@groundwork/plop-engine/plan";
import { declared, moduleOf, valueOf } from "@groundwork/plop-engine/edit/plain-data";
import { readAccess, readTables, scopesIn } from "../../../repository/facts.ts";
import { layout } from "../../../repository/layout.ts";
import { readRoles } from "../../../repository/roles.ts";
import { readPromised } from "../../../page/promised.ts";
import type { Design } from "../../design.ts";
import { factsOf } from "../../facts/facts.ts";

/** Operation → role → scope. */
export type GrantsOfTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Known {
  tables: ReadonlySet<string>;
  /** Entity of the design → its table. */
  tableOf: ReadonlyMap<string, string>;
  /** Roles of the app, and of a team. */
  roles: readonly string[];
  teamRoles: readonly string[];
  /** `module.name` → whether clients may call it. */
  functions: ReadonlyMap<string, { isPublic: boolean }>;
  /** Modules that may have functions beside these: of entities that no generator can make as they are. */
  openModules: ReadonlySet<string>;
  /** How many functions the design has, those that come with entities among them. */
  designed: number;
  /** Table → what roles hold, those of a whole included. */
  grants: ReadonlyMap<string, GrantsOfTable>;
  /** Rows that a page never exceeds. */
  pageSizeMax: number;
}

/**
 * Reads what the rules have to know.
 * @param design one whose file was read
 * @param tree the repository in which the design is applied; where that is impossible, as it is
 */
export function knownOf(design: Design, tree: Tree): Known {
  const facts = factsOf(design, tree);
  const access = readAccess(tree);
  const designed = (isOfTeam: boolean) =>
    Object.entries(design.roles ?? {}).flatMap(([role, { team = false }]) =>
      team === isOfTeam ? role : [],
    );
  const grants = new Map<string, GrantsOfTable>(
    facts.entities.map((entity) => [entity.table, entity.grants]),
  );
  for (const [table, { grants: ofTable }] of Object.entries(access.tables)) {
    const reached = Object.keys(ofTable).map((one) => [one, scopesIn(access, table, one)]);
    grants.set(table, Object.fromEntries(reached) as GrantsOfTable);
  }
  return {
    tables: new Set([...readTables(tree), ...facts.entities.map(({ table }) => table)]),
    tableOf: new Map(facts.entities.map(({ name, table }) => [name, table])),
    roles: [...new Set([...access.roles, ...designed(false)])],
    teamRoles: [...new Set([...readRoles(tree, "team").names, ...designed(true)])],
    functions: functionsOf(tree, facts),
    openModules: new Set(
      facts.entities.flatMap(({ model, table }) => (model === null ? table : [])),
    ),
    designed: [...facts.functions.values()].flat().length,
    grants,
    pageSizeMax: pageSizeMaxOf(tree),
  };
}

/** Those that are recorded, and those that the design makes. */
function functionsOf(tree: Tree, facts: ReturnType<typeof factsOf>): Known["functions"] {
  const { functions, internal } = readPromised(tree);
  const named = (key: string) => key.replace(":", ".");
  return new Map([
    ...Object.keys(internal).map((key) => [named(key), { isPublic: false }] as const),
    ...Object.keys(functions).map((key) => [named(key), { isPublic: true }] as const),
    ...[...facts.functions.values()].flat().map(({ module, name, kind }) => {
      const isPublic = !kind.startsWith("internal");
      return [`${module}.${name}`, { isPublic }] as const;
    }),
  ]);
}

function pageSizeMaxOf(tree: Tree): number {
  return Number(valueOf(declared(moduleOf(tree, layout.pagination), "PAGE_SIZE_MAX")));
}
