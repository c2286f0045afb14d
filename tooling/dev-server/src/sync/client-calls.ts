// Calls that clients make, over the socket as well as HTTP: who may call what, in which component,
// and the text of answers.

import { isSystemPath, runSystemQuery } from "../admin/system-functions.ts";
import { canonicalValue } from "../engine/values/value.ts";
import type { App } from "../kernel/app.ts";
import {
  ROOT_COMPONENT,
  type ComponentId,
  type JsonText,
  type JsonValue,
} from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type {
  ActionOutcome,
  FunctionCall,
  MutationHooks,
  MutationOutcome,
  QueryOutcome,
} from "../kernel/function-types.ts";

export type ClientCall = Omit<FunctionCall, "component" | "allowInternal"> & {
  /** `rag/workpool`; `""` or null is the app itself. */
  componentPath: string | null;
};

/** `initialWrites` is not for `_system/…` queries: they see the present only. */
type QueryOptions = Parameters<App["runner"]["query"]>[1];

/** Each throws BackendError when the call is refused before any user code runs. */
export interface ClientCalls {
  query(call: ClientCall, options?: QueryOptions): Promise<QueryOutcome>;
  mutation(call: ClientCall, hooks?: MutationHooks): Promise<MutationOutcome>;
  action(call: ClientCall): Promise<ActionOutcome>;
  /** The call as the runner takes it. */
  resolve(call: ClientCall): FunctionCall;
}

/** The calls of every client of one backend; admins reach internal functions and `_system/…` too. */
export function createClientCalls(app: Pick<App, "config" | "database" | "runner">): ClientCalls {
  const { runner } = app;
  const resolve = (call: ClientCall): FunctionCall => {
    const { componentPath, ...rest } = call;
    const isAdmin = call.identity.kind === "admin";
    if (!isAdmin && componentPath !== null && componentPath !== "") {
      throw new BackendError(
        "AdminKeyRequired",
        `Calling a function of component "${componentPath}" directly needs an admin key`,
        403,
      );
    }
    const components = Object.values(runner.deployment.components);
    return {
      ...rest,
      args: checkedArgs(call.args),
      component: findComponent(components, componentPath ?? ""),
      allowInternal: isAdmin,
    };
  };
  return {
    resolve,
    async query(call, options) {
      if (!isSystemPath(call.path)) return runner.query(resolve(call), options);
      requireSystemAccess(call);
      const { path, componentPath, args } = call;
      return runSystemQuery(app, { path, componentPath: componentPath ?? "", args });
    },
    async mutation(call, hooks) {
      return runner.mutation(resolve(call), hooks);
    },
    async action(call) {
      return runner.action(resolve(call));
    },
  };
}

/** @throws BackendError 400 for what is JSON but no Convex value, such as `{"$integer":"!"}` */
function checkedArgs(args: JsonText): JsonText {
  return JSON.stringify(canonicalValue(JSON.parse(args) as JsonValue).value);
}

function requireSystemAccess(call: ClientCall): void {
  if (call.identity.kind === "admin") return;
  throw new BackendError("AdminKeyRequired", `"${call.path}" needs an admin key`, 403);
}

function findComponent(components: { id: ComponentId; path: string }[], path: string): ComponentId {
  if (path === "") return ROOT_COMPONENT;
  const found = components.find((component) => component.path === path);
  if (found !== undefined) return found.id;
  const known = components.map((component) => component.path).filter((name) => name !== "");
  throw new BackendError(
    "ComponentNotFound",
    `There is no component "${path}"; mounted are: ${known.join(", ") || "none"}`,
  );
}
