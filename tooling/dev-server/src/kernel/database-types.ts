// The engine's vocabulary: what the layers above may say to it. No HTTP, no sockets, no user code.

/**
 * Convex's JSON encoding as text (`$integer`, `$bytes`, `$float`; object keys sorted). Documents are
 * stored and handed to user code in this form, so that a read costs no parse.
 */
export type JsonText = string;

/** A value of `JSON.parse(JsonText)`. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** The app itself is `""`; every mounted component has an id of its own that is never reused. */
export type ComponentId = string;
export const ROOT_COMPONENT: ComponentId = "";

/** Nanoseconds since 1970 of a commit; strictly increasing, also across restarts. */
export type CommitTs = bigint;

export interface Clock {
  /** Milliseconds since 1970, as `Date.now()`. */
  now(): number;
}
export type RandomBytes = (length: number) => Uint8Array;

/** The validator JSON of convex/values (`v.….json`). */
export type ValidatorJson =
  | { type: "null" | "number" | "bigint" | "boolean" | "string" | "bytes" | "any" | "commitTs" }
  | { type: "literal"; value: JsonValue }
  | { type: "id"; tableName: string }
  | { type: "array"; value: ValidatorJson }
  | { type: "record"; keys: ValidatorJson; values: { fieldType: ValidatorJson; optional: boolean } }
  | { type: "union"; value: ValidatorJson[] }
  | { type: "object"; value: Record<string, { fieldType: ValidatorJson; optional: boolean }> }
  /** A function handle. The signature is for types: no value is checked against it. */
  | {
      type: "function";
      fnType?: "query" | "mutation" | "action";
      args?: ValidatorJson;
      returns?: ValidatorJson;
    };

/** Index fields as the user wrote them: without the `_creationTime` and `_id` every index ends with. */
export type IndexDefinition =
  | { kind: "database"; name: string; fields: string[]; staged: boolean }
  | { kind: "search"; name: string; searchField: string; filterFields: string[]; staged: boolean }
  | {
      kind: "vector";
      name: string;
      vectorField: string;
      dimensions: number;
      filterFields: string[];
      staged: boolean;
    };

export interface TableDefinition {
  name: string;
  indexes: IndexDefinition[];
  /** null: any document. */
  documentType: ValidatorJson | null;
}

export interface SchemaDefinition {
  tables: TableDefinition[];
  schemaValidation: boolean;
}

/** A query as convex/server sends it to `1.0/queryStream` and `1.0/queryPage`. */
export interface QueryJson {
  source:
    | { type: "FullTableScan"; tableName: string; order?: "asc" | "desc" | null }
    | {
        type: "IndexRange";
        /** `table.index` */
        indexName: string;
        range: { type: "Eq" | "Gt" | "Gte" | "Lt" | "Lte"; fieldPath: string; value: JsonValue }[];
        order?: "asc" | "desc" | null;
      }
    | {
        type: "Search";
        indexName: string;
        filters: { type: "Search" | "Eq"; fieldPath: string; value: JsonValue }[];
      };
  operators: ({ filter: JsonValue } | { limit: number })[];
}

export interface PageRequest {
  cursor: string | null;
  endCursor: string | null;
  pageSize: number;
  maximumRowsRead: number | null;
  maximumBytesRead?: number | null;
}

export interface Page {
  page: JsonText[];
  isDone: boolean;
  continueCursor: string;
  splitCursor: string | null;
  pageStatus: null | "SplitRecommended" | "SplitRequired";
}

export interface QueryStream {
  /** The next document, or null at the end. Records what was read. */
  next(): JsonText | null;
  close(): void;
}

/** Where an operation looks: one component's tables. `system` also opens tables named `_…`. */
export interface Namespace {
  component: ComponentId;
  system?: boolean;
}

/**
 * What a transaction has read, as key ranges of indexes. Plain data: it crosses threads by structured
 * clone. `low` is inclusive, `high` exclusive; a point is a range too. Keys are order-preserving.
 */
export interface ReadRange {
  indexId: number;
  low: Uint8Array;
  high: Uint8Array;
}
export interface ReadSet {
  ranges: ReadRange[];
}

/** One document's change. `before`/`after` null: did not exist / was deleted. */
export interface DocumentWrite {
  component: ComponentId;
  table: string;
  id: string;
  before: JsonText | null;
  after: JsonText | null;
}

/** What a worker hands to the committer: plain data, by structured clone. */
export interface Submission {
  snapshotTs: CommitTs;
  reads: ReadSet;
  writes: DocumentWrite[];
  /** Tables the transaction was first to write to, with the number chosen for each. */
  newTables: { component: ComponentId; table: string; number: number }[];
}

export type CommitOutcome =
  /** `resolve` replaces every `{"$commitTs":null}` in a JSON text by the real timestamp. */
  { committed: true; ts: CommitTs } | { committed: false; conflictingTable: string };

/** What listeners receive after each commit that wrote something. */
export interface Commit {
  ts: CommitTs;
  writes: DocumentWrite[];
  /** Every index key this commit added or removed. */
  keys: { indexId: number; key: Uint8Array }[];
}

/** Names and shape of `1.0/getTransactionMetrics`. */
export type TransactionMetrics = Record<
  | "bytesRead"
  | "bytesWritten"
  | "databaseQueries"
  | "documentsRead"
  | "documentsWritten"
  | "functionsScheduled"
  | "scheduledFunctionArgsBytes",
  { used: number; remaining: number }
