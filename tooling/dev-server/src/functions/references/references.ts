// How user code names a function: by path, by reference from the generated API, or by handle.

import { createHmac } from "node:crypto";
import { HANDLE_PREFIX } from "../../engine/values/function-handle.ts";
import type { ComponentId } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import type {
  AnalyzedFunction,
  DeployedComponent,
  Deployment,
  Identity,
} from "../../kernel/function-types.ts";
import { parseFunctionPath } from "./path.ts";

/** What a syscall says about the function it means: exactly one of these is set. */
export interface FunctionAddress {
  /** `mod:fn` of the same component. */
  name?: string;
  /** `_reference/…` */
  reference?: string;
  /** `function://…` */
  functionHandle?: string;
}

export interface FunctionTarget {
  component: ComponentId;
  /** `dir/mod:fn` */
  path: string;
}

/**
 * The function an address means. A name or reference into the own component is not looked up.
 * @param from component whose code uses the address
 * @throws BackendError FunctionHandleNotFound, InvalidReference, InvalidFunctionPath
 */
export function resolveAddress(
  deployment: Deployment,
  handles: FunctionHandles,
  from: ComponentId,
  address: FunctionAddress,
): FunctionTarget {
  if (typeof address.functionHandle === "string") return handles.resolve(address.functionHandle);
  if (typeof address.reference === "string") {
    return resolveReference(deployment, from, address.reference);
  }
  return { component: from, path: parseFunctionPath(String(address.name)).canonical };
}

function resolveReference(
  deployment: Deployment,
  from: ComponentId,
  reference: string,
): FunctionTarget {
  const [root, kind, ...rest] = reference.split("/");
  if (root === "_reference" && kind === "function") {
    return { component: from, path: parseFunctionPath(rest.join("/")).canonical };
  }
  if (root === "_reference" && kind === "childComponent") {
    const [child = "", ...segments] = rest;
    const name = segments.pop();
    const component = deployment.components[from]?.children[child];
    const path = `${segments.join("/")}:${name}`;
    const found = component === undefined ? null : lookupFunction(deployment, component, path);
    if (component !== undefined && found?.visibility?.kind === "public") return { component, path };
  }
  throw new BackendError("InvalidReference", `Couldn't resolve ${reference}`);
}

/**
 * What analysis found at a path, or null when there is no such function.
 * @param path any spelling `parseFunctionPath` reads; one it cannot read is not found
 */
export function lookupFunction(
  deployment: Deployment,
  component: ComponentId,
  path: string,
): AnalyzedFunction | null {
  let parsed;
  try {
    parsed = parseFunctionPath(path);
  } catch {
    return null;
  }
  const analysis = deployment.components[component]?.analysis ?? {};
  const module = Object.hasOwn(analysis, parsed.module) ? analysis[parsed.module] : undefined;
  return module?.functions.find((candidate) => candidate.name === parsed.name) ?? null;
}

/**
 * The identity a callee sees. Only the app itself knows users: at a component boundary they are
 * dropped, also those an administrator acts as.
 */
export function identityAcross(identity: Identity, from: ComponentId, to: ComponentId): Identity {
  if (from === "" && to === "") return identity;
  return identity.kind === "admin" ? { kind: "admin", impersonating: null } : { kind: "none" };
}

const handlesByDeployment = new WeakMap<Deployment, FunctionHandles>();

/** The handles of a deployment, made once. */
export function handlesOf(deployment: Deployment, secret: Uint8Array): FunctionHandles {
  const known = handlesByDeployment.get(deployment);
  if (known !== undefined) return known;
  const handles = new FunctionHandles(deployment, secret);
  handlesByDeployment.set(deployment, handles);
  return handles;
}

/**
 * Function handles of one deployment. A handle is a keyed hash of component and path: the same
 * function keeps the same handle forever, nothing is stored, and outsiders cannot forge one.
 */
export class FunctionHandles {
  readonly #deployment: Deployment;
  readonly #secret: Uint8Array;
  #targets: Map<string, FunctionTarget> | null = null;

  constructor(deployment: Deployment, secret: Uint8Array) {
    this.#deployment = deployment;
    this.#secret = secret;
  }

  /**
   * The handle of a function, as text.
   * @throws BackendError FunctionNotFound
   */
  create(target: FunctionTarget): string {
    if (lookupFunction(this.#deployment, target.component, target.path) === null) {
      throw new BackendError(
        "FunctionNotFound",
        `Couldn't create a function handle: there is no function ${target.path}.`,
      );
    }
    return this.#sign(target);
  }

  /**
   * The function behind a handle.
   * @throws BackendError FunctionHandleNotFound when it is no longer deployed or never was
   */
  resolve(handle: string): FunctionTarget {
    this.#targets ??= this.#index();
    const target = this.#targets.get(handle);
    if (target === undefined) {
      throw new BackendError(
        "FunctionHandleNotFound",
        `Function handle not found: ${handle}. The function it was made for is not deployed.`,
      );
    }
    return target;
  }

  #index(): Map<string, FunctionTarget> {
    const targets = new Map<string, FunctionTarget>();
    for (const component of Object.values(this.#deployment.components)) {
      for (const path of functionPaths(component)) {
        const target = { component: component.id, path };
        targets.set(this.#sign(target), target);
      }
    }
    return targets;
  }

  #sign(target: FunctionTarget): string {
    const hash = createHmac("sha256", this.#secret)
      .update(JSON.stringify(["function-handle", target.component, target.path]))
      .digest("hex");
    return HANDLE_PREFIX + hash.slice(0, 32);
  }
}

function functionPaths(component: DeployedComponent): string[] {
  return Object.entries(component.analysis).flatMap(([module, { functions }]) =>
    functions.map(({ name }) => parseFunctionPath(`${module}:${name}`).canonical),
  );
}
