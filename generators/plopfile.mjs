// The generators as Plop lists them. Plop asks; each generator has the one action `applyPlan`, which
// plans, checks and writes all or nothing. `pnpm plop` comes here only to ask.
import { dirname } from "node:path";
import { loadGenerators } from "./load.mjs";

/**
 * @param {import("node-plop").NodePlopAPI} plop
 * @param {{ session?: object }} config the run that asks, when it is `pnpm plop` and not Plop's own command
 */
export default async function (plop, { session } = {}) {
  const { plopGenerators, processIo } = await loadGenerators();
  const io = processIo(dirname(import.meta.dirname), import.meta.dirname);
  const { welcome, applyPlan, generators } = await plopGenerators(io, session);
  plop.setWelcomeMessage(welcome);
  plop.setActionType("applyPlan", applyPlan);
  for (const { name, description, prompts } of generators) {
    plop.setGenerator(name, { description, prompts, actions: [{ type: "applyPlan" }] });
  }
}
