// What the deployment last promised: the tables as rows fit them, the public functions as clients call them, and
// the internal ones as calls are scheduled. One line per field and function, so that a change shows as itself.
import type { AppFunction, Field, Kind, Shape } from "../reference/app-functions.ts";

export interface PublicFunction {
  kind: Kind;
  args: Shape;
  /** Null when it promises nothing. */
  returns: Shape | null;
}

/** An internal function: a call that is scheduled by one version may be run by the next. */
export type InternalFunction = Pick<PublicFunction, "kind" | "args">;

export interface Snapshot {
  tables: Record<string, Shape>;
  functions: Record<string, PublicFunction>;
  /** Those that can be scheduled, mutations and actions. Absent in a snapshot from before they were kept. */
  internal?: Record<string, InternalFunction>;
  /** Entries of CHANGES.md that have explained a change: each does so once. */
  explained: string[];
}

/**
 * Takes the snapshot of an app.
 * @param tables name and validator of each
 * @param functions all of them
 * @param explained as it was, or with what is explained now
 */
export function snapshotOf(
  tables: readonly { tableName: string; documentType: Shape }[],
  functions: readonly AppFunction[],
  explained: readonly string[],
): Snapshot {
  const open = functions.filter(({ isPublic }) => isPublic);
  // What a library makes, such as a migration, is called by it alone.
  const scheduled = functions.filter(
    ({ isPublic, kind, shapes }) => !isPublic && kind !== "query" && shapes !== undefined,
  );
  return {
    tables: Object.fromEntries(tables.map((table) => [table.tableName, table.documentType])),
    functions: Object.fromEntries(
      open.map(({ name, kind, args, returns }) => [name, { kind, args, returns }]),
    ),
    internal: Object.fromEntries(scheduled.map(({ name, kind, args }) => [name, { kind, args }])),
    explained: [...explained],
  };
}

/** Writes a snapshot down: the same for the same app, whatever the order of its files. */
export function printSnapshot({ tables, functions, internal = {}, explained }: Snapshot): string {
  const inOrder = <Of>(of: Record<string, Of>) =>
    Object.entries(of).sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = (pairs: [string, unknown][], indent: string) =>
    pairs.map(([name, value]) => `${indent}${JSON.stringify(name)}: ${stable(value)}`).join(",\n");
  const tableText = ([name, shape]: [string, Shape]) => {
    const start = `    ${JSON.stringify(name)}: `;
    if (shape.type !== "object") return start + stable(shape);
    const fields = lines(inOrder<Field>(shape.value), "      ");
    return `${start}{ "type": "object", "value": {\n${fields}\n    } }`;
  };
  return [
    "{",
    `  "tables": {\n${inOrder(tables).map(tableText).join(",\n")}\n  },`,
    `  "functions": {\n${lines(inOrder(functions), "    ")}\n  },`,
    `  "internal": {\n${lines(inOrder(internal), "    ")}\n  },`,
    `  "explained": ${JSON.stringify(explained.toSorted())}`,
    "}\n",
  ].join("\n");
}

/** JSON on one line, with the properties of each object in order. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
