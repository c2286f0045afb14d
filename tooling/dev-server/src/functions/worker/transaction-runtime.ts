// Runs queries and mutations: realms, the frame that is running, and the event loop of a call.
//
// Plain database calls are served at once, while user code waits inside them. Nested function calls
// are queued and run when user code is idle, so that only one frame runs at any time:
// that is how a call made through the one `Convex` global is known to belong to a function.

import type { EngineTransaction } from "../../engine/transactions/transaction.ts";
import type { ComponentId, JsonText } from "../../kernel/database-types.ts";
import type { DeployedComponent, FunctionResult } from "../../kernel/function-types.ts";
import type { Answer, Failure, Guarded, RealmHost } from "../realm/host.ts";
import { parseFunctionPath } from "../references/path.ts";
import { FunctionHandles, lookupFunction } from "../references/references.ts";
import { checkArgs, checkReturns, notFound, typeMismatch } from "../references/validation.ts";
import { asyncSyscalls, syncSyscalls } from "../syscalls/all.ts";
import { failureOf } from "../syscalls/failure.ts";
import { closeFrame, type Frame } from "../syscalls/frame.ts";
import { formatValues } from "../syscalls/log-lines.ts";
import { SeededRandom } from "../syscalls/seeded-random.ts";
import { runNested } from "./nested-call.ts";
import { createRealm, type Realm } from "./realm.ts";
import { describeThrown } from "./thrown.ts";
import type { RuntimeData } from "./transaction-messages.ts";

const SEE_ACTIONS =
  "Please consider using an action. See https://docs.convex.dev/functions/actions for more details.";
const NEVER_RESOLVES = "Returned promise will never resolve";

type Registered = Record<string, (args: string) => Promise<string>>;

export class TransactionRuntime {
  readonly data: RuntimeData;
  readonly handles: FunctionHandles;
  readonly #realms = new Map<ComponentId, Realm>();
  #current: Frame | null = null;
  /** Set while modules run their own code. */
  #importing: SeededRandom | null = null;

  constructor(data: RuntimeData) {
    this.data = data;
    this.handles = new FunctionHandles(data.deployment, data.instanceSecret);
    process.on("unhandledRejection", (reason) => {
      const frame = this.#current;
      if (frame === null) return;
      frame.unhandled ??= { reason };
      frame.wake?.();
    });
  }

  /** Runs one function in its frame, from the check of its arguments to that of its result. */
  async run(frame: Frame, tx: EngineTransaction, args: JsonText): Promise<FunctionResult> {
    const fn = lookupFunction(this.data.deployment, frame.component, frame.path);
    if (fn === null) return { ok: false, error: notFound(frame.path, "any") };
    const tables = tx.resolver({ component: frame.component });
    const problem =
      typeMismatch(fn, frame.path, frame.udfType) ?? checkArgs(fn, frame.path, args, { tables });
    if (problem !== null) return { ok: false, error: problem };
    const result = await this.invoke(frame, parseFunctionPath(frame.path), args);
    if (!result.ok) return result;
    const mismatch = checkReturns(fn, frame.path, result.value, tables);
    return mismatch === null ? result : { ok: false, error: mismatch };
  }

  /** Loads the module and runs the exported function; checks nothing. */
  async invoke(
    frame: Frame,
    { module, name }: { module: string; name: string },
    args: JsonText,
    realm: Realm = this.realm(frame.component),
  ): Promise<FunctionResult> {
    const previous = this.#current;
    try {
      const namespace = realm.loader.loaded(module) ?? (await this.#import(realm, module));
      const fn = namespace[name] as Registered | undefined;
      this.#current = frame;
      return await this.#loop(frame, realm, () => invokerOf(fn, frame)(`[${args}]`));
    } catch (error) {
      return { ok: false, error: describeThrown(error, realm.position) };
    } finally {
      this.#current = previous;
      closeFrame(frame);
    }
  }

  async #import(realm: Realm, module: string) {
    this.#current = null;
    try {
      return await realm.loader.load(module);
    } finally {
      this.#importing = null;
    }
  }

