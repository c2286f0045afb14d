// `convex export`: snapshots are made in the background, followed through `_exports`, and downloaded.

import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { requireAdmin } from "../auth/admin-access.ts";
import { int64Json } from "../engine/values/value.ts";
import type { App } from "../kernel/app.ts";
import type { JsonValue } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import { takeSnapshot, writeZip, type ExportParts } from "./export-snapshot.ts";

const EXPORTS = "_exports";
const ROOT_SYSTEM = { component: "", system: true } as const;
const KEEP_MS = 14 * 24 * 3600 * 1000;

type Parts = ExportParts & Pick<App, "auth" | "clock">;

/**
 * The routes under `/api/export`; admin only. Failures are thrown as BackendError: 400
 * ExportInProgress, 400 ExportNotFound. A row of `_exports` is what `exports:getLatest` answers.
 */
export function exportApi(app: Parts): Hono {
  const routes = new Hono();
  let isRunning = false;
  failCutOffExports(app);

  routes.use("/api/export/*", async (context, next) => {
    requireAdmin(app.auth, context.req.header("authorization"));
    await next();
  });
  routes.post("/api/export/request/zip", (context) => {
    if (isRunning) {
      throw new BackendError(
        "ExportInProgress",
        "A snapshot export is already requested or in progress; wait until it has finished.",
      );
    }
    isRunning = true;
    const includeStorage = context.req.query("includeStorage") === "true";
    const id = app.database.transact((tx) =>
      tx.insert(ROOT_SYSTEM, EXPORTS, {
        state: "requested",
        format: { format: "zip", include_storage: includeStorage },
        requestor: "snapshotExport",
      }),
    ).value;
    runExport(app, id, includeStorage)
      .catch((error: unknown) => {
        console.error("The snapshot export failed:", error);
        update(app, id, { state: "failed" });
      })
      .finally(() => {
        isRunning = false;
      });
    return context.json({ snapshotId: id });
  });
  routes.get("/api/export/zip/:ts", async (context) => {
    const ts = context.req.param("ts");
    const file = zipPath(app, ts);
    const stats = /^\d+$/.test(ts) ? await stat(file).catch(() => null) : null;
    if (stats === null) throw new BackendError("ExportNotFound", `There is no export ${ts}.`);
    return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "application/zip",
        "content-length": String(stats.size),
        "content-disposition": `attachment; filename=snapshot_${ts}.zip`,
      },
    });
  });
  return routes;
}

async function runExport(app: Parts, id: string, includeStorage: boolean): Promise<void> {
  // The request is answered before the copying, which holds up everything else, begins.
  await new Promise((resolve) => setImmediate(resolve));
  const directory = path.join(exportsDirectory(app), `${id}.tmp`);
  await mkdir(directory, { recursive: true });
  try {
    const snapshot = takeSnapshot(app, directory, { includeStorage });
    const startTs = int64Json(snapshot.ts);
    update(app, id, {
      state: "in_progress",
      start_ts: startTs,
      progress_message: "Writing the ZIP file",
    });
    await writeZip(snapshot, zipPath(app, snapshot.ts.toString()));
    const now = app.clock.now();
    update(app, id, {
      state: "completed",
      start_ts: startTs,
      complete_ts: nanoseconds(now),
      expiration_ts: nanoseconds(now + KEEP_MS),
      zip_object_key: `${snapshot.ts}.zip`,
      progress_message: { $undefined: null },
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function update(app: Parts, id: string, fields: Record<string, JsonValue>): void {
  app.database.transact((tx) => tx.patch(ROOT_SYSTEM, id, fields, EXPORTS));
}

/** An export that the end of an earlier process cut off would be waited for for ever. */
function failCutOffExports(app: Parts): void {
  const cutOff = app.database.read((tx) => {
    const stream = tx.query(ROOT_SYSTEM, {
      source: { type: "FullTableScan", tableName: EXPORTS, order: "asc" },
      operators: [],
    });
    const ids: string[] = [];
    for (let next = stream.next(); next !== null; next = stream.next()) {
      const row = JSON.parse(next) as { _id: string; state: string };
      if (row.state === "requested" || row.state === "in_progress") ids.push(row._id);
    }
    stream.close();
    return ids;
  }).value;
  for (const id of cutOff) update(app, id, { state: "failed" });
}

function exportsDirectory(app: Parts): string {
  return path.join(app.config.dataDirectory, "exports");
}

function zipPath(app: Parts, ts: string): string {
  return path.join(exportsDirectory(app), `${ts}.zip`);
}

function nanoseconds(ms: number): JsonValue {
  return int64Json(BigInt(Math.round(ms)) * 1_000_000n);
}
