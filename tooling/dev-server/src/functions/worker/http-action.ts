// One HTTP action: routing by the user's router, a request of the realm, a streamed response.

import { LIMITS } from "../../kernel/limits.ts";
import type { HttpRequestHead } from "./action-messages.ts";
import { post, type ActionExecution } from "./action-runtime.ts";
import { routerOf } from "./analyze.ts";
import type { Realm } from "./realm.ts";
import { receiveStream, sendStream } from "./stream-port.ts";

const MAX_BODY_BYTES = LIMITS.httpResponseBytes.value;

interface HttpHandler {
  invokeHttpAction(request: Request): Promise<unknown>;
}

/**
 * Answers a request. The response is posted as soon as its head is known; the promise resolves when
 * its body has been read to the end.
 */
export async function serveHttp(
  realm: Realm,
  execution: ActionExecution,
  head: HttpRequestHead,
  signal: AbortSignal,
): Promise<string> {
  const { id, call } = execution;
  const namespace = await realm.loader.load("http.js");
  const router = routerOf(namespace.default);
  const match = router.lookup(call.path, head.method === "HEAD" ? "GET" : head.method);
  if (match === null) {
    const headers: [string, string][] = [["content-type", "text/plain; charset=utf-8"]];
    const body = sendStream(new Blob(["No matching routes found"]).stream());
    post({ kind: "response", id, status: 404, headers, body: body.port, route: null }, [
      body.port as unknown as Transferable,
    ]);
    await body.ended;
    return "null";
  }
  const [handler, , path] = match;
  const request = realm.hooks.adoptRequest(requestOf(head, signal));
  const response = await (handler as HttpHandler).invokeHttpAction(request);
  if (!realm.hooks.isResponse(response)) {
    throw realm.hooks.makeError("HTTP actions must return a Response");
  }
  await sendResponse(id, response, `${head.method} ${path}`);
  return "null";
}

function requestOf(head: HttpRequestHead, signal: AbortSignal): Request {
  const body = head.body === null ? null : receiveStream(head.body);
  return new Request(head.url, {
    method: head.method,
    headers: head.headers,
    signal,
    ...(body === null ? {} : { body, duplex: "half" }),
  });
}

async function sendResponse(id: number, response: Response, route: string): Promise<void> {
  const headers = [...response.headers];
  const { status } = response;
  if (response.body === null) {
    post({ kind: "response", id, status, headers, body: null, route });
    return;
  }
  const { port, ended } = sendStream(response.body, {
    limit: MAX_BODY_BYTES,
    limitMessage: "HttpResponseTooLarge: the response of an HTTP action may have 20 MiB.",
  });
  post({ kind: "response", id, status, headers, body: port, route }, [
    port as unknown as Transferable,
  ]);
  await ended;
}