>;

/**
 * One transaction at one snapshot: reads see the snapshot and its own writes. The same class serves a
 * worker (which submits) and the main thread (which commits at once). All methods are synchronous.
 */
export interface Transaction {
  readonly snapshotTs: CommitTs;
  /** Returns null for a missing document or the id of an unknown table. */
  get(ns: Namespace, id: string, table?: string): JsonText | null;
  /** `value` without `_id` and `_creationTime`; returns the new id. */
  insert(ns: Namespace, table: string, value: JsonValue): string;
  /** `{"$undefined":null}` removes a field. Returns the new document. */
  patch(ns: Namespace, id: string, value: JsonValue, table?: string): JsonText;
  replace(ns: Namespace, id: string, value: JsonValue, table?: string): JsonText;
  remove(ns: Namespace, id: string, table?: string): JsonText;
  count(ns: Namespace, table: string): number;
  normalizeId(ns: Namespace, table: string, id: string): string | null;
  query(ns: Namespace, query: QueryJson): QueryStream;
  /** `journal` (a position) takes the place of `endCursor` when that is null. */
  paginate(ns: Namespace, query: QueryJson, page: PageRequest): Page;
  tables(ns: Namespace): string[];

  /** Everything written after `savepoint()` is undone by `rollbackTo(it)`. Reads stay recorded. */
  savepoint(): number;
  rollbackTo(savepoint: number): void;
  /** The database as of the snapshot, without this transaction's writes; records no reads. */
  stale(): Transaction;

  metrics(): TransactionMetrics;
  /** Tighter limits than the defaults for what follows (nested calls); returns an undo. */
  limit(limits: Partial<Record<keyof TransactionMetrics, number>>): () => void;
  /** Counts a scheduled call against the limits; throws TooManyFunctionsScheduled. */
  countScheduled(argsBytes: number): void;

  /** Table names and numbers of a component as this transaction sees them, for validateValue. */
  resolver(ns: Namespace): TableResolver;
  /** Puts writes made elsewhere into this transaction, as if it had made them itself. */
  preload(writes: readonly DocumentWrite[]): void;

  reads(): ReadSet;
  submission(): Submission;
}

/** Names ↔ numbers of one component's tables, as `v.id` needs them. */
export interface TableResolver {
  numberOf(table: string): number | null;
  nameOf(number: number): string | null;
}

export interface VectorQuery {
  /** `table.index` */
  indexName: string;
  vector: number[];
  limit?: number | null;
  expressions?: JsonValue;
}

/** Index changes of one component between what is stored and `next`; names are `table.index`. */
export interface IndexChanges {
  added: { table: string; index: IndexDefinition }[];
  removed: { table: string; index: IndexDefinition }[];
  enabled: { table: string; index: IndexDefinition }[];
  disabled: { table: string; index: IndexDefinition }[];
}

export type SchemaCheck = { ok: true } | { ok: false; table: string; id: string; error: string };

/** The database as the main thread holds it: the one writer. */
export interface Database {
  readonly directory: string;
  latestTs(): CommitTs;
  /** Runs at the latest snapshot and commits at once; a throw leaves nothing behind. */
  transact<T>(run: (tx: Transaction) => T): { value: T; ts: CommitTs };
  /** Runs at the latest snapshot; writing throws. */
  read<T>(run: (tx: Transaction) => T): { value: T; ts: CommitTs; reads: ReadSet };
  /**
   * Commits what a worker submitted unless something it read has changed since. `within` runs in the
   * same commit, after the conflict check and the submitted writes; a throw aborts the whole commit
   * and is rethrown. Resolves when the commit is durable.
   */
  commit(
    submission: Submission,
    within?: (tx: Transaction, ts: CommitTs) => void,
  ): Promise<CommitOutcome>;
  /** False when a commit after `since` touched `reads`, or when that can no longer be known. */
  isCurrent(reads: ReadSet, since: CommitTs): boolean;
  onCommit(listener: (commit: Commit) => void): () => void;

  vectorSearch(ns: Namespace, query: VectorQuery): { results: { _id: string; _score: number }[] };

  /** The schema in force for a component, or null. */
  schema(component: ComponentId): SchemaDefinition | null;
  diffSchema(component: ComponentId, next: SchemaDefinition | null): IndexChanges;
  /** Checks every stored document against `next`, without changing anything. */
  checkSchema(component: ComponentId, next: SchemaDefinition): SchemaCheck;
  /** Puts schemas in force: tables, validators, index backfill and removal, in one commit. */
  applySchemas(schemas: { component: ComponentId; schema: SchemaDefinition | null }[]): void;

  /** Number of a table in its component, as it stands in ids; null when the table does not exist. */
  tableNumber(component: ComponentId, table: string): number | null;
  /** Names and numbers of a component's tables, for validateValue outside a transaction. */
  tableResolver(component: ComponentId): TableResolver;
  close(): Promise<void>;
}

/**
 * A worker's read-only view of the same files. `begin` takes the newest snapshot and ends the
 * transaction before it; `release` ends it without a new one. An idle worker that holds a snapshot
 * keeps the writer from reusing disk pages.
 */
export interface DatabaseReader {
  begin(options: { now: number; random: RandomBytes }): Transaction;
  release(): void;
  close(): void;
}
