// The tables of one transaction: those stored at its snapshot, and those it was first to write to.

import type { ComponentId, Namespace, TableResolver } from "../../kernel/database-types.ts";
import { BackendError } from "../../kernel/errors.ts";
import {
  checkTableName,
  isSystemTable,
  unstoredTable,
  type Catalog,
  type TableInfo,
} from "../storage/catalog.ts";
import type { ReadContext } from "../storage/index-scan.ts";

/** Look-ups are recorded as reads: another transaction may create the table, or create it again. */
export class TransactionTables {
  readonly #catalog: Catalog;
  readonly #context: ReadContext;

  constructor(catalog: Catalog, context: ReadContext) {
    this.#catalog = catalog;
    this.#context = context;
  }

  /** Null: unknown, or a table of the system that the namespace does not open. */
  find(ns: Namespace, name: string): TableInfo | null {
    if (isSystemTable(name) && !ns.system) return null;
    this.#context.reads.catalog(ns.component, name);
    return (
      this.#catalog.table(ns.component, name) ?? this.#context.writes.newTable(ns.component, name)
    );
  }

  /** Makes a table that does not exist. Throws BackendError InvalidTableName or SystemTableError. */
  make({ component, system }: Namespace, name: string): TableInfo {
    const { writes } = this.#context;
    if (!isSystemTable(name)) checkTableName(name);
    else if (!system) {
      throw new BackendError(
        "SystemTableError",
        `The table "${name}" belongs to the system and is read-only.`,
      );
    }
    let number = this.#catalog.numberForNew(component, name);
    if (!isSystemTable(name)) {
      number += writes.newTablesOf(component).filter(({ table }) => !isSystemTable(table)).length;
    }
    return writes.addTable(component, (indexId) => unstoredTable(component, name, number, indexId));
  }

  names(ns: Namespace): string[] {
    this.#context.reads.wholeCatalog(ns.component);
    const stored = this.#catalog.tables(ns.component);
    const made = this.#context.writes.newTablesOf(ns.component);
    return [...stored.map(({ name }) => name), ...made.map(({ table }) => table)]
      .filter((name) => ns.system || !isSystemTable(name))
      .sort();
  }

  resolver(component: ComponentId): TableResolver {
    const stored = this.#catalog.resolver(component);
    const { reads, writes } = this.#context;
    return {
      numberOf: (name) => {
        reads.catalog(component, name);
        return writes.newTable(component, name)?.number ?? stored.numberOf(name);
      },
      nameOf: (number) => {
        const made = writes.newTablesOf(component);
        return made.find((table) => table.number === number)?.table ?? stored.nameOf(number);
      },
    };
  }
}
