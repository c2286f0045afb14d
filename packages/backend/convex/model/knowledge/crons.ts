// The scheduled functions of knowledge.
import type { Crons } from "convex/server";
import { internal } from "../../_generated/api";

/** Adds the crons of knowledge to those of the app. */
export function addKnowledgeCrons(crons: Crons): void {
  crons.daily(
    "knowledge: remove entries that no source uses",
    { hourUTC: 3, minuteUTC: 40 },
    internal.knowledge.sweep,
    {},
  );
}
