// `_system/frontend/components:list`: mounted and unmounted components.

import { readComponentRows } from "../deploy/definitions/component-rows.ts";
import type { Transaction } from "../kernel/database-types.ts";
import type { FunctionRunner } from "../kernel/function-types.ts";

export interface ComponentListing {
  id: string;
  /** null for the app itself */
  name: string | null;
  path: string;
  args: Record<string, never>;
  state: "active" | "unmounted";
  httpPrefix: string | null;
}

/** The app first, then its components by path. Unmounted ones keep their data and their id. */
export function listComponents(
  runner: Pick<FunctionRunner, "deployment">,
  tx: Transaction,
): ComponentListing[] {
  const mounted = readComponentRows(tx).map((row) => ({
    id: row.componentId,
    name: row.path.split("/").at(-1) ?? row.path,
    path: row.path,
    args: {},
    state: row.state,
    httpPrefix: runner.deployment.components[row.componentId]?.httpPrefix ?? null,
  }));
  return [
    { id: "", name: null, path: "", args: {}, state: "active", httpPrefix: null },
    ...mounted.sort((a, b) => (a.path < b.path ? -1 : 1)),
  ];
}
