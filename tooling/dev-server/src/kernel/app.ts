// The parts of a running backend, as the layers that use them see them. `server.ts` wires them.

import type { Clock, ComponentId, Database, RandomBytes } from "./database-types.ts";
import type { Deployment, ExecutionRecord, FunctionRunner, Identity } from "./function-types.ts";

export interface ServerConfig {
  host: "127.0.0.1" | (string & {});
  port: number;
  sitePort: number;
  dataDirectory: string;
  adminKey: string;
  /** `http://127.0.0.1:3210`: API and WebSocket. */
  cloudOrigin: string;
  /** `http://127.0.0.1:3211`: HTTP actions. */
  siteOrigin: string;
  /** 32 bytes, kept with the data: upload tokens, function handles and JWTs are signed with it. */
  instanceSecret: Uint8Array;
}

export interface Authenticator {
  /** Of `Authorization` (Bearer or Convex), or null. Throws BackendError 401. */
  fromHeader(header: string | null): Promise<Identity>;
  /** Of a JWT. Throws BackendError 401 (`NoAuthProvider`, `Unauthenticated`, …). */
  fromToken(token: string): Promise<Identity>;
  isAdminKey(key: string): boolean;
}

/** Long-polled by `/api/stream_function_logs`. */
export interface LogStream {
  append(record: ExecutionRecord): void;
}

export interface FileStorage {
  /** Stores the bytes, then the `_storage` row. `sha256`: hex or base64, checked when given. */
  store(
    component: ComponentId,
    body: Uint8Array | ReadableStream<Uint8Array>,
    options: { contentType: string | null; sha256?: string | undefined },
  ): Promise<string>;
  /** By document id. */
  read(
    component: ComponentId,
    storageId: string,
  ): { path: string; size: number; contentType: string | null } | null;
  /** By the uuid of the capability URL. */
  readByUuid(
    component: ComponentId,
    uuid: string,
  ): { path: string; size: number; contentType: string | null; sha256: string } | null;
}

/** Identifiers of cron jobs. */
export interface CronDiff {
  added: string[];
  updated: string[];
  deleted: string[];
}

export interface Scheduler {
  start(): Promise<void>;
  /** Brings the cron jobs of every component in line with what is deployed. */
  deployCrons(deployment: Deployment): CronDiff & {
    /** The same by component; components without a change are absent. */
    components: Record<ComponentId, CronDiff>;
  };
  stop(): Promise<void>;
}

export interface App {
  config: ServerConfig;
  clock: Clock;
  random: RandomBytes;
  database: Database;
  runner: FunctionRunner;
  auth: Authenticator;
  logs: LogStream;
  files: FileStorage;
  scheduler: Scheduler;
}
