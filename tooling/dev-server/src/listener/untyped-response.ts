// Responses with a body and no content-type, which the adapter to Node's HTTP would give one of its own.

import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

/**
 * Sends a response as it is when the adapter would add a content-type to it, and returns what tells
 * the adapter so; returns any other response for the adapter to send.
 */
export async function sendIfUntyped(
  response: Response,
  outgoing: ServerResponse | undefined,
): Promise<Response> {
  if (outgoing === undefined || response.headers.has("content-type")) return response;
  const { body } = response;
  if (body === null) return response;
  outgoing.writeHead(response.status, [...response.headers].flat());
  // Streamed from the first byte on: the next one may come much later.
  outgoing.flushHeaders();
  // The client went away, or the body failed: ending the connection says so.
  await pipeline(Readable.fromWeb(body as ReadableStream), outgoing).catch(() => undefined);
  return RESPONSE_ALREADY_SENT;
}
