// What the deployment last promised: the tables as rows fit them, and the public functions as clients call
// them. One line per field and function, in order, so that a change shows as itself.
import type { AppFunction, Field, Kind, Shape } from "../reference/app-functions.ts";

export interface PublicFunction {
  kind: Kind;
  args: Shape;
  /** Null when it promises nothing. */
  returns: Shape | null;
}

export interface Snapshot {
  tables: Record<string, Shape>;
  functions: Record<string, PublicFunction>;
  /** Entries of CHANGES.md that have explained a change: each does so once. */
  explained: string[];
}

/**
 * Takes the snapshot of an app.
 * @param tables name and validator of each
 * @param functions all of them; those that are internal are left out
 * @param explained as it was, or with what is explained now
 */
export function snapshotOf(
  tables: readonly { tableName: string; documentType: Shape }[],
  functions: readonly AppFunction[],
  explained: readonly string[],
): Snapshot {
  const open = functions.filter(({ isPublic }) => isPublic);
  return {
    tables: Object.fromEntries(tables.map((table) => [table.tableName, table.documentType])),
    functions: Object.fromEntries(
      open.map(({ name, kind, args, returns }) => [name, { kind, args, returns }]),
    ),
    explained: [...explained],
  };
}

/** Writes a snapshot down: the same for the same app, whatever the order of its files. */
export function printSnapshot({ tables, functions, explained }: Snapshot): string {
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
