// A realm: one `vm` context with Convex's globals, in which one component's modules live.

import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import vm from "node:vm";
import type { PushedModule } from "../../kernel/function-types.ts";
import type { RealmHooks, RealmHost } from "../realm/host.ts";
import { ModuleLoader, type ModuleLoaderOptions } from "./modules.ts";
import { createPositionMapper, formatFrames, type PositionMapper } from "./source-positions.ts";

export interface Realm {
  loader: ModuleLoader;
  hooks: RealmHooks;
  position: PositionMapper;
  context: vm.Context;
}

export interface RealmOptions extends Pick<
  ModuleLoaderOptions,
  "enterModule" | "synthetic" | "begin"
> {
  /** Text of the compiled `realm/install.ts`. */
  script: string;
  modules: Record<string, PushedModule>;
  host: Omit<RealmHost, "globals" | "accepted" | "stackFrames">;
}

/** Makes a realm; none of its modules have run yet. */
export function createRealm(options: RealmOptions): Realm {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY as unknown as vm.Context);
  const position = createPositionMapper(options.modules);
  const install = realmScript(options.script).runInContext(context) as (
    host: RealmHost,
  ) => RealmHooks;
  const hooks = install({
    ...options.host,
    globals: hostGlobals(),
    accepted: ACCEPTED,
    stackFrames: (sites) => formatFrames(sites, position),
  });
  const { enterModule, synthetic, begin, modules } = options;
  const loader = new ModuleLoader({ context, modules, enterModule, synthetic, begin });
  return { loader, hooks, position, context };
}

let compiled: { text: string; script: vm.Script } | null = null;

function realmScript(text: string): vm.Script {
  if (compiled?.text !== text) {
    const script = new vm.Script(`(() => {${text}\nreturn realm.install;})()`, {
      filename: "realm",
    });
    compiled = { text, script };
  }
  return compiled.script;
}

const ACCEPTED = {
  AggregateError,
  Error,
  EvalError,
  Promise,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
} as unknown as RealmHost["accepted"];

/**
 * Binary types must be the host's own, because host functions make them: the result of
 * `TextEncoder.encode` has to be an `instanceof Uint8Array`.
 */
const SHARED = [
  "ArrayBuffer",
  "SharedArrayBuffer",
  "DataView",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "Atomics",
  "WebAssembly",
  "AbortController",
  "AbortSignal",
  "Blob",
  "ByteLengthQueuingStrategy",
  "CompressionStream",
  "CountQueuingStrategy",
  "CryptoKey",
  "CustomEvent",
  "DecompressionStream",
  "DOMException",
  "Event",
  "EventTarget",
  "File",
  "FormData",
  "Headers",
  "MessageChannel",
  "MessageEvent",
  "MessagePort",
  "ReadableByteStreamController",
  "ReadableStream",
  "ReadableStreamBYOBReader",
  "ReadableStreamBYOBRequest",
  "ReadableStreamDefaultController",
  "ReadableStreamDefaultReader",
  "Request",
  "Response",
  "SubtleCrypto",
  "TextDecoder",
  "TextDecoderStream",
  "TextEncoder",
  "TextEncoderStream",
  "TransformStream",
  "TransformStreamDefaultController",
  "URL",
  "URLSearchParams",
  "WritableStream",
  "WritableStreamDefaultController",
  "WritableStreamDefaultWriter",
  "atob",
  "btoa",
] as const;

function hostGlobals(): Record<string, unknown> {
  const host = globalThis as unknown as Record<string, unknown>;
  const globals: Record<string, unknown> = { AsyncLocalStorage, AsyncResource };
  for (const name of SHARED) if (host[name] !== undefined) globals[name] = host[name];
  return globals;
}
