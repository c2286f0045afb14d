// `convex import`: upload, a look at what it would change, and the change once it is confirmed.
// The CLI follows the row of `_imports`.

import { Hono } from "hono";
import { requireAdmin } from "../auth/admin-access.ts";
import { int64Json } from "../engine/values/value.ts";
import type { App } from "../kernel/app.ts";
import type { JsonValue } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import { readJsonBody } from "../wire/body.ts";
import { applyImport, describeImport, planImport } from "./import-apply.ts";
import { idsForImport, idsForPlan } from "./import-components.ts";
import { FORMATS, MODES, type ImportRequest } from "./import-request.ts";
import { createUploads, type Uploads } from "./import-uploads.ts";

const IMPORTS = "_imports";
const ROOT_SYSTEM = { component: "", system: true } as const;

type Parts = Pick<App, "auth" | "clock" | "database" | "random" | "runner"> & {
  config: Pick<App["config"], "dataDirectory">;
};
type ImportState = { state: string; [field: string]: JsonValue };
type ImportRow = { _id: string; state: ImportState; request: JsonValue };

/**
 * The routes of `convex import`; admin only. Failures of requests are thrown as BackendError 400;
 * what is wrong with the data becomes the state of the import.
 */
export function importApi(app: Parts): Hono {
  const routes = new Hono();
  const uploads = createUploads(app.config.dataDirectory);
  for (const path of ["/api/import/*", "/api/perform_import"]) {
    routes.use(path, async (context, next) => {
      requireAdmin(app.auth, context.req.header("authorization"));
      await next();
    });
  }
  failCutOffImports(app);

  routes.post("/api/import/start_upload", async (context) =>
    context.json({ uploadToken: await uploads.start() }),
  );
  routes.post("/api/import/upload_part", async (context) => {
    const { uploadToken = "", partNumber = "" } = context.req.query();
    return context.json(await uploads.addPart(uploadToken, partNumber, context.req.raw.body));
  });
  routes.post("/api/import/finish_upload", async (context) => {
    const body = await readBody(context.req.raw);
    const request = parseRequest(body.import);
    const parts = Array.isArray(body.partTokens) ? body.partTokens.map(String) : [];
    const importId = app.database.transact((tx) =>
      tx.insert(ROOT_SYSTEM, IMPORTS, {
        state: { state: "uploaded" },
        request: { ...request },
        requestor: "snapshotImport",
      }),
    ).value;
    await uploads.finish(String(body.uploadToken), parts, importId).catch((error: unknown) => {
      setState(app, importId, { state: "failed", error_message: messageOf(error) });
      throw error;
    });
    inBackground(app, uploads, importId, () => describe(app, uploads, importId, request));
    return context.json({ importId });
  });
  routes.post("/api/perform_import", async (context) => {
    const { importId } = await readBody(context.req.raw);
    const row = readRow(app, String(importId));
    if (row.state.state !== "waiting_for_confirmation") {
      throw new BackendError("ImportNotWaiting", `The import is ${row.state.state} already.`);
    }
    const request = row.request as unknown as ImportRequest;
    // Before the answer: the CLI would take the old state for a second question.
    const progress = { progress_message: "Importing", checkpoint_messages: [] };
    setState(app, row._id, { state: "in_progress", ...progress });
    inBackground(app, uploads, row._id, () => perform(app, uploads, row._id, request));
    return context.body(null, 200);
  });
  return routes;
}

async function describe(
  app: Parts,
  uploads: Uploads,
  importId: string,
  request: ImportRequest,
): Promise<void> {
  const plan = planImport(idsForPlan(app), request, await uploads.read(importId));
  const { message, deletes } = describeImport(app, request, plan);
  setState(app, importId, {
    state: "waiting_for_confirmation",
    message_to_confirm: message,
    require_manual_confirmation: deletes,
  });
}

async function perform(
  app: Parts,
  uploads: Uploads,
  importId: string,
  request: ImportRequest,
): Promise<void> {
  const plan = planImport(idsForImport(app), request, await uploads.read(importId));
  const written = await applyImport(app, request, plan);
  setState(app, importId, {
    state: "completed",
    timestamp: int64Json(app.database.latestTs()),
    num_rows_written: int64Json(BigInt(written)),
  });
  await uploads.remove(importId);
}

/** Runs a step after the request was answered; its failure is the import's state. */
function inBackground(
  app: Parts,
  uploads: Uploads,
  importId: string,
  step: () => Promise<void>,
): void {
  step().catch(async (error: unknown) => {
    if (!(error instanceof BackendError)) console.error("The import failed:", error);
    const message = `Hit an error while importing:\n${messageOf(error)}`;
    setState(app, importId, { state: "failed", error_message: message });
    await uploads.remove(importId);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function setState(app: Parts, importId: string, state: ImportState): void {
  app.database.transact((tx) => tx.patch(ROOT_SYSTEM, importId, { state }, IMPORTS));
}

function readRow(app: Parts, importId: string): ImportRow {
  const json = app.database.read((tx) =>
    tx.normalizeId(ROOT_SYSTEM, IMPORTS, importId) === null
      ? null
      : tx.get(ROOT_SYSTEM, importId, IMPORTS),
  ).value;
  if (json === null) throw new BackendError("ImportNotFound", `There is no import ${importId}.`);
  return JSON.parse(json) as ImportRow;
}

/** Steps that the end of an earlier process cut off will not go on. */
function failCutOffImports(app: Parts): void {
  const rows = app.database.read((tx) => {
    const stream = tx.query(ROOT_SYSTEM, {
      source: { type: "FullTableScan", tableName: IMPORTS, order: "asc" },
      operators: [],
    });
    const found: ImportRow[] = [];
    for (let next = stream.next(); next !== null; next = stream.next()) {
      found.push(JSON.parse(next) as ImportRow);
    }
    stream.close();
    return found;
  }).value;
  for (const row of rows) {
    if (row.state.state !== "uploaded" && row.state.state !== "in_progress") continue;
    const message = "The server was stopped during the import. Start the import again.";
    setState(app, row._id, { state: "failed", error_message: message });
  }
}

async function readBody(request: Request): Promise<Record<string, JsonValue>> {
  const body = (await readJsonBody(request, true)) as JsonValue;
  if (body !== null && typeof body === "object" && !Array.isArray(body)) return body;
  throw new BackendError("BadJsonBody", "The body must be a JSON object.");
}

function parseRequest(value: JsonValue | undefined): ImportRequest {
  const given = (value ?? {}) as Record<string, JsonValue>;
  const mode = MODES.find((candidate) => candidate === given.mode);
  const format = FORMATS.find((candidate) => candidate === given.format);
  if (mode === undefined || format === undefined) {
    throw new BackendError("InvalidImport", "An import has a mode and a format.");
  }
  const tableName = typeof given.tableName === "string" ? given.tableName : null;
  if ((tableName === null) !== (format === "zip")) {
    throw new BackendError("InvalidImport", "A table is named for every format but zip.");
  }
  const componentPath = typeof given.componentPath === "string" ? given.componentPath : "";
  return { mode, format, tableName, componentPath };
}
