// Database operations. Arguments and results are those convex/server sends and expects; documents
// pass through as text.

import type {
  JsonText,
  JsonValue,
  Namespace,
  PageRequest,
  QueryJson,
} from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type { Frame } from "./frame.ts";
import { requireMutation, type Syscalls } from "./syscalls.ts";
import { isVisibleSystemTable, visibleDocument } from "./system-documents.ts";

interface DocumentArgs {
  id: string;
  table?: string;
  value: JsonValue;
}

/** `1.0/get`, `insert`, `shallowMerge`, `replace`, `remove`, `count`. */
export const documentSyscalls: Syscalls = {
  "1.0/get": (frame, args) => {
    const { id, table, isSystem } = args as { id: string; table?: string; isSystem?: boolean };
    if (isSystem !== true) return userDocument(frame, id, table);
    const ns: Namespace = { component: frame.component, system: true };
    const found = table ?? systemTableOf(frame, id) ?? "_storage";
    if (!isVisibleSystemTable(found)) throw hiddenTable(found);
    const document = frame.tx.get(ns, id, found);
    return document === null ? "null" : visibleDocument(found, document);
  },
  "1.0/insert": (frame, args) => {
    requireMutation(frame, "db.insert");
    const { table, value } = args as { table: string; value: JsonValue };
    return JSON.stringify({ _id: frame.tx.insert({ component: frame.component }, table, value) });
  },
  "1.0/shallowMerge": (frame, args) => {
    requireMutation(frame, "db.patch");
    const { id, table, value } = args as unknown as DocumentArgs;
    return frame.tx.patch({ component: frame.component }, id, value, table);
  },
  "1.0/replace": (frame, args) => {
    requireMutation(frame, "db.replace");
    const { id, table, value } = args as unknown as DocumentArgs;
    return frame.tx.replace({ component: frame.component }, id, value, table);
  },
  "1.0/remove": (frame, args) => {
    requireMutation(frame, "db.delete");
    const { id, table } = args as unknown as DocumentArgs;
    return frame.tx.remove({ component: frame.component }, id, table);
  },
  "1.0/count": (frame, args) => {
    const table = String(args.table);
    return String(frame.tx.count(namespaceOf(frame, table), table));
  },
};

/** Synchronous: `1.0/db/normalizeId`, `queryStream`, `queryCleanup`. */
export const querySyncSyscalls: Syscalls = {
  "1.0/db/normalizeId": (frame, args) => {
    const { table, idString } = args as { table: string; idString: string };
    const ns = { component: frame.component, system: isVisibleSystemTable(table) };
    return JSON.stringify({ id: frame.tx.normalizeId(ns, table, idString) });
  },
  "1.0/queryStream": (frame, args) => {
    const query = args.query as unknown as QueryJson;
    const table = sourceTable(query);
    const stream = frame.tx.query(namespaceOf(frame, table), query);
    const queryId = frame.streams.size === 0 ? 1 : Math.max(...frame.streams.keys()) + 1;
    frame.streams.set(queryId, { stream, table });
    return JSON.stringify({ queryId });
  },
  "1.0/queryCleanup": (frame, args) => {
    const queryId = Number(args.queryId);
    frame.streams.get(queryId)?.stream.close();
    return String(frame.streams.delete(queryId));
  },
};

/** Asynchronous: `1.0/queryStreamNext`, `queryPage`. */
export const querySyscalls: Syscalls = {
  "1.0/queryStreamNext": (frame, args) => {
    const open = frame.streams.get(Number(args.queryId));
    if (open === undefined) throw new BackendError("InvalidArgument", "This query is closed.");
    const document = open.stream.next();
    if (document === null) return '{"done":true,"value":null}';
    return `{"done":false,"value":${visibleDocument(open.table, document)}}`;
  },
  "1.0/queryPage": (frame, args) => {
    const query = args.query as unknown as QueryJson;
    checkPagination(frame);
    const table = sourceTable(query);
    const { page, ...rest } = paginate(frame, namespaceOf(frame, table), query, args);
    const documents = page.map((document: JsonText) => visibleDocument(table, document));
    const fields = JSON.stringify(rest).slice(1);
    return `{"page":[${documents.join(",")}],${fields}`;
  },
};

function checkPagination(frame: Frame): void {
  if (frame.hasPaginated) {
    throw new BackendError(
      "MultiplePaginatedDatabaseQueries",
      "This query or mutation function ran multiple paginated queries. " +
        "Convex only supports a single paginated query in each function.",
    );
  }
  frame.hasPaginated = true;
}

/** The journal of a top-level query keeps the end of its page where it was the last time. */
function paginate(frame: Frame, ns: Namespace, query: QueryJson, args: Record<string, JsonValue>) {
  const { cursor, endCursor, pageSize, maximumRowsRead, maximumBytesRead } =
    args as unknown as PageRequest;
  const request = { cursor, endCursor, pageSize, maximumRowsRead, maximumBytesRead };
  if (frame.parent !== null || frame.udfType !== "Query") {
    return frame.tx.paginate(ns, query, request);
  }
  const journaled = endCursor === null ? journalEnd(frame.execution.journal) : null;
  const page = paginateTo(journaled);
  frame.execution.nextJournal = JSON.stringify({ endCursor: page.continueCursor });
  return page;

  function paginateTo(end: string | null) {
    if (end === null) return frame.tx.paginate(ns, query, request);
    try {
      return frame.tx.paginate(ns, query, { ...request, endCursor: end });
    } catch (error) {
      // The code or the arguments have changed since: the journal belongs to another query.
      if (error instanceof BackendError && error.code === "InvalidCursor") {
        return frame.tx.paginate(ns, query, request);
      }
      throw error;
    }
  }
}

function journalEnd(journal: string | null): string | null {
  if (journal === null) return null;
  try {
    const { endCursor } = JSON.parse(journal) as { endCursor?: unknown };
    return typeof endCursor === "string" ? endCursor : null;
  } catch {
    return null;
  }
}

function sourceTable({ source }: QueryJson): string {
  return source.type === "FullTableScan"
    ? source.tableName
    : (source.indexName.split(".", 1)[0] ?? "");
}

function namespaceOf(frame: Frame, table: string): Namespace {
  if (!table.startsWith("_")) return { component: frame.component };
  if (!isVisibleSystemTable(table)) throw hiddenTable(table);
  return { component: frame.component, system: true };
}

/** @throws BackendError for the id of a system document, which would otherwise seem not to exist */
function userDocument(frame: Frame, id: string, table: string | undefined): JsonText {
  const document = frame.tx.get({ component: frame.component }, id, table);
  if (document === null && systemTableOf(frame, id) !== null) {
    throw new BackendError("InvalidArgument", "System tables can only be accessed with db.system.");
  }
  return document ?? "null";
}

function systemTableOf(frame: Frame, id: string): string | null {
  const ns: Namespace = { component: frame.component, system: true };
  const tables = ["_storage", "_scheduled_functions"];
  return tables.find((table) => frame.tx.normalizeId(ns, table, id) !== null) ?? null;
}

function hiddenTable(table: string): BackendError {
  return new BackendError(
    "InvalidArgument",
    `"${table}" is not a table that can be read; \`db.system\` reads _storage and _scheduled_functions.`,
  );
}