  async #loop(frame: Frame, realm: Realm, start: () => Promise<string>): Promise<FunctionResult> {
    let settled: FunctionResult | null = null;
    start().then(
      (value) => {
        settled = { ok: true, value };
      },
      (error: unknown) => {
        settled = { ok: false, error: describeThrown(error, realm.position) };
      },
    );
    for (;;) {
      // Microtasks run to their end before this continues, and so do reports of rejections.
      await nextTurn();
      const outcome = settled as FunctionResult | null;
      if (outcome?.ok === false) return outcome;
      if (frame.unhandled !== null) {
        return { ok: false, error: describeThrown(frame.unhandled.reason, realm.position) };
      }
      // A nested call must not overlap with code that an ending host operation continues.
      if (frame.queue.length > 0 && frame.inFlight === 0) await this.#serveQueue(frame);
      else if (outcome !== null) return outcome;
      else if (frame.inFlight > 0) await new Promise<void>((wake) => (frame.wake = wake));
      else return { ok: false, error: { message: NEVER_RESOLVES } };
    }
  }

  /** Serves queued calls up to and including the first nested function call. */
  async #serveQueue(frame: Frame): Promise<void> {
    for (let next = frame.queue.shift(); next !== undefined; next = frame.queue.shift()) {
      if (next.op === "1.0/runUdf") {
        const result = await runNested(this, frame, next.args);
        if (result.ok) next.resolve(result.value);
        else next.reject(failureOf(result.error));
        return;
      }
      settle(this.#perform(frame, next.op, next.args), next.resolve, next.reject);
    }
  }

  #perform(frame: Frame, op: string, args: string): Answer {
    const serve = Object.hasOwn(asyncSyscalls, op) ? asyncSyscalls[op] : undefined;
    if (serve === undefined) return failed(`Unknown async operation ${op}`);
    try {
      return { ok: true, value: serve(frame, JSON.parse(args)) };
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    }
  }

  /** The realm of a component; made when first needed. */
  realm(id: ComponentId): Realm {
    const known = this.#realms.get(id);
    if (known !== undefined) return known;
    const component = this.data.deployment.components[id];
    if (component === undefined) throw new Error(`There is no component with id "${id}".`);
    const realm = createRealm({
      script: this.data.realmScript,
      modules: component.modules,
      enterModule: (path) => this.#enterModule(path),
      begin: () => this.#beginOperation(),
      host: this.#hostFor(component),
    });
    this.#realms.set(id, realm);
    return realm;
  }

  #enterModule(path: string): () => void {
    const previous = this.#importing;
    this.#importing = new SeededRandom(`${this.data.deployment.importPhase.seed}:${path}`);
    // While a call waits for its module nothing else runs: all of it is import time.
    return () => {
      if (this.#current !== null) this.#importing = previous;
    };
  }

  #beginOperation(): () => void {
    const frame = this.#current;
    if (frame === null) return () => undefined;
    frame.inFlight += 1;
    return () => {
      frame.inFlight -= 1;
      frame.wake?.();
    };
  }

  #hostFor(component: DeployedComponent): Omit<RealmHost, "globals" | "accepted" | "stackFrames"> {
    const { importPhase } = this.data.deployment;
    const random = () => this.#importing ?? this.#current?.random ?? new SeededRandom("");
    return {
      isDeterministic: true,
      syscall: (op, args) => this.#syscall(op, args),
      asyncSyscall: (op, args, resolve, reject) => this.#asyncSyscall(op, args, resolve, reject),
      jsSyscall: (op) => {
        throw new Error(`Unknown operation ${op}`);
      },
      refuse: (what) => this.#refusal(what),
      now: () =>
        this.#importing === null && this.#current !== null
          ? this.#current.execution.now
          : importPhase.timestampMs,
      random: () => random().number(),
      fillRandom: (bytes) => random().fill(bytes),
      log: (level, values, suffix) => {
        const frame = this.#current;
        if (frame === null) return;
        const text = formatValues(values) + (suffix === undefined ? "" : `\n${suffix}`);
        const origin =
          frame.parent === null ? {} : { componentPath: component.path, udfPath: frame.path };
        frame.execution.logs.log(level, text, origin);
      },
      env: (name) => (Object.hasOwn(component.env, name) ? component.env[name] : undefined),
      envNames: () => Object.keys(component.env),
      fetch,
      setTimer: () => 0,
      clearTimer: () => undefined,
      subtle: (method, args, resolve, reject) => this.#subtle(method, args, resolve, reject),
    };
  }

  #refusal(what: Guarded): string | null {
    const isImporting = this.#importing !== null || this.#current === null;
    switch (what) {
      case "Convex":
        return isImporting ? "Can't use database at import time" : null;
      case "fetch()":
      case "setTimeout":
      case "setInterval":
        return isImporting
          ? `Can't use ${what} at import time`
          : `Can't use ${what} in queries and mutations. ${SEE_ACTIONS}`;
      default:
        return null;
    }
  }

  #syscall(op: string, args: string): Answer {
    const frame = this.#current;
    const serve = Object.hasOwn(syncSyscalls, op) ? syncSyscalls[op] : undefined;
    if (frame === null || serve === undefined) return failed(`Unknown operation ${op}`);
    try {
      return { ok: true, value: serve(frame, JSON.parse(args)) };
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    }
  }

  #asyncSyscall(
    op: string,
    args: string,
    resolve: (json: string) => void,
    reject: (failure: Failure) => void,
  ): void {
    const frame = this.#current;
    if (frame === null || frame.isDone) return;
    if (op === "1.0/runUdf" || frame.queue.length > 0) {
      frame.queue.push({ op, args, resolve, reject });
      frame.wake?.();
    } else {
      settle(this.#perform(frame, op, args), resolve, reject);
    }
  }

  #subtle(
    method: string,
    args: unknown[],
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): void {
    const frame = this.#current;
    const end = this.#beginOperation();
    const subtle = crypto.subtle as unknown as Record<
      string,
      (...args: unknown[]) => Promise<unknown>
    >;
    // The result of a call that is over would continue in the frame of another one.
    const unlessDone = (settleIt: (value: unknown) => void) => (value: unknown) => {
      if (frame?.isDone !== true) settleIt(value);
      end();
    };
    subtle[method]?.(...args).then(unlessDone(resolve), unlessDone(reject));
  }
}

function invokerOf(fn: Registered | undefined, frame: Frame): (args: string) => Promise<string> {
  const invoke = fn?.[frame.udfType === "Query" ? "invokeQuery" : "invokeMutation"];
  if (fn !== undefined && typeof invoke === "function") return invoke.bind(fn);
  throw new Error(`${frame.path} is not a ${frame.udfType.toLowerCase()}.`);
}

function settle(
  answer: Answer,
  resolve: (json: string) => void,
  reject: (failure: Failure) => void,
): void {
  if (answer.ok) resolve(answer.value);
  else reject(answer.failure);
}

function failed(message: string): Answer {
  return { ok: false, failure: { message } };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
