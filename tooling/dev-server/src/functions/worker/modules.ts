// Loads pushed ES modules into a realm.

import path from "node:path";
import vm from "node:vm";
import type { PushedModule } from "../../kernel/function-types.ts";
import { MODULE_SCHEME } from "./source-positions.ts";

export type Namespace = Record<string, unknown>;

export interface ModuleLoaderOptions {
  context: vm.Context;
  /** By path: `tasks.js`, `_deps/X.js`. */
  modules: Record<string, Pick<PushedModule, "source">>;
  /** Called before each module's own code runs; the result is called after its synchronous part. */
  enterModule: (path: string) => () => void;
  /** A module for a specifier that is not among `modules`. */
  synthetic?: ((specifier: string, importer: string) => vm.Module | null) | undefined;
  /** Counts loads that user code waits for; returns what to call at the end. */
  begin?: (() => () => void) | undefined;
}

export class ModuleLoader {
  readonly #options: ModuleLoaderOptions;
  readonly #modules = new Map<string, vm.Module>();
  readonly #dependencies = new Map<vm.Module, vm.Module[]>();
  readonly #evaluations = new Map<vm.Module, Promise<void>>();
  readonly #namespaces = new Map<string, Namespace>();
  /** Linking is not reentrant: one graph at a time. */
  #linking: Promise<unknown> = Promise.resolve();

  constructor(options: ModuleLoaderOptions) {
    this.#options = options;
  }

  has(modulePath: string): boolean {
    return Object.hasOwn(this.#options.modules, modulePath);
  }

  /** The namespace of a module whose code has run, without a promise; undefined before that. */
  loaded(modulePath: string): Namespace | undefined {
    return this.#namespaces.get(modulePath);
  }

  /** Runs a module and what it imports, once. Throws what its code throws. */
  async load(modulePath: string): Promise<Namespace> {
    const known = this.#namespaces.get(modulePath);
    if (known !== undefined) return known;
    const module = this.#find(modulePath, "");
    await this.#run(module);
    const namespace = module.namespace as Namespace;
    this.#namespaces.set(modulePath, namespace);
    return namespace;
  }

  async #run(module: vm.Module): Promise<void> {
    const link = this.#linking.then(() => this.#link(module));
    this.#linking = link.catch(() => undefined);
    await link;
    // One module at a time, dependencies first: what a module does at import time is then the
    // same whichever module was loaded before it.
    for (const next of this.#inOrder(module)) await this.#evaluate(next);
  }

  async #link(module: vm.Module): Promise<void> {
    if (module.status !== "unlinked") return;
    await module.link((specifier, importer) => {
      const dependency = this.#resolve(specifier, importer.identifier);
      const known = this.#dependencies.get(importer) ?? [];
      this.#dependencies.set(importer, [...known, dependency]);
      return dependency;
    });
  }

  #inOrder(root: vm.Module): vm.Module[] {
    const seen = new Set<vm.Module>();
    const order: vm.Module[] = [];
    const visit = (module: vm.Module) => {
      if (seen.has(module)) return;
      seen.add(module);
      for (const dependency of this.#dependencies.get(module) ?? []) visit(dependency);
      order.push(module);
    };
    visit(root);
    return order;
  }

  #evaluate(module: vm.Module): Promise<void> {
    const known = this.#evaluations.get(module);
    if (known !== undefined) return known;
    const leave = this.#options.enterModule(module.identifier.slice(MODULE_SCHEME.length));
    try {
      const evaluation = module.evaluate() as Promise<void>;
      this.#evaluations.set(module, evaluation);
      return evaluation;
    } finally {
      leave();
    }
  }

  #resolve(specifier: string, importer: string): vm.Module {
    const from = importer.slice(MODULE_SCHEME.length);
    const synthetic = this.#options.synthetic?.(specifier, from);
    if (synthetic) return synthetic;
    const isRelative = specifier.startsWith("./") || specifier.startsWith("../");
    return this.#find(
      isRelative ? path.posix.join(path.posix.dirname(from), specifier) : specifier,
      from,
    );
  }

  #find(modulePath: string, importer: string): vm.Module {
    const known = this.#modules.get(modulePath);
    if (known !== undefined) return known;
    const pushed = this.has(modulePath) ? this.#options.modules[modulePath] : undefined;
    if (pushed === undefined) {
      const by = importer === "" ? "" : `, imported by ${importer}`;
      throw new Error(`Couldn't find JavaScript module '${modulePath}'${by}`);
    }
    const module = new vm.SourceTextModule(pushed.source, {
      context: this.#options.context,
      identifier: MODULE_SCHEME + modulePath,
      initializeImportMeta: (meta) => {
        meta.url = MODULE_SCHEME + modulePath;
      },
      importModuleDynamically: (specifier, importing) =>
        this.#importDynamically(specifier, (importing as vm.Module).identifier),
    });
    this.#modules.set(modulePath, module);
    return module;
  }

  async #importDynamically(specifier: string, importer: string): Promise<vm.Module> {
    const end = this.#options.begin?.();
    try {
      const module = this.#resolve(specifier, importer);
      await this.#run(module);
      return module;
    } finally {
      end?.();
    }
  }
}
