// Calling functions over HTTP: what ConvexHttpClient, `convex run` and curl use. The
// status is 200 whether the function succeeds or fails; other statuses say that nothing was run.

import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { BackendError } from "../kernel/errors.ts";
import type { UdfType } from "../kernel/function-types.ts";
import { MAX_PUBLIC_BYTES } from "../wire/body.ts";
import { decodeTs, encodeTs } from "../wire/timestamp.ts";
import {
  badBody,
  checkPath,
  parseArgs,
  parseFunctionBody,
  parseJson,
  parseJsonObject,
} from "./function-body.ts";
import { createHttpCalls, type FunctionApiParts, type HttpCalls } from "./http-calls.ts";
import { parseFormat } from "./value-formats.ts";

/** The routes `/api/{query,mutation,action,function,run/*,query_ts,query_at_ts,query_batch}`. */
export function functionApi(app: FunctionApiParts): Hono {
  const calls = createHttpCalls(app);
  const { database } = app;
  const limit = bodyLimit({
    maxSize: MAX_PUBLIC_BYTES,
    onError: () => {
      throw new BackendError("RequestTooLarge", "The body of this request is over 16 MiB", 413);
    },
  });
  const api = new Hono();
  api.onError(errorResponse);
  api.post("/api/query", limit, (c) => runByBody(c, calls, "Query"));
  api.post("/api/mutation", limit, (c) => runByBody(c, calls, "Mutation"));
  api.post("/api/action", limit, (c) => runByBody(c, calls, "Action"));
  api.post("/api/function", limit, (c) => runByBody(c, calls, null));
  api.post("/api/run/*", limit, (c) => runByUrl(c, calls));
  api.get("/api/query", (c) => queryByUrl(c, calls));
  api.post("/api/query_ts", (c) => c.json({ ts: encodeTs(database.latestTs()) }));
  api.post("/api/query_at_ts", limit, (c) => queryAtTs(c, calls, database));
  api.post("/api/query_batch", limit, (c) => queryBatch(c, calls));
  return api;
}

async function runByBody(c: Context, calls: HttpCalls, type: UdfType | null): Promise<Response> {
  const body = parseFunctionBody(parseJsonObject(await c.req.text()));
  return json(await calls.run(c, body, await calls.identityOf(c), type));
}

/** `/api/run/dir/mod/fn` is `dir/mod:fn`. */
async function runByUrl(c: Context, calls: HttpCalls): Promise<Response> {
  const body = parseJsonObject(await c.req.text());
  const names = c.req.path.slice("/api/run/".length).split("/");
  const path = `${names.slice(0, -1).join("/")}:${names.at(-1)}`;
  checkPath(path);
  const call = {
    path,
    args: parseArgs(body.args),
    format: parseFormat(body.format),
    componentPath: null,
  };
  return json(await calls.run(c, call, await calls.identityOf(c), null));
}

async function queryByUrl(c: Context, calls: HttpCalls): Promise<Response> {
  const { path, args = "{}", format, componentPath } = c.req.query();
  const body = parseFunctionBody({ path, args: parseJson(args, '"args"'), format, componentPath });
  return json(await calls.run(c, body, await calls.identityOf(c), "Query"));
}

async function queryAtTs(
  c: Context,
  calls: HttpCalls,
  database: FunctionApiParts["database"],
): Promise<Response> {
  const request = parseJsonObject(await c.req.text());
  const body = parseFunctionBody(request);
  const ts = typeof request.ts === "string" ? decodeTs(request.ts) : null;
  if (ts === null) throw badBody('"ts" must be what /api/query_ts answered');
  if (ts > database.latestTs()) {
    throw new BackendError("InvalidTimestamp", "The timestamp is later than the last commit");
  }
  return json(await calls.runAt(c, body, await calls.identityOf(c), ts));
}

async function queryBatch(c: Context, calls: HttpCalls): Promise<Response> {
  const { queries } = parseJsonObject(await c.req.text());
  if (!Array.isArray(queries)) throw badBody('"queries" must be an array');
  const bodies = queries.map((query) => parseFunctionBody(query ?? {}));
  const identity = await calls.identityOf(c);
  const results = await Promise.all(bodies.map((body) => calls.run(c, body, identity, "Query")));
  return json(`{"results":[${results.join(",")}]}`);
}

function json(text: string): Response {
  return new Response(text, { headers: { "Content-Type": "application/json" } });
}

function errorResponse(error: Error, c: Context): Response {
  if (error instanceof BackendError) {
    return c.json({ code: error.code, message: error.message }, error.status);
  }
  return c.json({ code: "InternalServerError", message: error.message }, 500);
}
