// One transaction: reads at a snapshot with its own writes in view, buffered writes, the read set.

import type {
  CommitTs,
  DocumentWrite,
  JsonText,
  JsonValue,
  Namespace,
  Page,
  PageRequest,
  QueryJson,
  QueryStream,
  RandomBytes,
  ReadSet,
  Submission,
  TableResolver,
  Transaction,
  TransactionMetrics,
} from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { readPage } from "../queries/paginate.ts";
import { openStream, planQuery, type QueryPlan } from "../queries/query.ts";
import { isSystemTable, documentLimits, type Catalog, type TableInfo } from "../storage/catalog.ts";
import type { ReadContext } from "../storage/index-scan.ts";
import { Meter, type Limits } from "../storage/meter.ts";
import { NoReads, ReadRecorder } from "../storage/read-set.ts";
import type { StoreView } from "../storage/store.ts";
import { WriteBuffer } from "../storage/write-buffer.ts";
import { millisAfter, nextFloat } from "../values/creation-time.ts";
import { invalidArgument } from "../values/errors.ts";
import { decodeId, encodeId, INTERNAL_ID_BYTES } from "../values/ids.ts";
import { encodeIdKey } from "../values/index-key.ts";
import { canonicalDocument, kindOf, type JsonObject } from "../values/value.ts";
import { checkDocument } from "./schema.ts";
import { checkSystemFields } from "./system-fields.ts";
import { TransactionTables } from "./transaction-tables.ts";

export interface TransactionOptions {
  view: StoreView;
  catalog: Catalog;
  /** ms */
  now: number;
  random: RandomBytes;
  limits: Limits;
  /** null: writing is allowed; otherwise why it is not. */
  readOnly?: string | null;
}

interface Located {
  table: TableInfo;
  text: JsonText;
  size: number;
}

export class EngineTransaction implements Transaction {
  readonly snapshotTs: CommitTs;
  readonly #options: TransactionOptions;
  readonly #context: ReadContext;
  readonly #tables: TransactionTables;
  /** Undo of each savepoint made so far. */
  #savepoints: (() => void)[] = [];
  #creationTime: number | null = null;

