// The steps of a push: start evaluates and remembers, wait holds the schema against the data, finish
// installs. Nothing is believed of what a client echoes but the unguessable id of its push.

import { BackendError } from "../kernel/errors.ts";
import type { PushedModule } from "../kernel/function-types.ts";
import type { Deployments } from "./deployments.ts";
import { evaluatePush } from "./evaluation/evaluate.ts";
import { emptyDiff, pushDiff, type PushDiff } from "./push-diff.ts";
import { startPushResponse, type SchemaChange } from "./push-response.ts";
import { allocateIds, sameApp, type ComponentIds, type PushedApp } from "./pushed-app.ts";
import { findSchemaFailure } from "./schema/schema-state.ts";
import { wireIndexDiff, type WireIndexDiff } from "./wire/index-wire.ts";
import { moduleHash } from "./wire/module-hash.ts";
import { pushError, raceError } from "./wire/push-error.ts";
import { decodePushRequest, type PushRequest } from "./wire/push-request.ts";
import { stableJson } from "./wire/stable-json.ts";

interface PendingPush {
  id: string;
  app: PushedApp;
  ids: ComponentIds;
  environment: Record<string, string>;
  indexDiffs: Record<string, WireIndexDiff>;
  /** Number of pushes that were finished when this one was evaluated. */
  base: number;
}

/** `codegen` starts pushes it never finishes: only the newest few are kept. */
const MAX_PENDING = 4;

export type SchemaStatus =
  | { type: "complete" }
  | { type: "failed"; error: string; componentPath: string; tableName: string | null };

export class Pushes {
  readonly #deployments: Deployments;
  readonly #pending = new Map<string, PendingPush>();

  constructor(deployments: Deployments) {
    this.#deployments = deployments;
  }

  /** `get_config_hashes`: what the CLI need not send again. Only the app's own modules. */
  configHashes(): Record<string, unknown> {
    const { app, push } = this.#deployments;
    const modules = Object.values(app.definitions[""]?.modules ?? {});
    return {
      config: { functions: "convex/", authInfo: [] },
      moduleHashes: modules.map((module) => ({
        path: module.path,
        hash: moduleHash(module),
        environment: module.environment,
      })),
      // A key without a value would be shown as a difference.
      ...(push === 0 ? {} : { udfServerVersion: app.udfServerVersion }),
      ...(app.nodeVersion === null ? {} : { nodeVersion: app.nodeVersion }),
    };
  }

