// `evaluate_schema`: what a push would do to tables and indexes, for the advice `convex deploy`
// prints. Answering it saves the CLI a second evaluation and a query per table.

import type {
  ComponentId,
  Database,
  SchemaDefinition,
  TableDefinition,
} from "../kernel/database-types.ts";
import type { Deployments } from "./deployments.ts";
import { evaluateStructure } from "./evaluation/evaluate.ts";
import { allocateIds, type ComponentIds } from "./pushed-app.ts";
import type { ParsedSchema } from "./schema/schema-parse.ts";
import { wireIndex, type WireIndex } from "./wire/index-wire.ts";
import { decodePushRequest } from "./wire/push-request.ts";
import { stableJson } from "./wire/stable-json.ts";

type StagedState = { state: "valid" } | { state: "failed"; error: string };

export interface TableAdvice {
  name: string;
  outcome: "notValidated" | "supersetOfEnforced" | "mustWalk";
  numDocs: number;
  /** Not kept count of: 0, which never warns. */
  sizeBytes: number;
  staged?: StagedState;
}
export type IndexAdvice = WireIndex & {
  change: "added" | "identical" | "enabled" | "disabled" | "dropped";
  needsBackfill: boolean;
  numDocs: number;
};
export interface SchemaAdvice {
  newComponentDefinitions: string[];
  componentSchemaEvaluations: Record<
    string,
    {
      definitionPath: string;
      schemaValidation: boolean;
      tables: TableAdvice[];
      indexes: IndexAdvice[];
      discardedStagedValidators: never[];
    }
  >;
}

/**
 * Predicts what the schemas of a push do; nothing is changed.
 * @param body the decoded JSON of evaluate_schema, the same as of start_push
 * @throws BackendError 400 for mistakes in definitions and schemas
 */
export async function schemaAdvice(deployments: Deployments, body: unknown): Promise<SchemaAdvice> {
  const request = decodePushRequest(body);
  const structure = await evaluateStructure(
    deployments.evaluation,
    request,
    deployments.environment(),
  );
  const { database, random } = deployments.parts;
  const known = deployments.knownIds();
  const ids: ComponentIds = allocateIds(structure.tree, known, random);
  const advice: SchemaAdvice = {
    newComponentDefinitions: Object.keys(structure.definitions).filter(
      (path) => !Object.hasOwn(deployments.app.definitions, path),
    ),
    componentSchemaEvaluations: {},
  };
  for (const { path, definitionPath } of structure.tree) {
    const schema = structure.definitions[definitionPath]?.schema ?? null;
    const component = ids[path] ?? "";
    const isNew = path !== "" && !Object.hasOwn(known, path);
    advice.componentSchemaEvaluations[path] = {
      definitionPath,
      schemaValidation: schema?.definition.schemaValidation ?? false,
      tables: isNew ? [] : tableAdvice(database, component, schema),
      indexes: indexAdvice(database, component, schema?.definition ?? null, isNew),
      discardedStagedValidators: [],
    };
  }
  return advice;
}

function tableAdvice(
  database: Database,
  component: ComponentId,
  schema: ParsedSchema | null,
): TableAdvice[] {
  const enforced = new Map(
    (database.schema(component)?.tables ?? []).map((table) => [table.name, table]),
  );
  return (schema?.definition.tables ?? []).map((table) => {
    const staged = schema?.staged[table.name];
    return {
      name: table.name,
      outcome: outcomeOf(enforced.get(table.name), table, schema?.definition.schemaValidation),
      numDocs: countOf(database, component, table.name),
      sizeBytes: 0,
      ...(staged === undefined
        ? {}
        : { staged: stagedState(database, component, { ...table, documentType: staged }) }),
    };
  });
}

function outcomeOf(
  before: TableDefinition | undefined,
  after: TableDefinition,
  schemaValidation: boolean | undefined,
): TableAdvice["outcome"] {
  if (schemaValidation !== true || after.documentType === null) return "notValidated";
  const isSame = stableJson(before?.documentType ?? null) === stableJson(after.documentType);
  return isSame ? "supersetOfEnforced" : "mustWalk";
}

function stagedState(
  database: Database,
  component: ComponentId,
  table: TableDefinition,
): StagedState {
  const check = database.checkSchema(component, {
    tables: [{ ...table, indexes: [] }],
    schemaValidation: true,
  });
  return check.ok ? { state: "valid" } : { state: "failed", error: check.error };
}

function indexAdvice(
  database: Database,
  component: ComponentId,
  schema: SchemaDefinition | null,
  isNew: boolean,
): IndexAdvice[] {
  const changes = database.diffSchema(component, schema);
  const advise = (
    items: { table: string; index: TableDefinition["indexes"][number] }[],
    change: IndexAdvice["change"],
  ): IndexAdvice[] =>
    items.map(({ table, index }) => ({
      ...wireIndex(table, index),
      change,
      needsBackfill: change === "added",
      numDocs: isNew ? 0 : countOf(database, component, table),
    }));
  return [
    ...advise(changes.added, "added"),
    ...advise(changes.removed, "dropped"),
    ...advise(changes.enabled, "enabled"),
    ...advise(changes.disabled, "disabled"),
  ];
}

function countOf(database: Database, component: ComponentId, table: string): number {
  return database.read((tx) => tx.count({ component }, table)).value;
}
