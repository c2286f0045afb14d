// A schema as Convex hands it out: what `defineSchema(…).export()` makes, from what is in force.

import type { IndexDefinition, JsonValue, SchemaDefinition } from "../kernel/database-types.ts";

/** The JSON text of a schema; the lists of a table are there also when they are empty. */
export function schemaJson(schema: SchemaDefinition): string {
  const tables = schema.tables.map(({ name, indexes, documentType }) => {
    const of = (kind: IndexDefinition["kind"], staged: boolean) =>
      indexes.filter((index) => index.kind === kind && index.staged === staged).map(indexJson);
    return {
      tableName: name,
      indexes: of("database", false),
      stagedDbIndexes: of("database", true),
      searchIndexes: of("search", false),
      stagedSearchIndexes: of("search", true),
      vectorIndexes: of("vector", false),
      stagedVectorIndexes: of("vector", true),
      documentType,
    };
  });
  return JSON.stringify({ tables, schemaValidation: schema.schemaValidation });
}

function indexJson(index: IndexDefinition): JsonValue {
  const indexDescriptor = index.name;
  switch (index.kind) {
    case "database":
      return { indexDescriptor, fields: index.fields };
    case "search": {
      const { searchField, filterFields } = index;
      return { indexDescriptor, searchField, filterFields };
    }
    case "vector": {
      const { vectorField, dimensions, filterFields } = index;
      return { indexDescriptor, vectorField, dimensions, filterFields };
    }
    default:
      return index satisfies never;
  }
}
