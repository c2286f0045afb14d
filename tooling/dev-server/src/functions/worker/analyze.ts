// What a module exports, as the deployment needs to know it. The markers and `export…` methods are
// those of the registration functions of `convex/server`.

import type {
  AnalyzedFunction,
  AnalyzedModule,
  CronSpec,
  UdfType,
} from "../../kernel/function-types.ts";
import type { Namespace } from "./modules.ts";

const MARKERS: Record<string, UdfType> = {
  isQuery: "Query",
  isMutation: "Mutation",
  isAction: "Action",
};

/** A mistake in a module that is not an exception of its code. */
export class AnalysisError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Describes a module whose code has run.
 * @param path `tasks.js`; `http.js` and `crons.js` are special
 * @throws AnalysisError InvalidExport, InvalidCron, and what the exports' own code throws
 */
export function analyzeNamespace(path: string, namespace: Namespace): AnalyzedModule {
  return {
    functions: Object.keys(namespace).flatMap((name) => analyzeExport(name, namespace[name])),
    httpRoutes: path === "http.js" ? routesOf(namespace.default) : null,
    cronSpecs: path === "crons.js" ? cronsOf(namespace.default) : null,
  };
}

function analyzeExport(name: string, value: unknown): AnalyzedFunction[] {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return [];
  const marked = value as Record<string, unknown>;
  const types = Object.keys(MARKERS).filter((marker) => marker in marked);
  if (types.length !== 1 || ("isPublic" in marked && "isInternal" in marked)) return [];
  return [
    {
      name,
      udfType: MARKERS[types[0] ?? ""] ?? "Query",
      visibility: visibilityOf(marked),
      args: exported(marked, "exportArgs"),
      returns: exported(marked, "exportReturns"),
    },
  ];
}

function visibilityOf(marked: Record<string, unknown>): AnalyzedFunction["visibility"] {
  if ("isPublic" in marked) return { kind: "public" };
  return "isInternal" in marked ? { kind: "internal" } : null;
}

function exported(marked: Record<string, unknown>, method: string): string | null {
  const call = marked[method];
  return typeof call === "function" ? String((call as () => unknown).call(marked)) : null;
}

/** The router that `http.js` exports. @throws AnalysisError InvalidExport */
export function routerOf(value: unknown): {
  getRoutes(): [path: string, method: string, handler: unknown][];
  lookup(path: string, method: string): [handler: unknown, method: string, path: string] | null;
} {
  if ((value as { isRouter?: unknown } | undefined)?.isRouter !== true) {
    throw new AnalysisError(
      "InvalidExport",
      "The default export of `convex/http.js` is not a Router.",
    );
  }
  return value as ReturnType<typeof routerOf>;
}

function routesOf(value: unknown): { path: string; method: string }[] {
  return routerOf(value)
    .getRoutes()
    .map(([path, method]) => ({ path: String(path), method: String(method) }));
}

function cronsOf(value: unknown): Record<string, CronSpec> {
  const crons = value as { isCrons?: unknown; export(): string } | undefined;
  if (crons?.isCrons !== true) {
    throw new AnalysisError(
      "InvalidExport",
      "The default export of `convex/crons.js` is not a Crons object.",
    );
  }
  return JSON.parse(crons.export()) as Record<string, CronSpec>;
}
