import { rowsOf } from "@repo/backend/embedded/admin";
import type { Id } from "@repo/backend/_generated/dataModel";

import type { App } from "./app/app.ts";

/** The team of the demo that has everything. */
export async function teamId(app: App): Promise<Id<"teams">> {
  const teams = await rowsOf(app.backend, "teams");
  return teams.find(({ name }) => name === "Harbour crew")?._id as Id<"teams">;
}