  constructor(options: TransactionOptions, shared?: { meter: Meter; reads: ReadRecorder }) {
    this.#options = options;
    this.snapshotTs = options.view.latestTs();
    this.#context = {
      view: options.view,
      writes: new WriteBuffer(),
      reads: shared?.reads ?? new ReadRecorder(),
      meter: shared?.meter ?? new Meter(options.limits),
    };
    this.#tables = new TransactionTables(options.catalog, this.#context);
  }

  get(ns: Namespace, id: string, table?: string): JsonText | null {
    this.#context.meter.add("databaseQueries", 1);
    const found = this.#locate(ns, id, ns.system === true ? "system.get" : "get", table);
    if (!found) return null;
    this.#context.meter.add("documentsRead", 1);
    this.#context.meter.add("bytesRead", found.size);
    return found.text;
  }

  insert(ns: Namespace, table: string, value: JsonValue): string {
    this.#mayWrite();
    const info = this.#tables.find(ns, table) ?? this.#tables.make(ns, table);
    const id = encodeId(info.number, this.#options.random(INTERNAL_ID_BYTES));
    if (kindOf(value) !== "object")
      throw new BackendError("InvalidDocumentError", "A document must be an object.");
    const fields = value as JsonObject;
    if (kindOf(fields["_id"]) !== "undefined" || kindOf(fields["_creationTime"]) !== "undefined") {
      throw new BackendError(
        "InvalidDocumentError",
        `A new document in "${table}" may not have the system fields _id and _creationTime.`,
      );
    }
    this.#write(info, id, null, { ...fields, _id: id, _creationTime: this.#nextCreationTime() });
    return id;
  }

  patch(ns: Namespace, id: string, value: JsonValue, table?: string): JsonText {
    this.#mayWrite();
    const found = this.#locateOrThrow(ns, id, "patch", "Update", table);
    const current = JSON.parse(found.text) as JsonObject;
    checkSystemFields(current, value, "patch");
    return this.#write(found.table, id, found.text, { ...current, ...(value as JsonObject) });
  }

  replace(ns: Namespace, id: string, value: JsonValue, table?: string): JsonText {
    this.#mayWrite();
    const found = this.#locateOrThrow(ns, id, "replace", "Replace", table);
    const current = JSON.parse(found.text) as JsonObject;
    checkSystemFields(current, value, "replace");
    const { _id, _creationTime } = current;
    return this.#write(found.table, id, found.text, {
      ...(value as JsonObject),
      _id: _id!,
      _creationTime: _creationTime!,
    });
  }

  remove(ns: Namespace, id: string, table?: string): JsonText {
    this.#mayWrite();
    const found = this.#locateOrThrow(ns, id, "delete", "Delete", table);
    this.#write(found.table, id, found.text, null);
    return found.text;
  }

  count(ns: Namespace, table: string): number {
    this.#context.meter.add("databaseQueries", 1);
    const info = this.#tables.find(ns, table);
    if (!info) return 0;
    const low = encodeIdKey(info.byId.id, "").subarray(0, 4);
    const high = Buffer.concat([low, Buffer.from([0xff])]);
    this.#context.reads.range(info.byId.id, low, high);
    let count = info.byId.id < 0 ? 0 : this.#context.view.count(info.byId);
    for (const { before, after } of this.#context.writes.inTable(info)) {
      count += Number(after !== null) - Number(before !== null);
    }
    return count;
  }

  normalizeId(ns: Namespace, table: string, id: string): string | null {
    const decoded = decodeId(id);
    if (!decoded) return null;
    return this.resolver(ns).numberOf(table) === decoded.tableNumber ? id : null;
  }

  query(ns: Namespace, query: QueryJson): QueryStream {
    return openStream(this.#context, this.#plan(ns, query));
  }

  paginate(ns: Namespace, query: QueryJson, page: PageRequest): Page {
    return readPage(this.#context, this.#plan(ns, query), page);
  }

  tables(ns: Namespace): string[] {
    return this.#tables.names(ns);
  }

  /** Table names and numbers of a component as this transaction sees them; records the look-ups. */
  resolver(ns: Namespace): TableResolver {
    return this.#tables.resolver(ns.component);
  }

  /** Puts writes made elsewhere into this transaction, as if it had made them itself. */
  preload(writes: readonly DocumentWrite[]): void {
    this.#mayWrite();
    for (const { component, table: name, id, after } of writes) {
      const ns = { component, system: true };
      const table = this.#tables.find(ns, name) ?? this.#tables.make(ns, name);
      this.#context.reads.point(table.byId.id, encodeIdKey(table.byId.id, id));
      const current = this.#document(table, id)?.text ?? null;
      this.#put(table, id, current, after === null ? null : (JSON.parse(after) as JsonObject));
    }
  }

  savepoint(): number {
    const undoWrites = this.#context.writes.mark();
    const undoMeter = this.#context.meter.mark();
    this.#savepoints.push(() => {
      undoWrites();
      undoMeter();
    });
    return this.#savepoints.length - 1;
  }

  rollbackTo(savepoint: number): void {
    const undo = this.#savepoints[savepoint];
    if (!undo) throw new Error(`There is no savepoint ${savepoint}.`);
    undo();
    this.#savepoints.length = savepoint;
  }

  stale(): Transaction {
    const readOnly = "A query on the snapshot cannot write.";
    return new EngineTransaction(
      { ...this.#options, readOnly },
      { meter: this.#context.meter, reads: new NoReads() },
    );
  }

  metrics(): TransactionMetrics {
    return this.#context.meter.metrics();
  }

  limit(limits: Partial<Limits>): () => void {
    return this.#context.meter.limit(limits);
  }

  countScheduled(argsBytes: number): void {
    this.#context.meter.add("functionsScheduled", 1);
    this.#context.meter.add("scheduledFunctionArgsBytes", argsBytes);
  }

  reads(): ReadSet {
    return this.#context.reads.toReadSet();
  }

  submission(): Submission {
    return {
      snapshotTs: this.snapshotTs,
      reads: this.reads(),
      writes: this.#context.writes.writes(),
      newTables: this.#context.writes.newTables(),
    };
  }

  #mayWrite(): void {
    if (this.#options.readOnly) throw new BackendError("WriteNotAllowed", this.#options.readOnly);
  }

  #plan(ns: Namespace, query: QueryJson): QueryPlan {
    this.#context.meter.add("databaseQueries", 1);
    return planQuery(ns.component, query, (table) => this.#tables.find(ns, table));
  }

  #document(table: TableInfo, id: string): { text: JsonText; size: number } | null {
    const pending = this.#context.writes.find(table, id);
    if (pending) return pending.after;
    if (table.byId.id < 0) return null;
    return this.#context.view.document(encodeIdKey(table.byId.id, id));
  }

  /** Null when the document or its table does not exist. */
  #locate(ns: Namespace, id: string, call: string, expected?: string): Located | null {
    const decoded = typeof id === "string" ? decodeId(id) : null;
    if (!decoded) {
      throw invalidArgument("id", call, `Unable to decode ID: ${JSON.stringify(id)} is not an ID.`);
    }
    const name = this.resolver(ns).nameOf(decoded.tableNumber);
    if (expected !== undefined && expected !== name) {
      const got = name ?? `table number ${decoded.tableNumber}`;
      throw invalidArgument(
        "id",
        call,
        `expected to be an Id<"${expected}">, got Id<"${got}"> instead.`,
      );
    }
    const table = name === null ? null : this.#tables.find(ns, name);
    // An unknown number may become a table's; any change of the catalog is enough to look again.
    if (name === null) this.#context.reads.wholeCatalog(ns.component);
    if (!table) return null;
    const key = encodeIdKey(table.byId.id, id);
    this.#context.reads.point(table.byId.id, key);
    const document = this.#document(table, id);
    return document && { table, ...document };
  }

  #locateOrThrow(ns: Namespace, id: string, call: string, verb: string, table?: string): Located {
    this.#context.meter.add("databaseQueries", 1);
    const found = this.#locate(ns, id, call, table);
    if (!found) {
      throw new BackendError("DocumentNotFound", `${verb} on nonexistent document ID ${id}`);
    }
    this.#context.meter.add("documentsRead", 1);
    this.#context.meter.add("bytesRead", found.size);
    return found;
  }

  #nextCreationTime(): number {
    const { now } = this.#options;
    this.#creationTime =
      this.#creationTime === null
        ? Math.max(now, millisAfter(this.snapshotTs))
        : nextFloat(this.#creationTime);
    return this.#creationTime;
  }

  /** Checks the schema, counts, and buffers. `document` null removes. Returns the new text. */
  #write(
    table: TableInfo,
    id: string,
    current: JsonText | null,
    document: JsonObject | null,
  ): JsonText {
    this.#context.reads.catalog(table.component, null);
    const after = this.#put(table, id, current, document, (canonical) =>
      checkDocument(table, canonical, this.resolver({ component: table.component, system: true })),
    );
    return after ?? "null";
  }

  #put(
    table: TableInfo,
    id: string,
    current: JsonText | null,
    document: JsonObject | null,
    check?: (canonical: JsonObject) => void,
  ): JsonText | null {
    const canonical = document && canonicalDocument(document, documentLimits(table.name));
    if (canonical) check?.(canonical.value);
    // Jobs and files have limits of their own.
    if (!isSystemTable(table.name)) {
      this.#context.meter.add("documentsWritten", 1);
      this.#context.meter.add("bytesWritten", canonical?.size ?? 0);
    }
    const after = canonical && { ...canonical, text: JSON.stringify(canonical.value) };
    const earlier = this.#context.writes.find(table, id);
    const before = earlier ? earlier.before : current;
    this.#context.writes.put({ table, id, before, after });
    return after?.text ?? null;
  }
}
