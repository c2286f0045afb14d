// The realm that pushed code is evaluated in: no backend, no network, fixed time and chance.

import type vm from "node:vm";
import { workerData } from "node:worker_threads";
import type { Deployment, PushedModule } from "../../kernel/function-types.ts";
import type { Guarded } from "../realm/host.ts";
import { formatValues, LogLines } from "../syscalls/log-lines.ts";
import { SeededRandom } from "../syscalls/seeded-random.ts";
import { AnalysisError } from "./analyze.ts";
import { createRealm, type Realm } from "./realm.ts";
import { describeThrown } from "./thrown.ts";

export interface Setting {
  modules: PushedModule[];
  env: (name: string) => string | undefined;
  envNames: string[];
  importPhase: Deployment["importPhase"];
  /** Definitions must not depend on time or chance at all. */
  isPure: boolean;
  synthetic?: (specifier: string, importer: string, realm: () => Realm) => vm.Module | null;
}

const { realmScript } = workerData as { realmScript: string };

/** Runs `use` and turns what user code throws into an AnalysisError with its logs. */
export async function attempt<T>(
  setting: Setting,
  failure: { code: string; title: string },
  use: (realm: Realm) => Promise<T>,
): Promise<T> {
  const logs = new LogLines(() => setting.importPhase.timestampMs);
  const realm = evaluationRealm(setting, logs);
  try {
    return await use(realm);
  } catch (error) {
    if (error instanceof AnalysisError) throw error;
    const { message } = describeThrown(error, realm.position);
    const printed = logs.lines
      .map((line) => `\n[${line.level}] ${line.messages.join(" ")}`)
      .join("");
    throw new AnalysisError(failure.code, `${failure.title}: ${message}${printed}`);
  }
}

function evaluationRealm(setting: Setting, logs: LogLines): Realm {
  let random = new SeededRandom(setting.importPhase.seed);
  const realm: Realm = createRealm({
    script: realmScript,
    modules: Object.fromEntries(setting.modules.map((module) => [module.path, module])),
    enterModule: (path) => {
      random = new SeededRandom(`${setting.importPhase.seed}:${path}`);
      return () => undefined;
    },
    synthetic: (specifier, importer) =>
      setting.synthetic?.(specifier, importer, () => realm) ?? null,
    host: {
      isDeterministic: true,
      syscall: () => ({ ok: false, failure: { message: "Can't use database at import time" } }),
      asyncSyscall: () => undefined,
      jsSyscall: () => undefined,
      refuse: (what) => refusal(what, setting.isPure),
      now: () => setting.importPhase.timestampMs,
      random: () => random.number(),
      fillRandom: (bytes) => random.fill(bytes),
      log: (level, values, suffix) =>
        logs.log(level, formatValues(values) + (suffix === undefined ? "" : `\n${suffix}`)),
      env: setting.env,
      envNames: () => setting.envNames,
      fetch,
      setTimer: () => 0,
      clearTimer: () => undefined,
      subtle: (method, args, resolve, reject) => {
        const subtle = crypto.subtle as unknown as Record<
          string,
          (...a: unknown[]) => Promise<unknown>
        >;
        subtle[method]?.(...args).then(resolve, reject);
      },
    },
  });
  return realm;
}

function refusal(what: Guarded, isPure: boolean): string | null {
  switch (what) {
    case "Convex":
      return "Can't use database at import time";
    case "fetch()":
    case "setTimeout":
    case "setInterval":
      return `Can't use ${what} at import time`;
    case "Date":
    case "Math.random":
    case "crypto":
      return isPure ? `Can't use ${what} while evaluating a definition` : null;
    case "process.env":
      return null;
  }
}

/** A setting's view of plain variables. */
export function envSetting(env: Record<string, string>): Pick<Setting, "env" | "envNames"> {
  return {
    env: (name) => (Object.hasOwn(env, name) ? env[name] : undefined),
    envNames: Object.keys(env),
  };
}
