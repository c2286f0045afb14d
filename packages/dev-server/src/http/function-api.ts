// Calling functions over HTTP (spec 4.7): what ConvexHttpClient, `convex run` and curl use.

import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { App } from "../app.ts";
import { BackendError } from "../errors.ts";
import type { Identity, LogLine, FunctionResult, UdfType } from "../functions/types.ts";
import { isSystemPath } from "../admin/system-functions.ts";
import {
  createClientCalls,
  failureText,
  logText,
  newRequestId,
  type ClientCall,
} from "../sync/client-calls.ts";
import { decodeTs, encodeTs } from "../sync/timestamp.ts";
import {
  badBody,
  checkPath,
  parseArgs,
  parseFunctionBody,
  parseJsonObject,
  type FunctionBody,
} from "./function-body.ts";
import { formatValue, parseFormat, type ValueFormat } from "./value-formats.ts";

/** Arguments are limited to 16 MiB; escapes in JSON may take twice that and more. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

type FunctionApiParts = Pick<App, "auth" | "clock" | "config" | "database" | "random" | "runner">;

interface CallOutcome {
  result: FunctionResult;
  logLines: LogLine[];
  requestId: string;
}

/** The routes `/api/query`, `/api/mutation`, `/api/action`, `/api/function`, `/api/run/*`, `/api/query_*`. */
export function functionApi(app: FunctionApiParts): Hono {
  const api = new Hono();
  const handlers = createHandlers(app);
  api.onError((error, c) => errorResponse(error, c));
  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new BackendError("RequestTooLarge", "The body of this request is over 64 MiB", 413);
    },
  });
  for (const route of ["query", "mutation", "action", "function", "run/*", "query_at_ts"]) {
    api.use(`/api/${route}`, limit);
  }
  api.post("/api/query", (c) => handlers.typed(c, "Query"));
  api.get("/api/query", (c) => handlers.queryByUrl(c));
  api.post("/api/mutation", (c) => handlers.typed(c, "Mutation"));
  api.post("/api/action", (c) => handlers.typed(c, "Action"));
  api.post("/api/function", (c) => handlers.typed(c, null));
  api.post("/api/run/*", (c) => handlers.runByUrl(c));
  api.post("/api/query_ts", (c) => c.json({ ts: encodeTs(app.database.latestTs()) }));
  api.post("/api/query_at_ts", (c) => handlers.queryAtTs(c));
  api.post("/api/query_batch", limit, (c) => handlers.queryBatch(c));
  return api;
}