  /**
   * Evaluates a push; nothing is changed and what runs goes on running.
   * @param body the decoded JSON of start_push
   * @throws BackendError 400 for every mistake in the code; 409 when an unchanged module is unknown
   */
  async start(body: unknown): Promise<Record<string, unknown>> {
    const pending = await this.#evaluate(decodePushRequest(body));
    this.#pending.set(pending.id, pending);
    for (const id of [...this.#pending.keys()].slice(0, -MAX_PENDING)) this.#pending.delete(id);
    return startPushResponse(pending.app, {
      environment: pending.environment,
      schemaChange: schemaChange(pending),
    });
  }

  /** `evaluate_push`: the index changes a push would make. */
  async preview(body: unknown): Promise<{ schemaChange: SchemaChange }> {
    return { schemaChange: schemaChange(await this.#evaluate(decodePushRequest(body))) };
  }

  /** `wait_for_schema`: documents that do not fit are reported; there is nothing to wait for. */
  checkSchema(echo: unknown, dryRun: boolean): SchemaStatus {
    const pending = this.#pending.get(echoedId(echo));
    // A push that was dropped meanwhile learns it when it finishes, which the CLI handles better.
    if (dryRun || pending === undefined) return { type: "complete" };
    const { parts } = this.#deployments;
    const failure = findSchemaFailure(
      parts.database,
      this.#deployments.schemasOf(pending.app, pending.ids),
    );
    return failure === null ? { type: "complete" } : { type: "failed", ...failure };
  }

  /**
   * Installs an evaluated push.
   * @param echo `schemaChange` of the echoed answer to start_push
   * @throws BackendError RaceDetected when anything it was evaluated with has changed
   */
  finish(echo: unknown, dryRun: boolean): Promise<PushDiff> {
    const id = echoedId(echo);
    return this.#deployments.serialize(async () => {
      const pending = this.#pending.get(id);
      if (pending === undefined) {
        throw raceError("This push is no longer known; it is started again.");
      }
      if (dryRun) return emptyDiff();
      const deployments = this.#deployments;
      if (stableJson(deployments.environment()) !== stableJson(pending.environment)) {
        throw raceError("Environment variables have changed during push");
      }
      if (deployments.push !== pending.base) {
        throw raceError("Another push was finished during this one");
      }
      const known = deployments.knownIds();
      if (Object.entries(pending.ids).some(([path, own]) => (known[path] ?? own) !== own)) {
        throw raceError("An import has made a component of this push");
      }
      const failure = findSchemaFailure(
        deployments.parts.database,
        deployments.schemasOf(pending.app, pending.ids),
      );
      if (failure !== null) throw pushError("SchemaValidationFailed", failure.error);
      const before = deployments.app;
      const everMounted = new Set(Object.keys(known));
      // The push `convex dev` begins with mostly brings what is there: nothing has to restart.
      if (!sameApp(before, pending.app)) await deployments.install(pending.app, pending.ids);
      this.#pending.delete(id);
      return pushDiff(before, pending.app, { everMounted, indexDiffs: pending.indexDiffs });
    });
  }

  async #evaluate(request: PushRequest): Promise<PendingPush> {
    const deployments = this.#deployments;
    const { parts } = deployments;
    const base = deployments.push;
    const environment = deployments.environment();
    const importPhase = {
      seed: Buffer.from(parts.random(32)).toString("hex"),
      timestampMs: parts.clock.now(),
    };
    const appModules = withUnchanged(request, deployments.app);
    const nodePackages = await deployments.nodePackages(request.nodeDependencies);
    const evaluation = await evaluatePush(deployments.evaluation, request, {
      appModules,
      environment,
      importPhase,
      nodePackages,
    });
    const ids = allocateIds(evaluation.tree, deployments.knownIds(), parts.random);
    const app: PushedApp = {
      ...evaluation,
      udfServerVersion: request.app.udfServerVersion,
      importPhase,
      nodeDependencies: request.nodeDependencies,
      nodeVersion: request.nodeVersion,
    };
    const id = Buffer.from(parts.random(16)).toString("hex");
    return { id, app, ids, environment, base, indexDiffs: indexDiffs(deployments, app, ids) };
  }
}

function indexDiffs(
  deployments: Deployments,
  app: PushedApp,
  ids: ComponentIds,
): Record<string, WireIndexDiff> {
  const { database } = deployments.parts;
  return Object.fromEntries(
    deployments
      .schemasOf(app, ids)
      .map(({ component, path, schema }) => [
        path,
        wireIndexDiff(database.diffSchema(component, schema)),
      ]),
  );
}

function schemaChange(pending: PendingPush): SchemaChange {
  return {
    allocatedComponentIds: pending.ids,
    schemaIds: { push: pending.id },
    indexDiffs: pending.indexDiffs,
  };
}

/** The app's modules: those that were sent, and those the client says are still the same. */
function withUnchanged(request: PushRequest, app: PushedApp): PushedModule[] {
  const stored = app.definitions[""]?.modules ?? {};
  const unchanged = request.app.unchanged.map(({ path, environment, sha256 }) => {
    const module = Object.hasOwn(stored, path) ? stored[path] : undefined;
    if (module === undefined) {
      throw new BackendError(
        "MissingExistingModule",
        `The module "${path}" is said to be unchanged but is not deployed; it has to be sent.`,
        409,
      );
    }
    if (module.environment !== environment || moduleHash(module) !== sha256) {
      throw new BackendError(
        "ExistingModuleHashConflict",
        `The module "${path}" is said to be unchanged but differs from the deployed one; it has to be sent.`,
        409,
      );
    }
    return module;
  });
  const sent = new Set(request.app.modules.map((module) => module.path));
  return [...request.app.modules, ...unchanged.filter((module) => !sent.has(module.path))];
}

/** @throws BackendError BadPushRequest */
function echoedId(echo: unknown): string {
  const schemaIds = (echo as { schemaIds?: { push?: unknown } } | null | undefined)?.schemaIds;
  const id = schemaIds?.push;
  if (typeof id !== "string" || !/^[0-9a-f]{32}$/.test(id)) {
    throw new BackendError(
      "BadPushRequest",
      "The push carries no id: `schemaChange` has to be the one start_push answered.",
    );
  }
  return id;
}
