// What is deployed, and the one place that changes it: a finished push or a change of environment
// variables makes a new Deployment and activates it. Changes happen one after the other.

import { join } from "node:path";
import {
  findNodePackages,
  type NodeDependency,
  type NodePackages,
} from "../functions/node/node-packages.ts";
import type { App } from "../kernel/app.ts";
import type { ComponentId, SchemaDefinition } from "../kernel/database-types.ts";
import { readComponentRows, writeComponentRows } from "./definitions/component-rows.ts";
import { checkRootEnvironment } from "./definitions/component-tree.ts";
import { readDeploymentRow, writeDeploymentRow } from "./deployment-row.ts";
import {
  changedEnvironment,
  readEnvironment,
  writeEnvironment,
  type EnvironmentChange,
} from "./environment-table.ts";
import { evaluateAuth, rememberApp, type EvaluationParts } from "./evaluation/evaluate-modules.ts";
import { EvaluationCache } from "./evaluation/evaluation-cache.ts";
import { loadApp, removeOldFiles, saveApp } from "./manifest.ts";
import { buildDeployment, emptyApp, type ComponentIds, type PushedApp } from "./pushed-app.ts";
import { sameSchema } from "./schema/schema-state.ts";
import { toPushError, withoutPushPrefix } from "./wire/push-error.ts";
import { stableJson } from "./wire/stable-json.ts";

export type DeployParts = Pick<
  App,
  "config" | "clock" | "random" | "database" | "runner" | "scheduler"
> & {
  /** Where the packages that "use node" modules do not bring along are looked for. */
  projectDirectories?: string[] | undefined;
  /** Receives a line about each step that takes a while. */
  progress?: ((line: string) => void) | undefined;
};

