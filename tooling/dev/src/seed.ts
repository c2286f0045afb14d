// Demo data: asked for on every start, made once by the backend.

import { readVariables, runFunction, type Deployment } from "./deployment.ts";
import { DEMO_SWITCH } from "./variables.ts";

export type SeedOutcome = "made" | "present" | "off";

/**
 * Runs the backend's `seed:run` where demo accounts are allowed, and says whether there are any.
 * Throws what the function throws.
 */
export async function seed(deployment: Deployment): Promise<SeedOutcome> {
  const variables = await readVariables(deployment);
  if (variables[DEMO_SWITCH] !== "1") return "off";
  const created = await runFunction(deployment, "seed:run");
  return Array.isArray(created) && created.length > 0 ? "made" : "present";
}
