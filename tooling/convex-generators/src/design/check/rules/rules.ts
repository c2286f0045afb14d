// Every rule of a design in itself.
import type { Problem } from "@groundwork/plop-engine/plan";
import type { DesignFile } from "../../file/design-file.ts";
import type { Known } from "../known/known.ts";
import { criteria } from "./criteria.ts";
import { purposes, references, scale, states } from "./entities.ts";
import { variableNames, variables } from "./environment.ts";
import { features, memory, twins } from "./features.ts";
import { actions, calls, idle } from "./flows.ts";
import { limits } from "./limits.ts";
import { roles } from "./roles.ts";
import type { Rule } from "./rule.ts";
import { texts } from "./texts.ts";

const rules: readonly Rule[] = [
  ...[texts, roles, features, references, states, scale, purposes, twins],
  ...[variables, variableNames, memory, limits, actions, calls, idle, criteria],
];

/**
 * Finds what is wrong with a design in itself, beside what the generators refuse.
 * @returns the problems, in no order; the `arg` of each is `path:line:column`
 */
export function brokenRules(file: DesignFile, known: Known): Problem[] {
  return rules.flatMap((rule) => rule(file, known));
}
