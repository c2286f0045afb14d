import { rowsOf } from "@repo/backend/embedded/admin";
import type { Id } from "@repo/backend/_generated/dataModel";

import type { App } from "./app/app.ts";
import { CREW } from "./app/crew.ts";

/** The team that has everything. */
export async function teamId(app: App): Promise<Id<"teams">> {
  const teams = await rowsOf(app.backend, "teams");
  return teams.find(({ name }) => name === CREW)?._id as Id<"teams">;
}
