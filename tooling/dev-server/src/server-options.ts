// How a backend is started, and what a running one exposes. A module beside server.ts, so that parsing
// the command line does not load the server.

import type { Clock, RandomBytes } from "./kernel/database-types.ts";

export const DEFAULT_PORT = 3210;
export const DEFAULT_SITE_PORT = 3211;
export const DEFAULT_DATA_DIRECTORY = ".groundwork";

export interface ServerOptions {
  /** 3210 when left out; 0 takes any free one. */
  port?: number | undefined;
  /** 3211 when left out; 0 takes any free one. */
  sitePort?: number | undefined;
  /** True: fail when a port is taken, instead of taking the next free one. */
  strictPort?: boolean | { port: boolean; sitePort: boolean } | undefined;
  /** `127.0.0.1` when left out. */
  host?: string | undefined;
  /** Needed for a host that other machines can reach. */
  allowRemote?: boolean | undefined;
  /** Hosts answered besides loopback, in a request's Host and Origin; names without a port. */
  allowedHosts?: string[] | undefined;
  /** `.groundwork` in the working directory when left out. */
  dataDirectory?: string | undefined;
  /** Keeps the data in a temporary folder that is removed on close. */
  inMemory?: boolean | undefined;
  /** In place of the key kept with the data. */
  adminKey?: string | undefined;
  /** Where packages of Node.js actions are looked for; the working directory when left out. */
  projectDirectories?: string[] | undefined;
  /** Receives a line about each step that takes a while; default: the console. */
  progress?: ((line: string) => void) | undefined;
  clock?: Clock | undefined;
  random?: RandomBytes | undefined;
  /** Receives failures that are the backend's own fault; default: the error stream. */
  report?: ((error: unknown) => void) | undefined;
}

export interface RunningServer {
  /** `http://127.0.0.1:3210` */
  cloudOrigin: string;
  /** `http://127.0.0.1:3211` */
  siteOrigin: string;
  adminKey: string;
  dataDirectory: string;
  /** Ends what runs, makes the data durable, lets go of ports and files. May be called twice. */
  close(): Promise<void>;
}
