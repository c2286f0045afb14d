// The `_system/…` queries the CLI asks: plain functions over one read of the database, so that a
// subscription to them has a real read set.

import { readComponentRows } from "../deploy/definitions/component-rows.ts";
import { environmentVariable, environmentVariables } from "../deploy/environment-table.ts";
import { notFound } from "../functions/references/validation.ts";
import type { App } from "../kernel/app.ts";
import {
  ROOT_COMPONENT,
  type ComponentId,
  type JsonText,
  type JsonValue,
  type ReadSet,
  type Transaction,
} from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import type { FunctionError, QueryOutcome } from "../kernel/function-types.ts";
import { apiSpec } from "./api-spec.ts";
import { listComponents } from "./component-list.ts";
import { schemaJson } from "./schema-json.ts";
import { tableChange, tableData, tableNames, tableSize } from "./table-views.ts";

export interface SystemCall {
  /** `_system/cli/tables` or `_system/cli/tables:default`; `.js` tolerated. */
  path: string;
  /** `""` is the app. Components that are no longer mounted have their tables still. */
  componentPath: string;
  /** JSON text of the arguments object. */
  args: JsonText;
}

export interface SystemQueryContext {
  app: Pick<App, "config" | "database" | "runner">;
  tx: Transaction;
  component: ComponentId;
  args: Record<string, JsonValue>;
}
type SystemQuery = (context: SystemQueryContext) => JsonText;

/** What lists page by page. */
const LISTINGS: Record<string, SystemQuery> = {
  "_system/cli/tables:default": ({ tx, component, args }) =>
    tableNames(tx, component, paginationArg(args)),
  "_system/cli/tableData:default": ({ tx, component, args }) =>
    tableData(tx, component, {
      table: stringArg(args, "table"),
      order: args.order === "desc" ? "desc" : "asc",
      ...paginationArg(args),
    }),
};
const NO_ROWS = JSON.stringify({ page: [], isDone: true, continueCursor: "" });

const QUERIES: Record<string, SystemQuery> = {
  "_system/cli/queryEnvironmentVariables:default": ({ tx }) =>
    JSON.stringify(environmentVariables(tx)),
  "_system/cli/queryEnvironmentVariables:get": ({ tx, args }) =>
    JSON.stringify(environmentVariable(tx, stringArg(args, "name"))),
  ...LISTINGS,
  "_system/cli/tableSize:default": ({ tx, component, args }) =>
    JSON.stringify(tableSize(tx, component, stringArg(args, "tableName"))),
  "_system/cli/queryTable:default": ({ tx, component, args }) =>
    JSON.stringify(tableChange(tx, component, stringArg(args, "tableName"))),
  "_system/cli/modules:apiSpec": ({ app, tx, component, args }) =>
    JSON.stringify(
      apiSpec(app.runner, tx, typeof args.componentId === "string" ? args.componentId : component),
    ),
  "_system/cli/convexUrl:cloudUrl": ({ app }) => JSON.stringify(app.config.cloudOrigin),
  "_system/cli/queryImport:list": ({ tx }) => `[${allDocuments(tx, "_imports").join(",")}]`,
  "_system/cli/queryImport:default": ({ tx, args }) =>
    tx.get(ROOT_SYSTEM, stringArg(args, "importId"), "_imports") ?? "null",
  "_system/cli/exports:getLatest": ({ tx }) => allDocuments(tx, "_exports").at(-1) ?? "null",
  "_system/frontend/components:list": ({ app, tx }) =>
    JSON.stringify(listComponents(app.runner, tx)),
  "_system/frontend/getSchemas:default": ({ app, tx, component, args }) =>
    JSON.stringify(
      activeSchema(app, tx, typeof args.componentId === "string" ? args.componentId : component),
    ),
};

const ROOT_SYSTEM = { component: "", system: true } as const;

/** Whether a path names one of the backend's own functions. */
export function isSystemPath(path: string): boolean {
  return path.startsWith("_system/");
}

