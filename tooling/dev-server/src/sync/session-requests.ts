// Mutations a client sends again after its socket broke run once: each successful outcome is
// written in the mutation's own transaction, by session and request.

import type { App } from "../kernel/app.ts";
import {
  ROOT_COMPONENT,
  type CommitTs,
  type JsonText,
  type QueryJson,
  type Transaction,
} from "../kernel/database-types.ts";
import type { FunctionResult, MutationHooks, MutationOutcome } from "../kernel/function-types.ts";
import { logText } from "../wire/call-texts.ts";

const NAMESPACE = { component: ROOT_COMPONENT, system: true };
const TABLE = "_session_requests";
/** Long results take several rows: a document is limited to 1 MiB. */
const MAX_TEXT_PER_ROW = 200_000;
const KEEP_MS = 24 * 60 * 60_000;
const FORGET_BATCH = 500;

export interface RequestOutcome {
  result: FunctionResult;
  logLines: string[];
  ts: CommitTs;
}

interface Row {
  _id: string;
  _creationTime: number;
  /** Decimal: a nanosecond timestamp does not fit a double. */
  ts: string;
  /** A slice of the JSON text of `{value, logLines}`. */
  text: string;
}

export class SessionRequests {
  readonly #database: App["database"];
  readonly #running = new Map<string, Promise<RequestOutcome>>();

  constructor(database: App["database"]) {
    this.#database = database;
  }

  /**
   * The outcome of a request: recorded, or of the run in flight (whichever socket started it), or of
   * `execute`. Failures are not recorded.
   */
  run(
    sessionId: string,
    requestId: number,
    execute: (hooks: MutationHooks) => Promise<MutationOutcome>,
  ): Promise<RequestOutcome> {
    const key = `${sessionId}:${requestId}`;
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const outcome = this.#once(sessionId, requestId, execute).finally(() =>
      this.#running.delete(key),
    );
    this.#running.set(key, outcome);
    return outcome;
  }

  async #once(
    sessionId: string,
    requestId: number,
    execute: (hooks: MutationHooks) => Promise<MutationOutcome>,
  ): Promise<RequestOutcome> {
    const recorded = this.#recorded(sessionId, requestId);
    if (recorded !== null) return recorded;
    const { result, logLines, ts } = await execute({
      within: (tx, done) => {
        const text = recordText(done.value, done.logLines.map(logText));
        for (const slice of slices(text)) {
          tx.insert(NAMESPACE, TABLE, { sessionId, requestId, ts: `${done.ts}`, text: slice });
        }
      },
    });
    return { result, logLines: logLines.map(logText), ts };
  }

  #recorded(sessionId: string, requestId: number): RequestOutcome | null {
    const { value: rows } = this.#database.read((tx) =>
      collect(tx, {
        source: {
          type: "IndexRange",
          indexName: `${TABLE}.by_request`,
          range: [
            { type: "Eq", fieldPath: "sessionId", value: sessionId },
            { type: "Eq", fieldPath: "requestId", value: requestId },
          ],
          order: "asc",
        },
        operators: [],
      }),
    );
    const [first] = rows;
    if (first === undefined) return null;
    const { value, logLines } = JSON.parse(rows.map((row) => row.text).join("")) as {
      value: JsonText;
      logLines: string[];
    };
    return { result: { ok: true, value }, logLines, ts: BigInt(first.ts) };
  }

  /** Deletes outcomes older than a day. @param now ms */
  forget(now: number): void {
    const source = { type: "FullTableScan", tableName: TABLE, order: "asc" } as const;
    for (;;) {
      const { value: deleted } = this.#database.transact((tx) => {
        const oldest = collect(tx, { source, operators: [{ limit: FORGET_BATCH }] });
        const expired = oldest.filter((row) => row._creationTime < now - KEEP_MS);
        for (const row of expired) tx.remove(NAMESPACE, row._id);
        return expired.length;
      });
      if (deleted < FORGET_BATCH) return;
    }
  }
}

function recordText(value: JsonText, logLines: string[]): string {
  return JSON.stringify({ value, logLines });
}

function slices(text: string): string[] {
  const count = Math.ceil(text.length / MAX_TEXT_PER_ROW);
  return Array.from({ length: count }, (_, n) =>
    text.slice(n * MAX_TEXT_PER_ROW, (n + 1) * MAX_TEXT_PER_ROW),
  );
}

function collect(tx: Transaction, query: QueryJson): Row[] {
  const stream = tx.query(NAMESPACE, query);
  const rows: Row[] = [];
  for (let row = stream.next(); row !== null; row = stream.next())
    rows.push(JSON.parse(row) as Row);
  stream.close();
  return rows;
}
