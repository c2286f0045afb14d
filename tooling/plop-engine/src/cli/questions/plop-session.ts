import type { Envelope } from "../../envelope.ts";
import type { Io } from "../../io.ts";
import type { Request } from "../../request.ts";

/** State that `pnpm plop` and its questions share. */
export interface PlopSession {
  io: Io;
  flags: Request["args"]["flags"];
  /** Generator → its input from the command line. */
  given: Readonly<Record<string, object>>;
  /** The result of the run. */
  envelope?: Envelope;
  error?: unknown;
}
