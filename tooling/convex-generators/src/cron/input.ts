// The input of `pnpm plop cron`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { cronCommand } from "./command.ts";

export interface CronInput {
  /** What admins see of it: `remove old notes`. */
  title: string;
  /** The internal mutation: `notes.removeOld`. */
  runs: string;
  /** One of these four says when. */
  every?: string;
  daily?: string;
  weekly?: string;
  cron?: string;
  /** What a new mutation does: removes rows of an age, or goes through all. */
  removes?: string;
  each?: string;
  /** Arguments of an existing mutation, as JSON. */
  args?: string;
}

/** The same as JSON Schema. */
export const cronShape = shapeOf(cronCommand, "A schedule of the backend", {
  title: {
    type: "string",
    description: "what admins see of it; without spaces, its hyphens stand for them",
    examples: ["remove old notes", "remove-old-notes"],
  },
  runs: {
    type: "string",
    description: "the internal mutation that it calls, as module.name",
    examples: ["notes.removeOld"],
  },
});
