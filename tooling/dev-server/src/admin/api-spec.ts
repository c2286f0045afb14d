// `convex function-spec` and the name suggestions of `convex run`: what is deployed, as data.

import { readDeploymentRow } from "../deploy/deployment-row.ts";
import type { ComponentId, JsonValue, Transaction } from "../kernel/database-types.ts";
import type {
  AnalyzedFunction,
  DeployedComponent,
  FunctionRunner,
} from "../kernel/function-types.ts";

export type FunctionSpec =
  | {
      identifier: string;
      functionType: AnalyzedFunction["udfType"];
      visibility: { kind: "public" | "internal" };
      args: JsonValue;
      returns: JsonValue;
    }
  | { functionType: "HttpAction"; method: string; path: string };

/** Every function and HTTP route of one component, by module and name. */
export function apiSpec(
  runner: Pick<FunctionRunner, "deployment">,
  tx: Transaction,
  component: ComponentId,
): FunctionSpec[] {
  // Read for its place in the read set: the answer changes with each push.
  readDeploymentRow(tx);
  const deployed = runner.deployment.components[component];
  if (deployed === undefined) return [];
  const modules = Object.entries(deployed.analysis).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...modules.flatMap(([path, module]) => module.functions.map((fn) => functionSpec(path, fn))),
    ...httpSpecs(deployed),
  ];
}

function functionSpec(modulePath: string, fn: AnalyzedFunction): FunctionSpec {
  return {
    identifier: `${modulePath}:${fn.name}`,
    functionType: fn.udfType,
    visibility: fn.visibility ?? { kind: "public" },
    args: validator(fn.args),
    returns: validator(fn.returns),
  };
}

function httpSpecs(component: DeployedComponent): FunctionSpec[] {
  return Object.values(component.analysis).flatMap((module) =>
    (module.httpRoutes ?? []).map(({ method, path }) => ({
      functionType: "HttpAction" as const,
      method,
      path,
    })),
  );
}

/** No validator is the text `null` for returns. */
function validator(text: string | null): JsonValue {
  const parsed = text === null ? null : (JSON.parse(text) as JsonValue);
  return parsed ?? { type: "any" };
}