function createHandlers(app: FunctionApiParts) {
  const calls = createClientCalls(app);

  const identityOf = (c: Context): Promise<Identity> =>
    app.auth.fromHeader(c.req.header("Authorization") ?? null);

  const callOf = (c: Context, body: FunctionBody, identity: Identity): ClientCall => ({
    componentPath: body.componentPath,
    path: body.path,
    args: body.args,
    identity,
    caller: "HttpApi",
    requestId: newRequestId(app.random),
    request: { ip: remoteAddress(c), userAgent: c.req.header("User-Agent") ?? null },
  });

  /** Runs a call as `type`, or as what the function is. */
  const run = async (call: ClientCall, type: UdfType | null): Promise<CallOutcome> => {
    const { requestId } = call;
    switch (type ?? detectType(call)) {
      case "Query":
        return { ...(await calls.query(call, null)), requestId };
      case "Mutation":
        return { ...(await calls.mutation(call)), requestId };
      case "Action":
        return { ...(await calls.action(call)), requestId };
    }
  };
  /** What does not exist runs as a query: the runner says so in its own words. */
  const detectType = (call: ClientCall): UdfType => {
    if (isSystemPath(call.path)) return "Query";
    const { component, path } = calls.resolve(call);
    return app.runner.lookup(component, path)?.udfType ?? "Query";
  };

  return {
    async typed(c: Context, type: UdfType | null): Promise<Response> {
      const body = parseFunctionBody(parseJsonObject(await c.req.text()));
      const outcome = await run(callOf(c, body, await identityOf(c)), type);
      return json(outcomeText(outcome, body.format));
    },

    async queryByUrl(c: Context): Promise<Response> {
      const body = parseFunctionBody({
        path: c.req.query("path"),
        args: parseJson(c.req.query("args") ?? "{}", "args"),
        format: c.req.query("format"),
        componentPath: c.req.query("componentPath"),
      });
      const outcome = await run(callOf(c, body, await identityOf(c)), "Query");
      return json(outcomeText(outcome, body.format));
    },

    async runByUrl(c: Context): Promise<Response> {
      const body = parseJsonObject(await c.req.text());
      const names = c.req.path.slice("/api/run/".length).split("/");
      const path = `${names.slice(0, -1).join("/")}:${names.at(-1)}`;
      checkPath(path);
      const request: FunctionBody = {
        path,
        args: parseArgs(body.args),
        format: parseFormat(body.format),
        componentPath: null,
      };
      const outcome = await run(callOf(c, request, await identityOf(c)), null);
      return json(outcomeText(outcome, request.format));
    },

    /** No old snapshots are kept: the present answer is given if it was the answer then, too. */
    async queryAtTs(c: Context): Promise<Response> {
      const request = parseJsonObject(await c.req.text());
      const body = parseFunctionBody(request);
      const ts = typeof request.ts === "string" ? decodeTs(request.ts) : null;
      if (ts === null) throw badBody('"ts" must be what /api/query_ts answered');
      if (ts > app.database.latestTs()) {
        throw new BackendError("InvalidTimestamp", "The timestamp is later than the last commit");
      }
      const call = callOf(c, body, await identityOf(c));
      const outcome = await calls.query(call, null);
      if (!app.database.isCurrent(outcome.reads, ts)) {
        throw new BackendError(
          "SnapshotNoLongerAvailable",
          "What this query reads has changed since the timestamp; ask /api/query_ts for a new one",
        );
      }
      return json(outcomeText({ ...outcome, requestId: call.requestId }, body.format));
    },

    async queryBatch(c: Context): Promise<Response> {
      const { queries } = parseJsonObject(await c.req.text());
      if (!Array.isArray(queries)) throw badBody('"queries" must be an array');
      const bodies = queries.map((query: unknown) =>
        parseFunctionBody((query ?? {}) as Record<string, unknown>),
      );
      const identity = await identityOf(c);
      const results = await Promise.all(
        bodies.map(async (body) =>
          outcomeText(await run(callOf(c, body, identity), "Query"), body.format),
        ),
      );
      return json(`{"results":[${results.join(",")}]}`);
    },
  };
}

/** Failures of user code are answers, not HTTP errors: the status is 200 either way. */
function outcomeText({ result, logLines, requestId }: CallOutcome, format: ValueFormat): string {
  const lines = logLines.length === 0 ? "" : `,"logLines":${JSON.stringify(logLines.map(logText))}`;
  if (result.ok) return `{"status":"success","value":${formatValue(result.value, format)}${lines}}`;
  const message = JSON.stringify(failureText(requestId, result.error));
  const { data } = result.error;
  const errorData = data === undefined ? "" : `,"errorData":${formatValue(data, format)}`;
  return `{"status":"error","errorMessage":${message}${errorData}${lines}}`;
}

function json(text: string, status = 200): Response {
  return new Response(text, { status, headers: { "Content-Type": "application/json" } });
}

function errorResponse(error: Error, c: Context): Response {
  if (error instanceof BackendError) {
    return c.json({ code: error.code, message: error.message }, error.status);
  }
  return c.json({ code: "InternalServerError", message: error.message }, 500);
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badBody(`"${what}" is not JSON`);
  }
}

function remoteAddress(c: Context): string | null {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? null;
}
