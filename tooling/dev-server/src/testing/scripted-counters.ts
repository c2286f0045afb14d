// For tests of this folder: functions over one table of counters, found by an index on their name.

import type { JsonValue, Transaction } from "../kernel/database-types.ts";
import { NS, ScriptedError, type ScriptedApp, type ScriptedFunction } from "./scripted-backend.ts";

interface Counter {
  _id: string;
  value: number;
}

/** Puts the schema in force that the functions below read through. */
export function applyCounters({ app }: ScriptedApp): void {
  const index = { kind: "database" as const, name: "by_name", fields: ["name"], staged: false };
  const table = { name: "counters", indexes: [index], documentType: null };
  const schema = { tables: [table], schemaValidation: true };
  app.database.applySchemas([{ component: NS.component, schema }]);
}

export function counterFunctions(): Record<string, ScriptedFunction> {
  return {
    "counters:get": {
      type: "Query",
      handler: ({ tx, args }) => find(tx, args.name)?.value ?? 0,
    },
    "counters:sum": {
      type: "Query",
      handler: ({ tx }) => {
        const stream = tx.query(NS, {
          source: { type: "FullTableScan", tableName: "counters" },
          operators: [],
        });
        let sum = 0;
        for (let row = stream.next(); row !== null; row = stream.next()) {
          sum += (JSON.parse(row) as Counter).value;
        }
        return sum;
      },
    },
    "counters:isPositive": {
      type: "Query",
      handler: ({ tx, args }) => (find(tx, args.name)?.value ?? 0) > 0,
    },
    /** Fails while the counter is odd. */
    "counters:even": {
      type: "Query",
      handler: ({ tx, args, log }) => {
        const value = find(tx, args.name)?.value ?? 0;
        log(`'value' ${value}`);
        if (value % 2 === 1) throw new ScriptedError({ odd: value });
        return value;
      },
    },
    "counters:whoAmI": { type: "Query", handler: ({ identity }) => nameOf(identity) },
    "counters:add": {
      type: "Mutation",
      handler: ({ tx, args }) => {
        const counter = find(tx, args.name);
        const value = (counter?.value ?? 0) + ((args.by as number | undefined) ?? 1);
        if (counter === null) tx.insert(NS, "counters", { name: args.name ?? null, value });
        else tx.patch(NS, counter._id, { value });
        return value;
      },
    },
    "counters:nothing": { type: "Mutation", handler: () => null },
    "counters:fail": {
      type: "Mutation",
      handler: ({ args }) => {
        if (args.data === undefined) throw new Error("no");
        throw new ScriptedError(args.data);
      },
    },
    "counters:act": { type: "Action", handler: ({ args }) => args.name ?? null },
  };
}

function find(tx: Transaction, name: JsonValue | undefined): Counter | null {
  const stream = tx.query(NS, {
    source: {
      type: "IndexRange",
      indexName: "counters.by_name",
      range: [{ type: "Eq", fieldPath: "name", value: name ?? null }],
    },
    operators: [],
  });
  const row = stream.next();
  return row === null ? null : (JSON.parse(row) as Counter);
}

function nameOf(identity: { kind: string; attributes?: Record<string, JsonValue> }): JsonValue {
  return identity.attributes?.name ?? identity.kind;
}
