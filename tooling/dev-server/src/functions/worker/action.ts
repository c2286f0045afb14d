// Worker thread that runs isolate actions and HTTP actions, many at the same time.

import { parentPort, workerData } from "node:worker_threads";
import type { ComponentId } from "../../kernel/database-types.ts";
import { parseFunctionPath } from "../references/path.ts";
import type { ActionWorkerData, ToActionWorker } from "./action-messages.ts";
import { ActionRuntime, post } from "./action-runtime.ts";
import { serveHttp } from "./http-action.ts";
import { createRealm, type Realm } from "./realm.ts";

const data = workerData as ActionWorkerData & { realmScript: string };
const runtime = new ActionRuntime();
const realms = new Map<ComponentId, Realm>();
const aborts = new Map<number, AbortController>();
let importing = 0;

parentPort?.on("message", (message: ToActionWorker) => {
  switch (message.kind) {
    case "action":
      return void runAction(message);
    case "http":
      return void runHttp(message);
    case "answer":
      return runtime.answer(message.callId, message.answer);
    case "abort":
      // Listeners of the signal belong to the action.
      return runtime.within(message.id, () => aborts.get(message.id)?.abort());
    case "ping":
      return post({ kind: "pong" });
  }
});
post({ kind: "ready" });

function runAction({ id, call }: Extract<ToActionWorker, { kind: "action" }>): Promise<void> {
  const position = () => realmOf(call.component).position;
  return runtime.run(id, call, position, async () => {
    const { module, name } = parseFunctionPath(call.path);
    const namespace = await realmOf(call.component).loader.load(module);
    const fn = namespace[name] as {
      invokeAction(requestId: string, args: string): Promise<string>;
    };
    return fn.invokeAction(call.requestId, `[${call.args}]`);
  });
}

async function runHttp(message: Extract<ToActionWorker, { kind: "http" }>): Promise<void> {
  const { id, call, request } = message;
  const controller = new AbortController();
  aborts.set(id, controller);
  const position = () => realmOf(call.component).position;
  await runtime.run(id, call, position, (execution) =>
    serveHttp(realmOf(call.component), execution, request, controller.signal),
  );
  aborts.delete(id);
}

function realmOf(id: ComponentId): Realm {
  const known = realms.get(id);
  if (known !== undefined) return known;
  const component = data.deployment.components[id];
  if (component === undefined) throw new Error(`There is no component with id "${id}".`);
  const realm = createRealm({
    script: data.realmScript,
    modules: component.modules,
    enterModule: () => {
      importing += 1;
      return () => {
        importing -= 1;
      };
    },
    host: {
      isDeterministic: false,
      syscall: (op) => runtime.syscall(op),
      asyncSyscall: (op, args, resolve, reject) => runtime.asyncSyscall(op, args, resolve, reject),
      jsSyscall: (op, args) => runtime.jsSyscall(op, args),
      refuse: (what) =>
        importing > 0 && what === "Convex" ? "Can't use database at import time" : null,
      now: () => Date.now(),
      random: () => Math.random(),
      fillRandom: (bytes) => void crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>),
      log: (level, values, suffix) => runtime.log(level, values, suffix),
      env: (name) => (Object.hasOwn(component.env, name) ? component.env[name] : undefined),
      envNames: () => Object.keys(component.env),
      fetch: runtime.fetch,
      setTimer: (callback, delayMs, repeat) => runtime.setTimer(callback, delayMs, repeat),
      clearTimer: (timer) => runtime.clearTimer(timer),
      subtle: (method, args, resolve, reject) => {
        const subtle = crypto.subtle as unknown as Record<
          string,
          (...args: unknown[]) => Promise<unknown>
        >;
        subtle[method]?.(...args).then(resolve, reject);
      },
    },
  });
  realms.set(id, realm);
  return realm;
}
