import { pushError } from "../wire/push-error.ts";
import type { PushedDefinition, PushRequest } from "../wire/push-request.ts";

/**
 * The definitions of a push, each after the ones it imports; the app comes last.
 * @throws BackendError CyclicImport, InvalidDefinition (an import of something not pushed)
 */
export function definitionOrder(request: PushRequest): PushedDefinition[] {
  const byPath = new Map<string, PushedDefinition>();
  for (const pushed of [...request.components, request.app]) {
    byPath.set(pushed.definitionPath, pushed);
  }
  const order: PushedDefinition[] = [];
  const done = new Set<string>();
  const visit = (path: string, importers: string[]): void => {
    if (done.has(path)) return;
    if (importers.includes(path)) {
      const cycle = [...importers.slice(importers.indexOf(path)), path].join(" → ");
      throw pushError("CyclicImport", `Components import one another in a circle: ${cycle}.`);
    }
    const pushed = byPath.get(path);
    if (pushed === undefined) {
      throw pushError(
        "InvalidDefinition",
        `"${importers.at(-1) ?? ""}" imports the component "${path}", which was not pushed.`,
      );
    }
    for (const dependency of pushed.dependencies) visit(dependency, [...importers, path]);
    done.add(path);
    order.push(pushed);
  };
  visit("", []);
  for (const path of byPath.keys()) visit(path, []);
  return order;
}
