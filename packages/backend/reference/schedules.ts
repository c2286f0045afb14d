// The scheduled functions, from the source: internal functions that a module schedules by name.
import { type Node, type SourceModule, calledName, visitAll } from "./syntax.ts";

/** Of `ctx.scheduler`, and of the object that crons are registered with. */
const scheduling = /^(runAfter|runAt|cron|interval|hourly|daily|weekly|monthly)$/;

/**
 * Finds the functions that are scheduled by name.
 * @param modules the modules to look in
 * @returns their names, as Convex gives them: `files:sweep`, each once
 */
export function scheduledIn(modules: readonly SourceModule[]): string[] {
  const found = new Set<string>();
  for (const { program } of modules) {
    visitAll(program, (node) => {
      if (node.type !== "CallExpression" || !scheduling.test(calledName(node) ?? "")) return;
      for (const name of (node.arguments as Node[]).map(internalName)) {
        if (name !== null) found.add(name);
      }
    });
  }
  return [...found].sort();
}

/** The name that `internal.files.sweep` leads to; null for anything else. */
function internalName(node: Node): string | null {
  const path: string[] = [];
  let at = node;
  while (at.type === "MemberExpression" && !at.computed) {
    path.unshift(at.property.name as string);
    at = at.object as Node;
  }
  if (at.type !== "Identifier" || at.name !== "internal" || path.length < 2) return null;
  return `${path.slice(0, -1).join("/")}:${path.at(-1)}`;
}
