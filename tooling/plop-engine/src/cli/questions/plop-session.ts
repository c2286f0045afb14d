import type { Envelope } from "../answer/envelope.ts";
import type { Io } from "../../io.ts";
import type { Request } from "../input/request.ts";

/** What `pnpm plop` and its questions share. */
export interface PlopSession {
  io: Io;
  flags: Request["args"]["flags"];
  /** By generator, what was said on the command line. */
  given: Readonly<Record<string, object>>;
  /** How the run ended. */
  envelope?: Envelope;
  error?: unknown;
}
