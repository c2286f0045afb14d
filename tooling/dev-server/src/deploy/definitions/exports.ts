// What a component offers its parent: its public functions, as a tree that follows module paths.

import type { JsonValue } from "../../kernel/database-types.ts";
import type { AnalyzedModule } from "../../kernel/function-types.ts";

interface Branch {
  [name: string]: Branch | string;
}

/** Public functions by module path and name; leaves are `_reference/function/<module>.js:<name>`. */
export function publicExports(analysis: Record<string, AnalyzedModule>): Branch {
  const root = newBranch();
  for (const [path, module] of Object.entries(analysis).sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const fn of module.functions) {
      if (fn.visibility?.kind !== "public") continue;
      const parts = path.replace(/\.js$/, "").split("/");
      let branch: Branch | null = root;
      for (const part of parts) {
        const child: Branch | string = (branch[part] ??= newBranch());
        // A function `a:b` beside a module `a/b`: the function wins, as the first that was named.
        if (typeof child === "string") branch = null;
        else branch = child;
        if (branch === null) break;
      }
      if (branch !== null) branch[fn.name] ??= `_reference/function/${path}:${fn.name}`;
    }
  }
  return root;
}

/** Without a prototype: a function may be called `toString`. */
function newBranch(): Branch {
  return Object.create(null) as Branch;
}

/** The form of `definition.exports` in start_push. */
export function definitionExports(branch: Branch): JsonValue {
  return {
    type: "branch",
    branch: Object.entries(branch).map(([name, child]) => [
      name,
      typeof child === "string" ? { type: "leaf", leaf: child } : definitionExports(child),
    ]),
  };
}

/** The form of `app.exports` in start_push. */
export function checkedExports(branch: Branch, componentPath: string): Record<string, JsonValue> {
  const checked: Record<string, JsonValue> = {};
  for (const [name, child] of Object.entries(branch)) {
    if (typeof child === "string") {
      const udfPath = child.replace("_reference/function/", "");
      const path = { component: componentPath, udfPath };
      checked[name] = { type: "leaf", resource: { type: "function", path } };
    } else {
      checked[name] = { type: "branch", children: checkedExports(child, componentPath) };
    }
  }
  return checked;
}
