import type { Command, Arguments } from "./command.ts";
import type { Io } from "./io.ts";

/** A command that was asked for. */
export interface Request {
  command: Command;
  args: Arguments;
  /** What was typed after the name of the command. */
  argv: readonly string[];
  io: Io;
}
