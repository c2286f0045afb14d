// Administers an embedded backend over HTTP: starting the CLI for each call takes longer than the call.
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Value } from "convex/values";

export type Row = Record<string, unknown>;
/** The address of a backend, and its admin key. */
interface Address {
  url: string;
  adminKey: string;
}

/** Calls any function, as the official client does once it has an admin key. */
interface AdminClient {
  setAdminAuth(key: string): void;
  function(fn: unknown, component: string | undefined, args: Row): Promise<unknown>;
}

/**
 * Runs a function, internal ones too.
 * @param backend the backend
 * @param name of the function, such as `seed:run`
 * @param args its arguments
 * @param component the path of a component, for a function of its own
 * @returns what the function returns; rejects with what it throws
 */
export async function runFunction(
  backend: Address,
  name: string,
  args: Row = {},
  component?: string,
): Promise<unknown> {
  const client = new ConvexHttpClient(backend.url, { logger: false }) as unknown as AdminClient;
  client.setAdminAuth(backend.adminKey);
  return await client.function(makeFunctionReference<"mutation">(name), component, args);
}

/**
 * Reads the rows of a table, oldest first, at most 5000.
 * @param backend the backend
 * @param table its name; a system table's, too
 * @param component the path of the component that has the table; default: the app
 */
export async function rowsOf(backend: Address, table: string, component?: string): Promise<Row[]> {
  const paginationOpts = { numItems: 5000, cursor: null };
  const args = { table, order: "asc", paginationOpts };
  const found = await runFunction(backend, "_system/cli/tableData", args, component);
  return (found as { page: Row[] }).page;
}

/**
 * Sets variables of a backend's environment.
 * @param backend the backend
 * @param variables values by name
 */
export async function setVariables(
  backend: Address,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const changes = Object.entries(variables).map(([name, value]) => ({ name, value }));
  await post(backend, "/api/update_environment_variables", JSON.stringify({ changes }));
}

/**
 * Imports rows, as `convex import` does.
 * @param backend the backend
 * @param tableName the table
 * @param mode whether existing rows stay
 * @param rows the new rows, of JSON alone
 * @param component the path of the component that has the table; default: the app
 * @throws Error with the backend's message for rows that it refuses
 */
export async function importRows(
  backend: Address,
  tableName: string,
  mode: "append" | "replace",
  rows: readonly Row[],
  component = "",
): Promise<void> {
  const { uploadToken } = (await post(backend, "/api/import/start_upload")) as {
    uploadToken: string;
  };
  const part = `?uploadToken=${encodeURIComponent(uploadToken)}&partNumber=1`;
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const partToken = await post(backend, `/api/import/upload_part${part}`, lines);
  const request = { tableName, mode, format: "jsonLines", componentPath: component };
  const finish = { uploadToken, partTokens: [partToken], import: request };
  const finished = await post(backend, "/api/import/finish_upload", JSON.stringify(finish));
  const { importId } = finished as { importId: string };
  await untilImport(backend, importId, "waiting_for_confirmation");
  await post(backend, "/api/perform_import", JSON.stringify({ importId }));
  await untilImport(backend, importId, "completed");
}

async function untilImport(backend: Address, importId: string, wanted: string): Promise<void> {
  for (;;) {
    const found = await runFunction(backend, "_system/cli/queryImport", { importId });
    const { state } = found as { state: { state: string; error_message?: string } };
    if (state.state === wanted) return;
    if (state.state === "failed") throw new Error(state.error_message);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function post(backend: Address, path: string, body = ""): Promise<Value> {
  const headers = {
    Authorization: `Convex ${backend.adminKey}`,
    "Content-Type": "application/json",
  };
  const response = await fetch(backend.url + path, { method: "POST", headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return (text === "" ? null : JSON.parse(text)) as Value;
}