export class Deployments {
  readonly parts: DeployParts;
  readonly evaluation: EvaluationParts;
  /** Counts finished pushes, so that a push knows whether another one came between. */
  push = 0;
  #app: PushedApp = emptyApp();
  #version = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: DeployParts) {
    this.parts = parts;
    this.evaluation = {
      evaluator: parts.runner.evaluator,
      cache: new EvaluationCache(),
      cloudOrigin: parts.config.cloudOrigin,
      siteOrigin: parts.config.siteOrigin,
    };
  }

  /** The app as last pushed. */
  get app(): PushedApp {
    return this.#app;
  }

  /** Environment variables as they are set now. */
  environment(): Record<string, string> {
    return this.parts.database.read(readEnvironment).value;
  }

  /** Id of every component that was ever mounted, by path. */
  knownIds(): ComponentIds {
    const rows = this.parts.database.read(readComponentRows).value;
    return Object.fromEntries(rows.map((row) => [row.path, row.componentId]));
  }

  /**
   * Finds, or installs, the external packages of "use node" modules.
   * @throws BackendError ExternalPackageMissing, as an error of the push
   */
  async nodePackages(dependencies: NodeDependency[]): Promise<NodePackages> {
    const { config, projectDirectories = [process.cwd()], progress = console.log } = this.parts;
    const { dataDirectory } = config;
    try {
      return await findNodePackages({ dataDirectory, projectDirectories, progress }, dependencies);
    } catch (error) {
      throw toPushError(error, { code: "ExternalPackageMissing", subject: "Node.js packages" });
    }
  }

  /**
   * Loads what was deployed last and activates it. A stop between the two commits of a push leaves
   * schemas one push ahead of the code; they are brought back in line here.
   * @throws BackendError DeploymentFilesMissing
   */
  async start(): Promise<void> {
    const row = this.parts.database.read(readDeploymentRow).value;
    if (row !== null) {
      this.#app = await loadApp(this.#directory(), row.manifest);
      this.push = row.push;
      this.#applySchemas(this.#app, this.#currentIds());
      rememberApp(this.evaluation, this.#app, this.environment());
    }
    await this.#activate();
  }

  /** Runs changes one after the other. */
  serialize<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(change, change);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /**
   * Puts an evaluated app in force; call within `serialize`. Schemas come first, for they can fail;
   * then components and code switch in one commit.
   */
  async install(app: PushedApp, ids: ComponentIds): Promise<void> {
    const { database } = this.parts;
    const manifest = await saveApp(this.#directory(), app);
    this.#applySchemas(app, ids);
    const mounted = app.tree.map(({ path, definitionPath }) => ({
      path,
      definitionPath,
      id: ids[path] ?? "",
    }));
    database.transact((tx) => {
      writeComponentRows(tx, mounted);
      writeDeploymentRow(tx, manifest);
    });
    this.push += 1;
    this.#app = app;
    await this.#activate();
    // Nothing uses the files of the previous push; failing to remove them harms nothing.
    await removeOldFiles(this.#directory(), manifest).catch(() => undefined);
  }

  /**
   * Changes environment variables, all or none, and restarts functions with the new values.
   * @throws BackendError 400 with the codes of `changedEnvironment`, of the auth config, and
   *   MissingEnvironmentVariables
   */
  updateEnvironment(changes: EnvironmentChange[]): Promise<void> {
    return this.serialize(async () => {
      const before = this.environment();
      const after = changedEnvironment(before, changes);
      if (JSON.stringify(before) === JSON.stringify(after)) return;
      const app = await this.#withAuthProviders(after);
      const isSame = stableJson(app.authProviders) === stableJson(this.#app.authProviders);
      const manifest = isSame ? null : await saveApp(this.#directory(), app);
      this.parts.database.transact((tx) => {
        writeEnvironment(tx, changes);
        if (manifest !== null) writeDeploymentRow(tx, manifest);
      });
      if (manifest !== null) this.push += 1;
      this.#app = app;
      await this.#activate();
    });
  }

  /** The app with what its auth.config makes of other variables. */
  async #withAuthProviders(environment: Record<string, string>): Promise<PushedApp> {
    const app = this.#app.definitions[""];
    if (app === undefined) return this.#app;
    try {
      checkRootEnvironment(app.metadata, environment);
      const modules = Object.values(app.modules);
      const authProviders = await evaluateAuth(this.evaluation, modules, environment);
      return { ...this.#app, authProviders };
    } catch (error) {
      throw withoutPushPrefix(error);
    }
  }

  /** The schema each mounted component is to have. */
  schemasOf(
    app: PushedApp,
    ids: ComponentIds,
  ): { component: ComponentId; path: string; schema: SchemaDefinition | null }[] {
    return app.tree.map(({ path, definitionPath }) => ({
      component: ids[path] ?? "",
      path,
      schema: app.definitions[definitionPath]?.schema?.definition ?? null,
    }));
  }

  #applySchemas(app: PushedApp, ids: ComponentIds): void {
    const { database } = this.parts;
    const changed = this.schemasOf(app, ids).filter(
      ({ component, schema }) => !sameSchema(database.schema(component), schema),
    );
    if (changed.length > 0) {
      database.applySchemas(changed.map(({ component, schema }) => ({ component, schema })));
    }
  }

  #currentIds(): ComponentIds {
    return { ...this.knownIds(), "": "" };
  }

  async #activate(): Promise<void> {
    const { config, runner, scheduler } = this.parts;
    this.#version += 1;
    const deployment = buildDeployment(this.#app, {
      version: this.#version,
      ids: this.#currentIds(),
      environment: this.environment(),
      authProviders: this.#app.authProviders,
      cloudOrigin: config.cloudOrigin,
      siteOrigin: config.siteOrigin,
      nodePackages: await this.#nodePackagesInForce(),
    });
    await runner.activate(deployment);
    scheduler.deployCrons(deployment);
  }

  /** What cannot be had any more must not keep everything else from running. */
  async #nodePackagesInForce(): Promise<NodePackages> {
    try {
      return await this.nodePackages(this.#app.nodeDependencies);
    } catch (error) {
      console.error(withoutPushPrefix(error));
      return {};
    }
  }

  #directory(): string {
    return join(this.parts.config.dataDirectory, "modules");
  }
}
