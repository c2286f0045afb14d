// One handler for each command, loaded on demand.
import type { Envelope } from "../answer/envelope.ts";
import type { Request } from "../input/request.ts";

type Handler = (request: Request) => Promise<Envelope>;

const handlers: Readonly<Record<string, Handler>> = {
  undo: async (request) => (await import("./undo.ts")).undo(request),
  history: async (request) => (await import("./history.ts")).history(request),
  list: async (request) => (await import("./describe.ts")).list(request),
  schema: async (request) => (await import("./describe.ts")).schema(request),
  explain: async (request) => (await import("./describe.ts")).explain(request),
  doctor: async (request) => (await import("./doctor.ts")).doctor(request),
};

/** Runs a command: a handler of its own, or a generator. */
export async function handle(request: Request): Promise<Envelope> {
  const handler = handlers[request.command.name];
  if (handler !== undefined) return await handler(request);
  return await (await import("./generate.ts")).generate(request);
}
