// What tables and indexes there are, by component: stored as one JSON document, cached by version.

import type {
  ComponentId,
  IndexDefinition,
  SchemaDefinition,
  TableDefinition,
  TableResolver,
  ValidatorJson,
} from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { encodePrefix } from "../values/index-key.ts";
import { USER_DOCUMENT_LIMITS, type DocumentLimits } from "../values/value.ts";
import { FIRST_USER_TABLE_NUMBER, SYSTEM_TABLES } from "./system-tables.ts";

export type { TableResolver } from "../../kernel/database-types.ts";

/** Read sets name the catalog itself as index 0: its keys are made by catalogKey. */
export const CATALOG_INDEX = 0;

export interface StoredIndex {
  id: number;
  definition: IndexDefinition;
}
export interface StoredTable {
  number: number;
  byId: number;
  byCreation: number;
  indexes: StoredIndex[];
}
export interface StoredComponent {
  nextNumber: number;
  tables: Record<string, StoredTable>;
  schema: SchemaDefinition | null;
}
export interface StoredCatalog {
  version: number;
  nextIndexId: number;
  components: Record<ComponentId, StoredComponent>;
}

/** A database index as scans see it. `fields` has `_creationTime` at its end (`_id` for by_id). */
export interface DatabaseIndex {
  id: number;
  name: string;
  fields: string[];
  staged: boolean;
}
export interface SearchIndex {
  id: number;
  definition: Extract<IndexDefinition, { kind: "search" }>;
}
export interface VectorIndex {
  id: number;
  definition: Extract<IndexDefinition, { kind: "vector" }>;
}

export interface TableInfo {
  component: ComponentId;
  name: string;
  number: number;
  /** Also the store of the documents. */
  byId: DatabaseIndex;
  /** Every database index but by_id; by_creation_time is the first. */
  indexes: DatabaseIndex[];
  searchIndexes: SearchIndex[];
  vectorIndexes: VectorIndex[];
  /** What documents must match; null when anything goes. */
  documentType: ValidatorJson | null;
}

/** The read-set key of a fact about a component: that a table exists, or its schema (null). */
export function catalogKey(component: ComponentId, table: string | null): Buffer {
  return encodePrefix(CATALOG_INDEX, [component, table]);
}

/** The read-set range end of everything about a component. */
export function catalogPrefix(component: ComponentId): Buffer {
  return encodePrefix(CATALOG_INDEX, [component]);
}

export function isSystemTable(name: string): boolean {
  return name.startsWith("_");
}

const NO_DOCUMENT_LIMITS: DocumentLimits = { bytes: Infinity, nesting: Infinity };

/** Of a table's documents; the backend's own rows have none: the arguments of a job take 4 MiB. */
export function documentLimits(table: string): DocumentLimits {
  return isSystemTable(table) ? NO_DOCUMENT_LIMITS : USER_DOCUMENT_LIMITS;
}

interface ComponentView {
  byName: Map<string, TableInfo>;
  byNumber: Map<number, TableInfo>;
}

export class Catalog {
  readonly stored: StoredCatalog;
  #views = new Map<ComponentId, ComponentView>();

  constructor(stored: StoredCatalog) {
    this.stored = stored;
  }

  static empty(): Catalog {
    return new Catalog({ version: 0, nextIndexId: 1, components: {} });
  }

  table(component: ComponentId, name: string): TableInfo | null {
    return this.#view(component).byName.get(name) ?? null;
  }

  tableByNumber(component: ComponentId, number: number): TableInfo | null {
    return this.#view(component).byNumber.get(number) ?? null;
  }

