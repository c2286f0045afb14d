// One page of a query, and the cursors between pages.

import type { JsonText, Page, PageRequest } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import { LIMITS, overLimit } from "../../kernel/limits.ts";
import type { ReadContext, RowSource } from "../storage/index-scan.ts";
import { DEFAULT_LIMITS } from "../storage/meter.ts";
import { invalidCursor } from "../values/errors.ts";
import { OperatorPipeline, type QueryPlan } from "./query.ts";

const MAX_PAGE_SIZE = LIMITS.pageSize.value;
/** From this share of a limit on, a page asks to be split. */
const SPLIT_SHARE = 0.75;

/** Where a page ends: behind the row with this key, or at the end of the rows. */
type Position = { after: Buffer } | "end";

/**
 * Reads a page as `.paginate()` specifies it. With an end cursor the page holds everything up to it,
 * whatever its size. Throws BackendError for sizes out of bounds, DataError InvalidCursor for a
 * cursor of another query.
 */
export function readPage(context: ReadContext, plan: QueryPlan, request: PageRequest): Page {
  checkRequest(request);
  const start = request.cursor === null ? null : decodeCursor(request.cursor, plan);
  const end = request.endCursor === null ? null : decodeCursor(request.endCursor, plan);
  if (start === "end") return finished([], plan, end);
  const until = end !== null && end !== "end" ? end.after : null;
  const rows = plan.rows(context, { after: start?.after ?? null, until });
  const scan = scanPage(rows, plan, end === null ? request : null);
  const { keys } = scan;
  const middle = keys.length > 2 ? keys[Math.floor((keys.length - 1) / 2)]! : null;
  const splitCursor = middle ? encodeCursor({ after: middle }, plan) : null;
  if (scan.stoppedAfter !== null) {
    return {
      page: scan.page,
      isDone: false,
      continueCursor: encodeCursor({ after: scan.stoppedAfter }, plan),
      splitCursor,
      pageStatus: scan.isCutShort ? "SplitRequired" : splitAdvice(scan, request),
    };
  }
  return {
    ...finished(scan.page, plan, end),
    splitCursor,
    pageStatus: splitAdvice(scan, request),
  };
}

interface PageScan {
  page: JsonText[];
  /** Of every row read. */
  keys: Buffer[];
  bytes: number;
  /** The last row of a page that ended before the rows did. */
  stoppedAfter: Buffer | null;
  /** It ended because it read too much. */
  isCutShort: boolean;
}

/** `bounds` null: everything there is. */
function scanPage(rows: RowSource, plan: QueryPlan, bounds: PageRequest | null): PageScan {
  const pipeline = new OperatorPipeline(plan.operators);
  const scan: PageScan = { page: [], keys: [], bytes: 0, stoppedAfter: null, isCutShort: false };
  const maxRows = bounds?.maximumRowsRead ?? Number.POSITIVE_INFINITY;
  const maxBytes = bounds?.maximumBytesRead ?? Number.POSITIVE_INFINITY;
  while (!pipeline.isExhausted) {
    const row = rows.next();
    if (row === null) break;
    scan.keys.push(row.key);
    scan.bytes += row.size;
    if (pipeline.passes(row)) scan.page.push(row.text);
    if (bounds === null) continue;
    if (scan.page.length >= bounds.pageSize) {
      scan.stoppedAfter = row.key;
      break;
    }
    if (scan.keys.length >= maxRows || scan.bytes >= maxBytes) {
      scan.stoppedAfter = row.key;
      scan.isCutShort = true;
      break;
    }
  }
  return scan;
}

function checkRequest({ pageSize, maximumRowsRead }: PageRequest): void {
  if (pageSize === 0) {
    throw new BackendError(
      "NoDocumentsForPagination",
      "A page must have at least one document: numItems is 0.",
    );
  }
  if (!(pageSize > 0) || pageSize > MAX_PAGE_SIZE) {
    throw overLimit(
      "pageSize",
      `Page size ${pageSize} is out of bounds: a page has at most ${MAX_PAGE_SIZE} documents.`,
    );
  }
  if (maximumRowsRead !== null && maximumRowsRead !== undefined && maximumRowsRead < 1) {
    throw new BackendError("InvalidPaginationLimit", "maximumRowsRead must be at least 1.");
  }
}

function finished(page: JsonText[], plan: QueryPlan, end: Position | null): Page {
  return {
    page,
    isDone: end === null || end === "end",
    continueCursor: encodeCursor(end ?? "end", plan),
    splitCursor: null,
    pageStatus: null,
  };
}

function splitAdvice(scan: PageScan, request: PageRequest): Page["pageStatus"] {
  const rows = request.maximumRowsRead ?? DEFAULT_LIMITS.documentsRead;
  const bytes = request.maximumBytesRead ?? DEFAULT_LIMITS.bytesRead;
  const isLarge = scan.keys.length > rows * SPLIT_SHARE || scan.bytes > bytes * SPLIT_SHARE;
  return isLarge && scan.keys.length > 2 ? "SplitRecommended" : null;
}

function encodeCursor(position: Position, plan: QueryPlan): string {
  const key = position === "end" ? null : position.after.toString("base64url");
  return Buffer.from(JSON.stringify([plan.fingerprint, key])).toString("base64url");
}

function decodeCursor(cursor: string, plan: QueryPlan): Position {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw invalidCursor("Failed to parse cursor.");
  }
  if (!Array.isArray(parts) || parts.length !== 2) throw invalidCursor("Failed to parse cursor.");
  const [fingerprint, key] = parts as unknown[];
  if (fingerprint !== plan.fingerprint) {
    throw invalidCursor(
      "Tried to run a query starting from a cursor, but it looks like this cursor is from a different query.",
    );
  }
  return typeof key === "string" ? { after: Buffer.from(key, "base64url") } : "end";
}
