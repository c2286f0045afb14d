// The calls that make exported functions, and the options that they take.
import type { CallExpression, Node } from "oxc-parser";
import { findVariable } from "@groundwork/plop-engine/edit/anchors";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "./layout.ts";

/** The call that makes an exported function; null where there is none. */
export function callOf(
  tree: Tree,
  { module, name }: { module: string; name: string },
): CallExpression | null {
  const path = layout.backendModule(module);
  const text = tree.read(path);
  if (text === null) return null;
  const init = findVariable(parseModule(path, text), name)?.init;
  const call = init && unwrap(init);
  return call?.type === "CallExpression" ? call : null;
}

/** A property of the object that a call takes; null where there is none. */
export function memberOf(node: Node | undefined, name: string): Node | null {
  const options = node === undefined ? null : unwrap(node);
  if (options?.type !== "ObjectExpression") return null;
  const member = options.properties.find(
    (property) => property.type === "Property" && nameOf(property.key) === name,
  );
  return member?.type === "Property" ? unwrap(member.value) : null;
}
