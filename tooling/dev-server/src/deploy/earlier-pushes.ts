// How CLIs up to about 1.26 push an app without components: first its schema, then everything else.

import { randomUUID } from "node:crypto";
import { BackendError } from "../kernel/errors.ts";
import type { Pushes } from "./pushes.ts";

type Body = Record<string, unknown>;

const MAX_SCHEMAS = 16;

export class EarlierPushes {
  readonly #pushes: Pushes;
  /** Schemas that were announced, by the id the CLI names them by, oldest first. */
  readonly #schemas = new Map<string, unknown>();

  constructor(pushes: Pushes) {
    this.#pushes = pushes;
  }

  /** `prepare_schema`: keeps the schema for the push that follows. Index changes are not reported. */
  prepareSchema({ bundle, dryRun }: Body): Body {
    const schemaId = randomUUID();
    if (dryRun !== true) this.#schemas.set(schemaId, bundle);
    for (const id of [...this.#schemas.keys()].slice(0, -MAX_SCHEMAS)) this.#schemas.delete(id);
    return { added: [], dropped: [], schemaId };
  }

  /** `schema_state/<id>`: documents are compared with the schema when the push installs it. */
  schemaState(): Body {
    return { indexes: [], schemaState: { state: "validated" } };
  }

  /**
   * `push_config`: evaluates and installs the app.
   * @throws BackendError 400 SchemaUnknown, and every error of a push
   */
  async push({ modules, nodeDependencies, schemaId, udfServerVersion }: Body): Promise<Body> {
    const started = await this.#pushes.start({
      dryRun: false,
      appDefinition: {
        definition: null,
        dependencies: [],
        schema: this.#schemaOf(schemaId),
        changedModules: modules,
        udfServerVersion,
      },
      componentDefinitions: [],
      nodeDependencies,
    });
    await this.#pushes.finish(started.schemaChange, false);
    return { schemaId: schemaId ?? null };
  }

  #schemaOf(id: unknown): unknown {
    if (id === undefined || id === null) return null;
    const schema = this.#schemas.get(String(id));
    if (schema === undefined) {
      throw new BackendError("SchemaUnknown", `No schema ${String(id)} was prepared; push again.`);
    }
    return schema;
  }
}