/**
 * Runs one of the backend's own queries. The caller has checked that the identity is an admin's.
 * An unknown path or a wrong argument is a function error, as in user code.
 */
export function runSystemQuery(
  app: Pick<App, "config" | "database" | "runner">,
  call: SystemCall,
): QueryOutcome {
  const name = canonicalPath(call.path);
  const query = Object.hasOwn(QUERIES, name) ? QUERIES[name] : undefined;
  if (query === undefined) {
    return failed(app, notFound(call.path, "public").message);
  }
  try {
    const { value, ts, reads } = app.database.read((tx) => {
      const component = componentAt(tx, call.componentPath);
      // `convex data` can report nothing there; it would show any other error as its own crash.
      if (component === null && name in LISTINGS) return NO_ROWS;
      if (component === null) throw unknownComponent(tx, call.componentPath);
      return query({ app, tx, component, args: parseArgs(call.args) });
    });
    return { result: { ok: true, value }, logLines: [], ts, reads, journal: null };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return failed(app, `Uncaught Error: ${error.code}: ${error.message}`);
  }
}

function componentAt(tx: Transaction, path: string): ComponentId | null {
  if (path === "") return ROOT_COMPONENT;
  return readComponentRows(tx).find((row) => row.path === path)?.componentId ?? null;
}

function unknownComponent(tx: Transaction, path: string): BackendError {
  const known = readComponentRows(tx).map((row) => row.path);
  return new BackendError(
    "ComponentNotFound",
    `There is no component "${path}"; there are: ${known.join(", ") || "none"}.`,
  );
}

function failed(app: Pick<App, "database">, message: string): QueryOutcome {
  const error: FunctionError = { message };
  const reads: ReadSet = { ranges: [] };
  return {
    result: { ok: false, error },
    logLines: [],
    ts: app.database.latestTs(),
    reads,
    journal: null,
  };
}

function canonicalPath(path: string): string {
  const [module = "", name = "default"] = path.split(":");
  return `${module.replace(/\.js$/, "")}:${name}`;
}

function parseArgs(text: JsonText): Record<string, JsonValue> {
  const args = JSON.parse(text) as JsonValue;
  const object = Array.isArray(args) ? args[0] : args;
  if (object === null || typeof object !== "object" || Array.isArray(object)) return {};
  return object;
}

function stringArg(args: Record<string, JsonValue>, name: string): string {
  const value = args[name];
  if (typeof value !== "string") {
    throw new BackendError("InvalidArguments", `The argument \`${name}\` must be a string.`);
  }
  return value;
}

function paginationArg(args: Record<string, JsonValue>): {
  numItems: number;
  cursor: string | null;
} {
  const options = args.paginationOpts;
  if (options === null || typeof options !== "object" || Array.isArray(options)) {
    throw new BackendError(
      "InvalidArguments",
      "The argument `paginationOpts` must be {numItems, cursor}.",
    );
  }
  const numItems = typeof options.numItems === "number" ? Math.floor(options.numItems) : 100;
  return {
    numItems: Math.min(Math.max(numItems, 1), 32_000),
    cursor: typeof options.cursor === "string" ? options.cursor : null,
  };
}

function allDocuments(tx: Transaction, tableName: string): JsonText[] {
  const stream = tx.query(ROOT_SYSTEM, {
    source: { type: "FullTableScan", tableName, order: "asc" },
    operators: [],
  });
  const documents: JsonText[] = [];
  for (let next = stream.next(); next !== null; next = stream.next()) documents.push(next);
  stream.close();
  return documents;
}

function activeSchema(
  app: Pick<App, "database">,
  tx: Transaction,
  component: ComponentId,
): { active?: string } {
  // A schema changes with a push only, and every push replaces the deployment's document.
  allDocuments(tx, "_deployments");
  const schema = app.database.schema(component);
  return schema === null ? {} : { active: schemaJson(schema) };
}
