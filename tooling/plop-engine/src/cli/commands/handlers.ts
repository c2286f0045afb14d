// One handler for each command, loaded on demand.
import type { Envelope } from "../../envelope.ts";
import { project } from "../../project.ts";
import { refuseProblems } from "../answer/outcome.ts";
import type { Request } from "../../request.ts";

type Handler = (request: Request) => Promise<Envelope>;

const handlers: Readonly<Record<string, Handler>> = {
  undo: async (request) => (await import("./undo.ts")).undo(request),
  history: async (request) => (await import("./history.ts")).history(request),
  list: async (request) => (await import("./describe.ts")).list(request),
  schema: async (request) => (await import("./describe.ts")).schema(request),
  explain: async (request) => (await import("./describe.ts")).explain(request),
  doctor: async (request) => (await import("./doctor.ts")).doctor(request),
};

/** Runs a command: a handler of its own, one that the project registered, or a generator. */
export async function handle(request: Request): Promise<Envelope> {
  const handler = handlers[request.command.name];
  if (handler !== undefined) return await handler(request);
  const registered = project().commands?.find(({ command }) => command === request.command);
  if (registered !== undefined) {
    refuseProblems(request.args.problems);
    return await registered.run(request);
  }
  return await (await import("./generate.ts")).generate(request);
}