  tables(component: ComponentId): TableInfo[] {
    return [...this.#view(component).byName.values()];
  }

  schema(component: ComponentId): SchemaDefinition | null {
    return this.#component(component)?.schema ?? null;
  }

  /** The number the next new table of this name gets. Numbers of deleted tables are not given again. */
  numberForNew(component: ComponentId, table: string): number {
    const system = SYSTEM_TABLES.find(({ name }) => name === table);
    if (system) return system.number;
    if (isSystemTable(table))
      throw new BackendError("InternalServerError", `No system table ${table}.`, 500);
    return this.#component(component)?.nextNumber ?? FIRST_USER_TABLE_NUMBER;
  }

  resolver(component: ComponentId): TableResolver {
    return {
      numberOf: (table) =>
        this.table(component, table)?.number ??
        SYSTEM_TABLES.find(({ name }) => name === table)?.number ??
        null,
      nameOf: (number) =>
        this.tableByNumber(component, number)?.name ??
        SYSTEM_TABLES.find((table) => table.number === number)?.name ??
        null,
    };
  }

  /** A copy to change; the version is one higher. */
  draft(): Catalog {
    const stored = structuredClone(this.stored);
    stored.version += 1;
    return new Catalog(stored);
  }

  /** Draft only: adds a component without tables. */
  addComponent(component: ComponentId): StoredComponent {
    const existing = this.#component(component);
    if (existing) return existing;
    const created = { nextNumber: FIRST_USER_TABLE_NUMBER, tables: {}, schema: null };
    this.stored.components[component] = created;
    return created;
  }

  /** Draft only: adds a table; system tables get their indexes. */
  addTable(component: ComponentId, name: string, number: number): StoredTable {
    const owner = this.addComponent(component);
    const system = SYSTEM_TABLES.find((table) => table.name === name);
    const table: StoredTable = {
      number,
      byId: this.nextIndexId(),
      byCreation: this.nextIndexId(),
      indexes: (system?.indexes ?? []).map(({ name: index, fields }) => ({
        id: this.nextIndexId(),
        definition: { kind: "database", name: index, fields: [...fields], staged: false },
      })),
    };
    owner.tables[name] = table;
    if (number >= owner.nextNumber) owner.nextNumber = number + 1;
    this.changed(component);
    return table;
  }

  /** Draft only: takes an index id that was never used. */
  nextIndexId(): number {
    return this.stored.nextIndexId++;
  }

  /** Draft only: the stored form of this component was changed in place. */
  changed(component: ComponentId): void {
    this.#views.delete(component);
  }

  #component(component: ComponentId): StoredComponent | undefined {
    return Object.hasOwn(this.stored.components, component)
      ? this.stored.components[component]
      : undefined;
  }

  #view(component: ComponentId): ComponentView {
    let view = this.#views.get(component);
    if (!view) {
      view = { byName: new Map(), byNumber: new Map() };
      const stored = this.#component(component);
      for (const [name, table] of Object.entries(stored?.tables ?? {})) {
        const definition = stored?.schema?.tables.find((candidate) => candidate.name === name);
        const info = tableInfo(component, name, table, stored?.schema ?? null, definition);
        view.byName.set(name, info);
        view.byNumber.set(info.number, info);
      }
      this.#views.set(component, view);
    }
    return view;
  }
}

function tableInfo(
  component: ComponentId,
  name: string,
  table: StoredTable,
  schema: SchemaDefinition | null,
  definition: TableDefinition | undefined,
): TableInfo {
  const info: TableInfo = {
    component,
    name,
    number: table.number,
    byId: { id: table.byId, name: "by_id", fields: ["_id"], staged: false },
    indexes: [
      { id: table.byCreation, name: "by_creation_time", fields: ["_creationTime"], staged: false },
    ],
    searchIndexes: [],
    vectorIndexes: [],
    documentType: schema?.schemaValidation ? (definition?.documentType ?? null) : null,
  };
  for (const { id, definition } of table.indexes) {
    if (definition.kind === "search") info.searchIndexes.push({ id, definition });
    else if (definition.kind === "vector") info.vectorIndexes.push({ id, definition });
    else {
      const fields = [...definition.fields, "_creationTime"];
      info.indexes.push({ id, name: definition.name, fields, staged: definition.staged });
    }
  }
  return info;
}

/** A table that exists only inside a transaction so far: nothing of it is stored yet. */
export function unstoredTable(
  component: ComponentId,
  name: string,
  number: number,
  indexId: () => number,
): TableInfo {
  const table: StoredTable = { number, byId: indexId(), byCreation: indexId(), indexes: [] };
  const system = SYSTEM_TABLES.find((candidate) => candidate.name === name);
  for (const index of system?.indexes ?? []) {
    table.indexes.push({
      id: indexId(),
      definition: { kind: "database", name: index.name, fields: [...index.fields], staged: false },
    });
  }
  return tableInfo(component, name, table, null, undefined);
}

const TABLE_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** Throws BackendError InvalidTableName unless user code may create a table of this name. */
export function checkTableName(name: string): void {
  if (TABLE_NAME.test(name)) return;
  throw new BackendError(
    "InvalidTableName",
    `Invalid table name ${JSON.stringify(name)}: it must start with a letter, hold only letters, digits and underscores, and have at most 64 characters.`,
  );
}
