// Puts schemas in force: tables and indexes come and go, new indexes are filled from the documents.

import type {
  ComponentId,
  IndexDefinition,
  SchemaCheck,
  SchemaDefinition,
} from "../../kernel/database-types.ts";
import { SharedEntries } from "../search/shared-entries.ts";
import {
  CATALOG_INDEX,
  catalogKey,
  type Catalog,
  type StoredTable,
  type TableInfo,
} from "../storage/catalog.ts";
import { countName, StoreView, type Store } from "../storage/store.ts";
import { isSameIndex, schemaProblem } from "../transactions/schema.ts";
import { prefixEnd } from "../values/bytes.ts";
import { encodePrefix } from "../values/index-key.ts";
import type { JsonObject } from "../values/value.ts";
import type { CommitBatch } from "./commit-batch.ts";
import { fillIndexes, type ChangedKeys } from "./index-writer.ts";

/** The indexes a component has now, but for those of system tables. */
export function currentIndexes(
  catalog: Catalog,
  component: ComponentId,
): { table: string; index: IndexDefinition }[] {
  const tables = catalog.stored.components[component]?.tables ?? {};
  return Object.entries(tables)
    .filter(([name]) => !name.startsWith("_"))
    .flatMap(([table, { indexes }]) =>
      indexes.map(({ definition }) => ({ table, index: definition })),
    );
}

/** Compares every stored document of a component with a schema. Changes nothing. */
export function checkDocuments(
  view: StoreView,
  catalog: Catalog,
  component: ComponentId,
  next: SchemaDefinition,
): SchemaCheck {
  if (!next.schemaValidation) return { ok: true };
  const resolver = futureResolver(catalog, component, next);
  for (const { name, documentType } of next.tables) {
    const table = catalog.table(component, name);
    if (!table || documentType === null) continue;
    for (const document of documentsOf(view, table)) {
      const error = schemaProblem(documentType, document, resolver);
      if (error !== null) return { ok: false, table: name, id: document["_id"] as string, error };
    }
  }
  return { ok: true };
}

/** Tables that a schema is about to make have no ids yet, so no number matches them. */
function futureResolver(catalog: Catalog, component: ComponentId, next: SchemaDefinition) {
  const resolver = catalog.resolver(component);
  const planned = new Set(next.tables.map(({ name }) => name));
  return {
    numberOf: (name: string) => resolver.numberOf(name) ?? (planned.has(name) ? -1 : null),
    nameOf: resolver.nameOf,
  };
}

function* documentsOf(view: StoreView, table: TableInfo): Generator<JsonObject> {
  const low = encodePrefix(table.byId.id, []);
  let range = { low, high: prefixEnd(low), reverse: false };
  for (;;) {
    const entries = view.entries(table.byId, range, 256);
    for (const { key } of entries) {
      yield JSON.parse(view.document(key)!.text) as JsonObject;
    }
    const last = entries.at(-1);
    if (!last) return;
    range = { ...range, low: Buffer.concat([last.key, Buffer.from([0])]) };
  }
}

/** Makes the schemas of some components the ones in force, inside the batch's write transaction. */
export function putSchemas(
  batch: CommitBatch,
  schemas: { component: ComponentId; schema: SchemaDefinition | null }[],
): void {
  batch.catalog = batch.catalog.draft();
  const keys: ChangedKeys = [];
  for (const { component, schema } of schemas) {
    const added = putSchema(batch.store, batch.catalog, component, schema, keys);
    keys.push({ indexId: CATALOG_INDEX, key: catalogKey(component, null) });
    fillAdded(batch, component, added);
  }
  batch.apply(batch.nextTs([]), { writes: [], newTables: [], keys });
}

/** Changes the catalog and drops what is no longer wanted. Returns the ids of the new indexes. */
function putSchema(
  store: Store,
  catalog: Catalog,
  component: ComponentId,
  schema: SchemaDefinition | null,
  keys: ChangedKeys,
): Set<number> {
  const added = new Set<number>();
  const stored = catalog.addComponent(component);
  for (const { name } of schema?.tables ?? []) {
    if (Object.hasOwn(stored.tables, name)) continue;
    catalog.addTable(component, name, catalog.numberForNew(component, name));
    keys.push({ indexId: CATALOG_INDEX, key: catalogKey(component, name) });
  }
  stored.schema = schema;
  for (const [name, table] of Object.entries(stored.tables)) {
    if (name.startsWith("_")) continue;
    const wanted = schema?.tables.find((candidate) => candidate.name === name)?.indexes ?? [];
    replaceIndexes(store, catalog, table, wanted, added);
  }
  catalog.changed(component);
  return added;
}

function replaceIndexes(
  store: Store,
  catalog: Catalog,
  table: StoredTable,
  wanted: IndexDefinition[],
  added: Set<number>,
): void {
  const existing = table.indexes;
  table.indexes = wanted.map((definition) => {
    const same = existing.find((index) => isSameIndex(index.definition, definition));
    // Filter fields may stand in another order: entries hold them in the order they were made with.
    if (same) return { id: same.id, definition: { ...same.definition, staged: definition.staged } };
    const id = catalog.nextIndexId();
    added.add(id);
    return { id, definition };
  });
  for (const { id } of existing) {
    if (!table.indexes.some((index) => index.id === id)) clearIndex(store, id);
  }
}

function fillAdded(batch: CommitBatch, component: ComponentId, added: Set<number>): void {
  if (added.size === 0) return;
  const view = new StoreView(batch.store, null);
  const shared = new SharedEntries(batch.store);
  for (const table of batch.catalog.tables(component)) {
    const indexes = [...table.indexes, ...table.searchIndexes, ...table.vectorIndexes];
    if (!indexes.some(({ id }) => added.has(id))) continue;
    for (const document of documentsOf(view, table)) {
      fillIndexes(batch.store, table, document, (id) => added.has(id), shared);
    }
  }
  shared.save();
}

/** Rebuilds the entries of all search and vector indexes. */
export function refillSearchIndexes(batch: CommitBatch): void {
  batch.store.postings.clearSync();
  batch.store.vectors.clearSync();
  for (const component of Object.keys(batch.catalog.stored.components)) {
    const searching = batch.catalog
      .tables(component)
      .flatMap(({ searchIndexes, vectorIndexes }) => [...searchIndexes, ...vectorIndexes]);
    fillAdded(batch, component, new Set(searching.map(({ id }) => id)));
  }
}

/** Removes every entry of an index, inside the open write transaction. */
export function clearIndex(store: Store, id: number): void {
  const low = encodePrefix(id, []);
  const range = { start: low, end: prefixEnd(low) };
  for (const database of [store.entries, store.postings, store.vectors]) {
    for (const key of Array.from(database.getKeys(range))) database.remove(key);
  }
  store.meta.remove(countName({ id }));
}
