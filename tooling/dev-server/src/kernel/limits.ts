// Every limit of Convex that this backend enforces, in one place, with where Convex states it. A path
// under `crates/` is one of Convex's open-source backend; "limits page" is production/state/limits of
// its documentation. Where the two differ, what the backend enforces counts.

import type { TransactionMetrics } from "./database-types.ts";
import { BackendError } from "./errors.ts";

export interface Limit {
  /** The maximum that is accepted. */
  readonly value: number;
  /** Code of the error for more; null where it has a message alone, or the rest is cut off. */
  readonly code: string | null;
  readonly source: string;
}

const MIB = 1024 * 1024;
const YEAR_MS = 366 * 24 * 3600 * 1000;

function limit(value: number, code: string | null, source: string): Limit {
  return { value, code, source };
}

export const LIMITS = {
  // Schema
  tables: limit(10_000, "TooManyTables", "crates/database/src/bootstrap_model/table.rs"),
  tableNameLength: limit(64, "InvalidTableName", "crates/convex/sync_types/src/identifier.rs"),
  indexNameLength: limit(64, "InvalidIndexName", "crates/convex/sync_types/src/identifier.rs"),
  /** Of all kinds together, staged ones included. The limits page says 32, and 4 of a search kind. */
  indexesPerTable: limit(64, "TooManyIndexes", "crates/common/src/schemas/json.rs"),
  fieldsPerIndex: limit(
    16,
    "IndexTooManyFields",
    "crates/common/src/bootstrap_model/index/mod.rs, MAX_INDEX_FIELDS_SIZE",
  ),
  filterFieldsPerIndex: limit(
    16,
    "IndexTooManyFilterFields",
    "crates/common/src/bootstrap_model/index/mod.rs, MAX_TEXT_INDEX_FILTER_FIELDS_SIZE",
  ),
  vectorDimensions: limit(
    4096,
    "InvalidVectorDimensionError",
    "crates/common/src/bootstrap_model/index/vector_index/dimensions.rs",
  ),
  modules: limit(4096, "InvalidModules", "crates/common/src/knobs.rs, MAX_USER_MODULES"),

  // Environment variables
  /** The default of a self-hosted Convex is 512. */
  environmentVariables: limit(1000, "EnvVarLimitMet", "limits page"),
  environmentNameLength: limit(
    256,
    "EnvironmentVariableNameTooLong",
    "crates/common/src/types/environment_variables.rs",
  ),
  environmentValueBytes: limit(
    8192,
    "EnvironmentVariableValueTooLarge",
    "crates/common/src/types/environment_variables.rs",
  ),
  /** Names and values together. */
  environmentBytes: limit(
    512 * 1024,
    "EnvVarTotalSizeLimitMet",
    "crates/common/src/knobs.rs, ENV_VAR_TOTAL_SIZE_LIMIT",
  ),

  // Values and documents
  documentBytes: limit(MIB, "ValueTooLargeError", "crates/common/src/document.rs, MAX_USER_SIZE"),
  /** Objects and arrays within each other; the document itself is the first. */
  documentNesting: limit(
    16,
    "InvalidDocumentError",
    "crates/common/src/document.rs, MAX_DOCUMENT_NESTING",
  ),
  valueNesting: limit(64, "TooNestedError", "crates/value/src/size.rs, MAX_NESTING"),
  objectFields: limit(1024, "TooManyFieldsError", "crates/value/src/object.rs, MAX_OBJECT_FIELDS"),
  arrayLength: limit(8192, "ArrayTooLong", "crates/value/src/array.rs, MAX_ARRAY_LEN"),
  fieldNameLength: limit(1024, "InvalidFieldName", "crates/convex/sync_types/src/identifier.rs"),

  // One query or mutation
  bytesRead: limit(16 * MIB, "TooManyBytesRead", "limits page, Transactions"),
  bytesWritten: limit(16 * MIB, "TooManyBytesWritten", "limits page, Transactions"),
  databaseQueries: limit(4096, "TooManyReads", "limits page, Transactions"),
  documentsRead: limit(32_000, "TooManyDocumentsRead", "limits page, Transactions"),
  documentsWritten: limit(16_000, "TooManyWrites", "limits page, Transactions"),
  functionsScheduled: limit(1000, "TooManyFunctionsScheduled", "limits page, Execution time"),
  scheduledFunctionArgsBytes: limit(
    16 * MIB,
    "ScheduledFunctionsArgumentsTooLarge",
    "limits page, Execution time",
  ),
  /** Levels of calls below the function that was called first. */
  callDepth: limit(
    8,
    "MaximumCallDepthExceeded",
    "crates/common/src/knobs.rs, MAX_REACTOR_CALL_DEPTH",
  ),
  argsBytes: limit(16 * MIB, null, "limits page, Functions"),
  nodeArgsBytes: limit(5 * MIB, null, "documentation of actions, Node.js runtime"),
  returnBytes: limit(16 * MIB, null, "limits page, Functions"),
  httpRequestBytes: limit(20 * MIB, null, "documentation of HTTP actions, Limits"),
  httpResponseBytes: limit(20 * MIB, null, "limits page, Functions"),
  logLines: limit(256, null, "crates/isolate/src/environment/helpers/mod.rs, MAX_LOG_LINES"),
  logLineBytes: limit(32_768, null, "crates/common/src/log_lines.rs, MAX_LOG_LINE_LENGTH"),

  // Scheduling and tokens
  scheduledArgsBytes: limit(
    4 * MIB,
    "ScheduledFunctionsArgumentsTooLarge",
    "limits page, Execution time",
  ),
  scheduleDelayMs: limit(
    5 * YEAR_MS,
    "InvalidScheduledFunctionDelay",
    "crates/udf/src/validation.rs",
  ),
  jwtSeconds: limit(3600, "InvalidArgument", "documentation of auth.signJwt"),

  // Queries and searches
  queryOperators: limit(
    256,
    "TooManyQueryOperators",
    "crates/common/src/query.rs, MAX_QUERY_OPERATORS",
  ),
  pageSize: limit(
    32_000,
    "PageSizeTooLarge",
    "crates/isolate/src/environment/udf/async_syscall.rs",
  ),
  /** Bytes of a word; longer ones are not indexed. */
  searchTermBytes: limit(32, null, "crates/search/src/constants.rs, MAX_TEXT_TERM_LENGTH"),
  /** Words of a search; those after them are not looked for. */
  searchTerms: limit(16, null, "crates/search/src/constants.rs, MAX_QUERY_TERMS"),
  searchFilters: limit(
    8,
    "TooManyFilterConditionsInSearchQueryError",
    "crates/search/src/constants.rs, MAX_FILTER_CONDITIONS",
  ),
  searchResults: limit(
    1024,
    "SearchQueryTooManyDocuments",
    "crates/search/src/constants.rs, MAX_CANDIDATE_REVISIONS",
  ),
  vectorResults: limit(
    256,
    "VectorLimitTooLargeError",
    "crates/vector/src/lib.rs, MAX_VECTOR_RESULTS",
  ),
  vectorFilters: limit(
    64,
    "TooManyElementsInVectorQueryError",
    "crates/vector/src/lib.rs, MAX_FILTER_LENGTH",
  ),
} as const satisfies Record<string, Limit> & { [Metric in keyof TransactionMetrics]: Limit };

export type LimitName = keyof typeof LIMITS;

/** The error for more than a limit lets through. @param message with the actual amount and the limit */
export function overLimit(name: LimitName, message: string): BackendError {
  return new BackendError(LIMITS[name].code ?? "LimitExceeded", message);
}
