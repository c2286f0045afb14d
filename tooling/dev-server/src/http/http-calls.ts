// One call of the HTTP function API: who makes it, what it runs, and the text of its answer.

import type { Context } from "hono";
import { isSystemPath } from "../admin/system-functions.ts";
import type { App } from "../kernel/app.ts";
import type { CommitTs } from "../kernel/database-types.ts";
import type { FunctionResult, Identity, LogLine, UdfType } from "../kernel/function-types.ts";
import { createClientCalls, type ClientCall } from "../sync/client-calls.ts";
import { failureText, logText, newRequestId } from "../wire/call-texts.ts";
import type { FunctionBody } from "./function-body.ts";
import { PastSnapshots } from "./past-snapshots.ts";
import { remoteAddress } from "./remote-address.ts";
import { formatValue, type ValueFormat } from "./value-formats.ts";

export type FunctionApiParts = Pick<App, "auth" | "config" | "database" | "random" | "runner">;

export interface HttpCalls {
  /** @throws BackendError 401 */
  identityOf(c: Context): Promise<Identity>;
  /** Runs a call as `type`, or (null) as what the function is. @returns the text of the answer */
  run(c: Context, body: FunctionBody, identity: Identity, type: UdfType | null): Promise<string>;
  /**
   * Runs a query as it would have answered at `ts`. @returns the text of the answer
   * @throws BackendError 400 `SnapshotNoLongerAvailable`
   */
  runAt(c: Context, body: FunctionBody, identity: Identity, ts: CommitTs): Promise<string>;
}

export function createHttpCalls(app: FunctionApiParts): HttpCalls {
  const calls = createClientCalls(app);
  const past = new PastSnapshots(app.database);

  const callOf = (c: Context, body: FunctionBody, identity: Identity): ClientCall => ({
    componentPath: body.componentPath,
    path: body.path,
    args: body.args,
    identity,
    caller: "HttpApi",
    requestId: newRequestId(app.random),
    request: { ip: remoteAddress(c.env), userAgent: c.req.header("User-Agent") ?? null },
  });
  /** What does not exist runs as a query: the runner says so in its own words. */
  const detectType = (call: ClientCall): UdfType => {
    if (isSystemPath(call.path)) return "Query";
    const { component, path } = calls.resolve(call);
    return app.runner.lookup(component, path)?.udfType ?? "Query";
  };
  const runAs = async (call: ClientCall, type: UdfType) => {
    switch (type) {
      case "Query":
        return calls.query(call);
      case "Mutation":
        return calls.mutation(call);
      case "Action":
        return calls.action(call);
    }
  };
  return {
    identityOf: (c) => app.auth.fromHeader(c.req.header("Authorization") ?? null),
    async run(c, body, identity, type) {
      const call = callOf(c, body, identity);
      const outcome = await runAs(call, type ?? detectType(call));
      return outcomeText(outcome, call.requestId, body.format);
    },
    async runAt(c, body, identity, ts) {
      const call = callOf(c, body, identity);
      const outcome = await past.run(ts, (initialWrites) => calls.query(call, { initialWrites }));
      return outcomeText(outcome, call.requestId, body.format);
    },
  };
}

/** Failures of user code are answers, not HTTP errors; `errorData` stands for a ConvexError only. */
function outcomeText(
  { result, logLines }: { result: FunctionResult; logLines: LogLine[] },
  requestId: string,
  format: ValueFormat,
): string {
  const lines = logLines.length === 0 ? "" : `,"logLines":${JSON.stringify(logLines.map(logText))}`;
  if (result.ok) return `{"status":"success","value":${formatValue(result.value, format)}${lines}}`;
  const message = JSON.stringify(failureText(requestId, result.error));
  const { data } = result.error;
  const errorData = data === undefined ? "" : `,"errorData":${formatValue(data, format)}`;
  return `{"status":"error","errorMessage":${message}${errorData}${lines}}`;
}
