// Indexes and their changes in the form the CLI prints them from.

import type { IndexChanges, IndexDefinition } from "../../kernel/database-types.ts";

export type WireIndex = { name: string; staged: boolean } & (
  | { type: "database"; fields: string[] }
  | { type: "search"; searchField: string; filterFields: string[] }
  | { type: "vector"; dimensions: number; vectorField: string; filterFields: string[] }
);
export interface WireIndexDiff {
  added_indexes: WireIndex[];
  removed_indexes: WireIndex[];
  enabled_indexes: WireIndex[];
  disabled_indexes: WireIndex[];
}

/** `{name: "table.index", type, …}` */
export function wireIndex(table: string, index: IndexDefinition): WireIndex {
  const name = `${table}.${index.name}`;
  const { staged } = index;
  switch (index.kind) {
    case "database":
      return { name, type: "database", fields: index.fields, staged };
    case "search": {
      const { searchField, filterFields } = index;
      return { name, type: "search", searchField, filterFields, staged };
    }
    case "vector": {
      const { dimensions, vectorField, filterFields } = index;
      return { name, type: "vector", dimensions, vectorField, filterFields, staged };
    }
  }
}

/** The changes of one component. */
export function wireIndexDiff(changes: IndexChanges): WireIndexDiff {
  const wire = (items: IndexChanges["added"]): WireIndex[] =>
    items.map(({ table, index }) => wireIndex(table, index));
  return {
    added_indexes: wire(changes.added),
    removed_indexes: wire(changes.removed),
    enabled_indexes: wire(changes.enabled),
    disabled_indexes: wire(changes.disabled),
  };
}

/** Nothing changes. */
export function noIndexChanges(): WireIndexDiff {
  return wireIndexDiff({ added: [], removed: [], enabled: [], disabled: [] });
}
