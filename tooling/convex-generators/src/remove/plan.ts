// Plans to take features or entities out of the project.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import {
  GeneratorError,
  type Plan,
  type Problem,
  type Tree,
  instead,
} from "@groundwork/plop-engine/plan";
import { readRuns } from "@groundwork/plop-engine/run/history";
import { entityNames } from "../entity/model/names.ts";
import { recordedTables } from "../entity/recorded.ts";
import { readReferences, readTables } from "../repository/facts.ts";
import { layout } from "../repository/layout.ts";
import { withDesign } from "./design.ts";
import { planEntities } from "./entity-plan.ts";
import { entityTable } from "./entity-subject.ts";
import { planFeatures } from "./feature-plan.ts";
import { readFeatures } from "./features.ts";
import type { RemoveInput } from "./input.ts";

/**
 * Plans the removal.
 * @param input the names of features, or of entities
 * @param tree the project
 * @returns the plan; without files where all of it is gone already
 * @throws FEATURE_UNKNOWN, REMOVE_CORE or REMOVE_MIXED (2), and what the plans of both kinds throw
 */
export function planRemove(input: RemoveInput, tree: Tree): Plan {
  const features = readFeatures(tree).map(({ name }) => name);
  const others = input.names.filter((name) => !features.includes(name));
  if (others.length === 0) return withDesign(planFeatures(input, tree), tree, input.names);
  const left = others.filter((name) => !isGone(name, tree));
  const unknown = left.filter((name) => entityTable(name, tree) === null);
  if (unknown.length > 0) {
    throw new GeneratorError(
      2,
      unknown.map((name) => unknownName(name, features, tree)),
    );
  }
  if (others.length < input.names.length) {
    throw new GeneratorError(2, {
      code: "REMOVE_MIXED",
      arg: others[0]!,
      message: `"${others[0]}" is an entity, and the rest are features: each kind is a run of its own.`,
      fix: "Leave it out, and remove it in a run of its own.",
      replace: [],
    });
  }
  const tables = [...new Set(left.map((name) => entityTable(name, tree)!))];
  if (tables.length > 0) return withDesign(planEntities(tables, input, tree), tree, []);
  return { command: "remove", subject: others.join("-"), input, files: [], next: [], notes: [] };
}

/** Whether an earlier run has removed an entity, and nobody has made it again. */
function isGone(name: string, tree: Tree): boolean {
  if (entityTable(name, tree) !== null || readTables(tree).includes(name)) return false;
  const table = entityNames(name, undefined).names?.table;
  return readRuns(tree).some(({ command, input }) => {
    if (command !== "remove") return false;
    return (input as RemoveInput).names.some((gone) => gone === name || gone === table);
  });
}

function unknownName(name: string, features: readonly string[], tree: Tree): Problem {
  const entities = recordedTables(tree);
  if (readTables(tree).includes(name)) return ofCore(name, tree);
  const near = didYouMean(name, [...features, ...entities]);
  const known = ` Features: ${features.join(", ")}. Entities: ${entities.join(", ")}.`;
  const message = `There is no feature and no generated entity "${name}".${near?.sentence ?? known}`;
  return { code: "FEATURE_UNKNOWN", arg: name, message, ...(near && instead(near.word)) };
}

/** A table that people wrote by hand: no record tells what belongs to it. */
function ofCore(table: string, tree: Tree): Problem {
  const referring = Object.entries(readReferences(tree)).flatMap(([from, fields]) =>
    Object.entries(fields).flatMap(([field, { to }]) =>
      from !== table && to === table ? [`${from}.${field}`] : [],
    ),
  );
  const held = referring.length > 0 ? `, and ${referring.join(", ")} refer to it` : "";
  const steps = [
    ...(referring.length > 0 ? ["those fields with what reads them"] : []),
    ...(tree.read(layout.backendModule(table)) === null
      ? []
      : [`${layout.backendModule(table)} with what calls it`]),
    `"${table}" in ${layout.tables("").replace(/\/\.ts$/, "")} and in ${layout.accessOf("").replace(/\/\.ts$/, "")}`,
  ];
  return {
    code: "REMOVE_CORE",
    arg: table,
    message: `"${table}" is part of the core: no record says which files and lines are its own${held}.`,
    fix: `Keep it, or take out by hand, in this order: ${steps.join("; ")}; then what \`pnpm check\` names.`,
  };
}
