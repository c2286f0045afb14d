// What a transaction has written so far: documents by table, and their places in the indexes that
// were scanned. Everything can be rolled back to a savepoint.

import type { ComponentId, DocumentWrite, JsonText } from "../../kernel/database-types.ts";
import { lowerBound } from "../values/bytes.ts";
import { encodeIdKey, encodeIndexKey } from "../values/index-key.ts";
import { fieldOf, type JsonObject } from "../values/value.ts";
import type { DatabaseIndex, TableInfo } from "./catalog.ts";
import type { IndexEntry } from "./store.ts";

export interface PendingDocument {
  table: TableInfo;
  id: string;
  /** As committed; null when it was not there. */
  before: JsonText | null;
  /** As this transaction left it; null when it is gone. */
  after: { value: JsonObject; text: JsonText; size: number } | null;
}

interface NewTable {
  component: ComponentId;
  table: string;
  number: number;
  info: TableInfo;
}

/** The key of a document in one of its table's database indexes. */
export function documentKey(index: DatabaseIndex, document: JsonObject, id: string): Buffer {
  if (index.name === "by_id") return encodeIdKey(index.id, id);
  return encodeIndexKey(
    index.id,
    index.fields.map((field) => fieldOf(document, field)),
    id,
  );
}

export class WriteBuffer {
  /** By the id of the table's by_id index, then by document id. */
  readonly #documents = new Map<number, Map<string, PendingDocument>>();
  /** Sorted entries of pending documents, for the indexes that were scanned since they were written. */
  readonly #overlays = new Map<number, IndexEntry[]>();
  #newTables: NewTable[] = [];
  #undo: { table: TableInfo; id: string; previous: PendingDocument | undefined }[] = [];
  #nextLocalIndexId = -1;

  get isEmpty(): boolean {
    return this.#undo.length === 0 && this.#newTables.length === 0;
  }

  find(table: TableInfo, id: string): PendingDocument | undefined {
    return this.#documents.get(table.byId.id)?.get(id);
  }

  /** Pending documents of one table. */
  inTable(table: TableInfo): Iterable<PendingDocument> {
    return this.#documents.get(table.byId.id)?.values() ?? [];
  }

  put(pending: PendingDocument): void {
    const { table, id } = pending;
    const previous = this.find(table, id);
    this.#undo.push({ table, id, previous });
    for (const index of [table.byId, ...table.indexes]) {
      const overlay = this.#overlays.get(index.id);
      if (!overlay) continue;
      if (previous?.after) remove(overlay, documentKey(index, previous.after.value, id));
      if (pending.after) insert(overlay, { key: documentKey(index, pending.after.value, id), id });
    }
    this.#set(table, id, pending);
  }

  /** Sorted entries of the pending documents that exist, in one index. Changes as writes happen. */
  overlay(table: TableInfo, index: DatabaseIndex): readonly IndexEntry[] {
    let overlay = this.#overlays.get(index.id);
    if (!overlay) {
      overlay = [];
      for (const { id, after } of this.inTable(table)) {
        if (after) overlay.push({ key: documentKey(index, after.value, id), id });
      }
      overlay.sort((a, b) => Buffer.compare(a.key, b.key));
      this.#overlays.set(index.id, overlay);
    }
    return overlay;
  }

  newTable(component: ComponentId, name: string): TableInfo | null {
    const found = this.#newTables.find(
      ({ component: owner, table }) => owner === component && table === name,
    );
    return found?.info ?? null;
  }

  newTablesOf(component: ComponentId): NewTable[] {
    return this.#newTables.filter((table) => table.component === component);
  }

  addTable(component: ComponentId, make: (indexId: () => number) => TableInfo): TableInfo {
    const info = make(() => this.#nextLocalIndexId--);
    this.#newTables.push({ component, table: info.name, number: info.number, info });
    return info;
  }

  /** Call the result to undo everything written since. */
  mark(): () => void {
    const length = this.#undo.length;
    const tables = this.#newTables.length;
    return () => {
      while (this.#undo.length > length) {
        const { table, id, previous } = this.#undo.pop()!;
        for (const index of [table.byId, ...table.indexes]) this.#overlays.delete(index.id);
        this.#set(table, id, previous);
      }
      this.#newTables.length = tables;
    };
  }

  writes(): DocumentWrite[] {
    const writes: DocumentWrite[] = [];
    for (const documents of this.#documents.values()) {
      for (const { table, id, before, after } of documents.values()) {
        if (before === null && after === null) continue;
        const { component, name } = table;
        writes.push({ component, table: name, id, before, after: after?.text ?? null });
      }
    }
    return writes;
  }

  newTables(): { component: ComponentId; table: string; number: number }[] {
    return this.#newTables.map(({ component, table, number }) => ({ component, table, number }));
  }

  #set(table: TableInfo, id: string, pending: PendingDocument | undefined): void {
    let documents = this.#documents.get(table.byId.id);
    if (!documents) this.#documents.set(table.byId.id, (documents = new Map()));
    if (pending) documents.set(id, pending);
    else documents.delete(id);
  }
}

function insert(entries: IndexEntry[], entry: IndexEntry): void {
  entries.splice(
    lowerBound(entries, entry.key, ({ key }) => key),
    0,
    entry,
  );
}

function remove(entries: IndexEntry[], key: Buffer): void {
  const at = lowerBound(entries, key, (entry) => entry.key);
  if (entries[at]?.key.equals(key)) entries.splice(at, 1);
}
