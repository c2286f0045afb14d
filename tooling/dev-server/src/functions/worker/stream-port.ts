// Byte streams between threads: the reader asks for each chunk, so nothing piles up.

import { MessageChannel, type MessagePort } from "node:worker_threads";

type Ask = { kind: "pull" } | { kind: "cancel"; reason: string };
type Reply =
  { kind: "chunk"; chunk: Uint8Array } | { kind: "end" } | { kind: "error"; message: string };

export interface SendOptions {
  /** Bytes after which the stream fails. */
  limit?: number;
  /** Message of that failure. */
  limitMessage?: string;
}

/**
 * Sends a stream to another thread.
 * @returns the port to hand over (in the transfer list), and a promise of the end: of the stream,
 *   by an error in it, or because the reader went away. It never rejects.
 */
export function sendStream(
  stream: ReadableStream<Uint8Array>,
  options: SendOptions = {},
): { port: MessagePort; ended: Promise<void> } {
  const { port1, port2 } = new MessageChannel();
  const reader = stream.getReader();
  let sent = 0;
  const ended = new Promise<void>((resolve) => {
    const finish = (reply: Reply | null) => {
      if (reply !== null) port1.postMessage(reply);
      port1.close();
      resolve();
    };
    const next = async () => {
      const { done, value } = await reader.read();
      if (done) return finish({ kind: "end" });
      const chunk = toBytes(value);
      sent += chunk.byteLength;
      if (options.limit !== undefined && sent > options.limit) {
        void reader.cancel().catch(() => undefined);
        return finish({ kind: "error", message: options.limitMessage ?? "The body is too large." });
      }
      port1.postMessage({ kind: "chunk", chunk } satisfies Reply);
    };
    port1.on("message", (ask: Ask) => {
      if (ask.kind === "cancel") {
        void reader.cancel(ask.reason).catch(() => undefined);
        return finish(null);
      }
      next().catch((error: unknown) => finish({ kind: "error", message: messageOf(error) }));
    });
    port1.on("close", () => {
      void reader.cancel().catch(() => undefined);
      resolve();
    });
  });
  return { port: port2, ended };
}

/** The stream that another thread sends through a port. */
export function receiveStream(port: MessagePort): ReadableStream<Uint8Array> {
  let isOver = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        port.on("message", (reply: Reply) => {
          if (isOver) return;
          if (reply.kind === "chunk") return controller.enqueue(reply.chunk);
          isOver = true;
          if (reply.kind === "end") controller.close();
          else controller.error(new Error(reply.message));
          port.close();
        });
        port.on("close", () => {
          if (isOver) return;
          isOver = true;
          controller.error(new Error("The other end of the stream went away."));
        });
      },
      pull() {
        port.postMessage({ kind: "pull" } satisfies Ask);
      },
      cancel(reason) {
        isOver = true;
        port.postMessage({ kind: "cancel", reason: messageOf(reason) } satisfies Ask);
        port.close();
      },
    },
    { highWaterMark: 0 },
  );
}

function toBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError("A body stream must consist of Uint8Array chunks.");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
