// File storage as the main thread sees it: rows in `_storage`, bytes beside the database.

import { rm } from "node:fs/promises";
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { App, FileStorage } from "../../kernel/app.ts";
import type {
  ComponentId,
  Database,
  DocumentWrite,
  JsonText,
} from "../../kernel/database-types.ts";
import { systemTables } from "../scheduling/scheduled-job.ts";
import { componentOfFolder, filePath, filesDirectory, storeStream } from "./file-storage-bytes.ts";
import type { StorageRow } from "./file-storage-urls.ts";

const STORAGE = "_storage";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export interface FileStoragePart extends FileStorage {
  /** Resolves when the files that a crash left without a row are gone. */
  readonly swept: Promise<void>;
}

/**
 * Opens file storage over a database. Bytes of deleted rows are removed after the deletion has
 * committed; bytes that an earlier process left without a row are removed in the background.
 */
export function createFileStorage(
  parts: Pick<App, "database" | "random"> & { config: Pick<App["config"], "dataDirectory"> },
): FileStoragePart {
  const { database, random } = parts;
  const { dataDirectory } = parts.config;
  database.onCommit((commit) => {
    for (const write of commit.writes) removeReplacedBytes(dataDirectory, write);
  });

  return {
    swept: sweepOrphans(dataDirectory, database),
    async store(component, body, options) {
      const row = await storeStream({ dataDirectory, component, random }, body, options);
      return database.transact((tx) => tx.insert(systemTables(component), STORAGE, row)).value;
    },
    read(component, storageId) {
      const row = database.read((tx) => {
        const ns = systemTables(component);
        return tx.normalizeId(ns, STORAGE, storageId) === null
          ? null
          : tx.get(ns, storageId, STORAGE);
      }).value;
      return row === null ? null : located(dataDirectory, component, row);
    },
    readByUuid(component, uuid) {
      const row = findByUuid(database, component, uuid);
      return row === null ? null : located(dataDirectory, component, row);
    },
  };
}

/** Whether a text has the form of the uuid in a file's URL. */
export function isFileUuid(text: string): boolean {
  return UUID.test(text);
}

function located(dataDirectory: string, component: ComponentId, json: JsonText) {
  const row = JSON.parse(json) as StorageRow;
  return {
    path: filePath(dataDirectory, component, row.uuid),
    size: row.size,
    contentType: row.contentType ?? null,
    sha256: row.sha256,
  };
}

function findByUuid(database: Database, component: ComponentId, uuid: string): JsonText | null {
  return database.read((tx) => {
    const stream = tx.query(systemTables(component), {
      source: {
        type: "IndexRange",
        indexName: `${STORAGE}.by_uuid`,
        range: [{ type: "Eq", fieldPath: "uuid", value: uuid }],
      },
      operators: [{ limit: 1 }],
    });
    const row = stream.next();
    stream.close();
    return row;
  }).value;
}

function removeReplacedBytes(dataDirectory: string, write: DocumentWrite): void {
  if (write.table !== STORAGE || write.before === null) return;
  const { uuid } = JSON.parse(write.before) as StorageRow;
  if (write.after !== null && (JSON.parse(write.after) as StorageRow).uuid === uuid) return;
  // A failed removal leaves an orphan, which the next start sweeps.
  rm(filePath(dataDirectory, write.component, uuid), { force: true }).catch(() => undefined);
}

/** Only files older than this process can be orphans: younger ones may be about to get their row. */
async function sweepOrphans(dataDirectory: string, database: Database): Promise<void> {
  const startedAt = Date.now() - process.uptime() * 1000;
  for (const folder of await entries(filesDirectory(dataDirectory))) {
    if (!folder.isDirectory()) continue;
    const component = componentOfFolder(folder.name);
    for (const file of await entries(path.join(filesDirectory(dataDirectory), folder.name))) {
      const location = path.join(filesDirectory(dataDirectory), folder.name, file.name);
      const stats = await stat(location).catch(() => null);
      if (stats === null || stats.mtimeMs >= startedAt) continue;
      const isKept = isFileUuid(file.name) && findByUuid(database, component, file.name) !== null;
      if (!isKept) await rm(location, { force: true });
    }
  }
}

async function entries(directory: string): Promise<Dirent[]> {
  return readdir(directory, { withFileTypes: true }).catch(() => []);
}
