// One handler for each command, loaded when it is needed.
import type { Arguments } from "./arguments.ts";
import type { Envelope } from "./envelope.ts";
import type { Command } from "./flags.ts";
import type { Io } from "./io.ts";

/** A command that was asked for. */
export interface Request {
  command: Command;
  args: Arguments;
  /** What was typed after the name of the command. */
  argv: readonly string[];
  io: Io;
}

export type Handler = (request: Request) => Promise<Envelope>;

export const handlers: Readonly<Record<string, Handler>> = {
  entity: async (request) => (await import("./generate.ts")).generate(request),
  function: async (request) => (await import("./generate.ts")).generate(request),
  undo: async (request) => (await import("./undo.ts")).undo(request),
  history: async (request) => (await import("./history.ts")).history(request),
  list: async (request) => (await import("./tell.ts")).list(request),
  schema: async (request) => (await import("./tell.ts")).schema(request),
  explain: async (request) => (await import("./tell.ts")).explain(request),
  doctor: async (request) => (await import("./doctor.ts")).doctor(request),
};
