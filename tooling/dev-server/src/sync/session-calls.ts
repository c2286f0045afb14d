// The mutations and actions of one session: mutations one after another, actions side by side.

import type { App } from "../kernel/app.ts";
import type { CommitTs } from "../kernel/database-types.ts";
import type { FunctionResult, Identity } from "../kernel/function-types.ts";
import { failureText, logText, newRequestId, thrownError } from "../wire/call-texts.ts";
import { type ClientCall, type ClientCalls } from "./client-calls.ts";
import type { CallResponse, FunctionRequest, ServerMessage } from "./protocol.ts";
import type { SessionRequests } from "./session-requests.ts";

export interface SessionCallsParts extends Pick<App, "random"> {
  calls: ClientCalls;
  requests: SessionRequests;
  /** Where the client connects from. */
  request: { ip: string | null; userAgent: string | null };
  send(message: ServerMessage): void;
  /** True, and the session has ended, when the identity's token has run out. */
  hasExpired(identity: Identity): boolean;
  /** A mutation was answered with this timestamp. */
  committed(ts: CommitTs): void;
}

/** Actions of one connection that run at a time; more wait. */
export const MAX_ACTIONS = 64;

interface QueuedMutation {
  sessionId: string;
  message: FunctionRequest;
  identity: Identity;
}

type QueuedAction = Omit<QueuedMutation, "sessionId">;

export class SessionCalls {
  readonly #parts: SessionCallsParts;
  #queue: QueuedMutation[] = [];
  #isRunning = false;
  #waitingActions: QueuedAction[] = [];
  #actions = 0;

  constructor(parts: SessionCallsParts) {
    this.#parts = parts;
  }

  /** Runs after the mutations before it, as `identity`. */
  mutation(sessionId: string, message: FunctionRequest, identity: Identity): void {
    this.#queue.push({ sessionId, message, identity });
    if (!this.#isRunning) void this.#runQueue();
  }

  action(message: FunctionRequest, identity: Identity): void {
    this.#waitingActions.push({ message, identity });
    this.#startActions();
  }

  /** What has not started is dropped. A client sends its mutations again when it is back. */
  close(): void {
    this.#queue = [];
    this.#waitingActions = [];
  }

  #startActions(): void {
    while (this.#actions < MAX_ACTIONS) {
      const next = this.#waitingActions.shift();
      if (next === undefined) return;
      if (this.#parts.hasExpired(next.identity)) return;
      this.#actions += 1;
      void this.#runAction(next).finally(() => {
        this.#actions -= 1;
        this.#startActions();
      });
    }
  }

  async #runQueue(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      if (this.#parts.hasExpired(next.identity)) break;
      await this.#runMutation(next);
    }
    this.#isRunning = false;
  }

  async #runMutation({ sessionId, message, identity }: QueuedMutation): Promise<void> {
    const { calls, requests, send, committed } = this.#parts;
    const call = this.#call(message, identity);
    try {
      const { result, logLines, ts } = await requests.run(sessionId, message.requestId, (hooks) =>
        calls.mutation(call, hooks),
      );
      const response = callResponse(message.requestId, call.requestId, result, logLines);
      send({ type: "MutationResponse", response, ts: result.ok ? ts : null });
      // The transition that shows it has to come after the answer.
      if (result.ok) committed(ts);
    } catch (error) {
      const response = thrownResponse(message.requestId, call.requestId, error);
      send({ type: "MutationResponse", response, ts: null });
    }
  }

  async #runAction({ message, identity }: QueuedAction): Promise<void> {
    const call = this.#call(message, identity);
    const { requestId } = call;
    const response = await this.#parts.calls.action(call).then(
      ({ result, logLines }) =>
        callResponse(message.requestId, requestId, result, logLines.map(logText)),
      (error: unknown) => thrownResponse(message.requestId, requestId, error),
    );
    this.#parts.send({ type: "ActionResponse", response });
  }

  #call(message: FunctionRequest, identity: Identity): ClientCall {
    return {
      componentPath: message.componentPath,
      path: message.udfPath,
      args: message.args,
      identity,
      caller: "SyncWebSocket",
      requestId: newRequestId(this.#parts.random),
      request: this.#parts.request,
    };
  }
}

function callResponse(
  id: number,
  requestId: string,
  result: FunctionResult,
  logLines: string[],
): CallResponse {
  if (result.ok) return { success: true, requestId: id, result: result.value, logLines };
  const errorMessage = failureText(requestId, result.error);
  const errorData = result.error.data ?? null;
  return { success: false, requestId: id, errorMessage, errorData, logLines };
}

function thrownResponse(id: number, requestId: string, error: unknown): CallResponse {
  return callResponse(id, requestId, { ok: false, error: thrownError(error) }, []);
}
