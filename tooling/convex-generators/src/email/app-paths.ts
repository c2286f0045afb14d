// The pages of the app that e-mails link to: each with the values that its address needs.
import type { Node } from "oxc-parser";
import { type Module, declared, moduleOf } from "@groundwork/plop-engine/edit/plain-data";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../repository/layout.ts";

/** Page → what its address needs: `task` → `teamId`, `taskId`. */
export type AppPaths = Readonly<Record<string, readonly string[]>>;

/**
 * Reads the pages that `paths` lists, those of features among them.
 * @throws FILE_MISSING or SHAPE_UNSUPPORTED (4)
 */
export function readAppPaths(tree: Tree): AppPaths {
  return Object.fromEntries(pathsIn(moduleOf(tree, layout.paths), "paths"));
}

function pathsIn(module: Module, variable: string): [string, string[]][] {
  const { module: home, node } = declared(module, variable);
  const list = unwrap(node);
  if (list.type !== "ObjectExpression") return [];
  return list.properties.flatMap((property) => {
    if (property.type === "SpreadElement") {
      const from = unwrap(property.argument);
      return from.type === "Identifier" ? pathsIn(home, from.name) : [];
    }
    const name = nameOf(property.key, property.computed);
    return name === null ? [] : [[name, paramsOf(unwrap(property.value))]];
  });
}

function paramsOf(value: Node): string[] {
  if (value.type !== "ArrowFunctionExpression") return [];
  return value.params.flatMap((param) => (param.type === "Identifier" ? param.name : []));
}
