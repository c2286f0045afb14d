// HTTP actions on the main thread: a Request in, the Response of user code out, both streamed.

import type { ComponentId } from "../../kernel/database-types.ts";
import type {
  FunctionCall,
  FunctionResult,
  Identity,
  LogLine,
} from "../../kernel/function-types.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { newRequestId } from "../transactions/transactions.ts";
import type { FromActionWorker, HostAnswer, HttpRequestHead } from "../worker/action-messages.ts";
import { receiveStream, sendStream } from "../worker/stream-port.ts";
import type { ActionWorker } from "./action-worker.ts";

const MAX_BODY_BYTES = LIMITS.httpRequestBytes.value;

export interface HttpActionHost {
  answer(
    call: FunctionCall,
    asked: { op: string; args: string; bytes?: Uint8Array | undefined },
  ): Promise<HostAnswer>;
  record(
    call: FunctionCall,
    happened: {
      kind: "Completion" | "Progress";
      logLines: LogLine[];
      seconds?: number;
      error?: string | null;
      httpStatus?: string | null;
    },
  ): void;
}

/** A request that user code answers. */
export interface HttpCall {
  component: ComponentId;
  /** Routing path: prefixes of mounts are removed. */
  path: string;
  request: Request;
  identity: Identity;
  /** Where the request came from; null when the backend asks itself. */
  ip: string | null;
}

/** Runs the HTTP router of a component on a request. Resolves when the head of the answer is known. */
export function runHttpAction(
  thread: ActionWorker,
  { component, path, request, identity, ip }: HttpCall,
  host: HttpActionHost,
): Promise<Response> {
  const call: FunctionCall = {
    component,
    path,
    args: "{}",
    identity,
    allowInternal: true,
    caller: "HttpEndpoint",
    requestId: newRequestId(),
    request: { ip, userAgent: request.headers.get("user-agent") },
  };
  const startedAt = performance.now();
  let route = `${request.method} ${path}`;
  let status: string | null = null;
  return new Promise((resolve) => {
    const abort = () => thread.post({ kind: "abort", id });
    const named = () => ({ ...call, path: route });
    const id = thread.run(
      {
        onCall: (asked) => host.answer({ ...call, path: "http:default" }, asked),
        onLines: (logLines) => host.record(named(), { kind: "Progress", logLines }),
        onResponse(head) {
          if (head.route !== null) route = head.route;
          status = String(head.status);
          resolve(responseOf(head));
        },
        onDone(result) {
          request.signal.removeEventListener("abort", abort);
          const error = result.ok ? null : result.error.message;
          if (!result.ok) resolve(errorResponse(call.requestId, result));
          const seconds = (performance.now() - startedAt) / 1000;
          const httpStatus = result.ok ? status : (status ?? "500");
          if (result.ok && status === "404" && route === `${request.method} ${path}`) return;
          host.record(named(), { kind: "Completion", logLines: [], seconds, error, httpStatus });
        },
      },
      (taskId) => {
        const head = headOf(request);
        const transfer = head.body === null ? [] : [head.body as unknown as Transferable];
        return [{ kind: "http", id: taskId, call, request: head }, transfer];
      },
    );
    request.signal.addEventListener("abort", abort);
  });
}

function headOf(request: Request): HttpRequestHead {
  const body =
    request.body === null
      ? null
      : sendStream(request.body, {
          limit: MAX_BODY_BYTES,
          limitMessage: "HttpRequestTooLarge: the request of an HTTP action may have 20 MiB.",
        }).port;
  return { url: request.url, method: request.method, headers: [...request.headers], body };
}

function responseOf(head: Extract<FromActionWorker, { kind: "response" }>): Response {
  const body = head.body === null ? null : receiveStream(head.body);
  const headers = new Headers();
  // One by one: several Set-Cookie headers stay several.
  for (const [name, value] of head.headers) headers.append(name, value);
  return new Response(body, { status: head.status, headers });
}

/** What Convex answers when an HTTP action throws. */
function errorResponse(requestId: string, { error }: FunctionResult & { ok: false }): Response {
  const [firstLine = ""] = error.message.split("\n", 1);
  const code = `[Request ID: ${requestId}] Server Error: ${firstLine}`;
  const data = error.data === undefined ? {} : { data: JSON.parse(error.data) as unknown };
  return Response.json({ code, trace: error.message, ...data }, { status: 500 });
}
