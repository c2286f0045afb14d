// Functions that the auth library makes, which modules export under its names: `export const { signIn } = convexAuth(…)`.
import type { Node } from "oxc-parser";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { FunctionKind } from "../../function/input.ts";
import type { Modules, Place } from "./syntax/modules.ts";

const kinds: Readonly<Record<string, FunctionKind>> = {
  signIn: "action",
  signOut: "action",
  isAuthenticated: "query",
  store: "internalMutation",
};

/** A function of the library, and where its access is declared, if it is. */
export interface LibraryFunction {
  kind: FunctionKind;
  access: Place | null;
}

/**
 * Reads an export as a function of the library.
 * @param exported its name
 * @param place what it is declared as: the function itself, or the call of which it is a property
 */
export function libraryFunction(
  modules: Modules,
  exported: string,
  { module, node: written }: Place,
): LibraryFunction | null {
  let node = unwrap(written);
  let access: Place | null = null;
  while (isCallOf(node, "declareAccess") || isCallOf(node, "gated")) {
    const [of, declared] = node.arguments;
    if (of === undefined) return null;
    if (isCallOf(node, "declareAccess") && declared !== undefined)
      access = { module, node: declared };
    node = unwrap(of);
  }
  if (isCallOf(node, "convexAuth")) return kindOf(exported, access);
  if (node.type !== "MemberExpression" || node.object.type !== "Identifier") return null;
  const library = modules.find(module, node.object.name);
  const isLibrary = library !== null && isCallOf(unwrap(library.node), "convexAuth");
  return isLibrary ? kindOf(nameOf(node.property) ?? "", access) : null;
}

function kindOf(name: string, access: Place | null): LibraryFunction | null {
  return Object.hasOwn(kinds, name) ? { kind: kinds[name]!, access } : null;
}

function isCallOf(node: Node, name: string): node is Extract<Node, { type: "CallExpression" }> {
  return (
    node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === name
  );
}
