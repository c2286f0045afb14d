// The optional features of the project, read from their data in `packages/backend/features/`.
import { removeMember } from "@groundwork/plop-engine/edit/list";
import { declared, moduleOf, valueOf } from "@groundwork/plop-engine/edit/plain-data";
import { parseModule, spliced } from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf } from "@groundwork/plop-engine/edit/syntax";
import type { ObjectProperty } from "oxc-parser";
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";

/** As `packages/backend/features/feature.ts` describes it. */
export interface Feature {
  name: string;
  uses: readonly string[];
  files: readonly string[];
  joins?: Readonly<Record<string, readonly string[]>>;
  packages: readonly string[];
}

/** The file that describes a feature. */
export const featureFile = (name: string) => `${layout.features}/${name}.ts`;

/** Files beside those that describe one feature each. */
const OTHERS = /^(feature|features|combining)\.ts$|\.test\.ts$/;

/** Reads every feature that the project still has. */
export function readFeatures(tree: Tree): Feature[] {
  return tree
    .list(layout.features)
    .filter((name) => name.endsWith(".ts") && !OTHERS.test(name))
    .map((name) => name.slice(0, -".ts".length))
    .map((name) => valueOf(declared(moduleOf(tree, featureFile(name)), name)) as Feature);
}

/** The data of a feature without what it adds to others that are removed. */
export function withoutJoins(path: string, text: string, removed: readonly string[]): string {
  let source = parseModule(path, text);
  for (const name of removed) {
    const joins = findAll(
      source,
      (node): node is ObjectProperty => node.type === "Property" && nameOf(node.key) === "joins",
    )[0]?.value;
    if (joins?.type !== "ObjectExpression") continue;
    const members = joins.properties;
    const index = members.findIndex((one) => one.type === "Property" && nameOf(one.key) === name);
    if (index === -1) continue;
    const list = { open: joins.start, close: joins.end - 1, members, kind: "object" } as const;
    source = parseModule(path, spliced(source, removeMember(source, list, index)));
  }
  return source.code;
}
