// The command line of the server: flags to options, and sentences for what cannot be understood.

import { parseArgs, type ParseArgsConfig } from "node:util";
import { BackendError } from "./kernel/errors.ts";
import { isHostName } from "./listener/callers.ts";
import {
  DEFAULT_DATA_DIRECTORY,
  DEFAULT_PORT,
  DEFAULT_SITE_PORT,
  type ServerOptions,
} from "./server-options.ts";

export const HELP = `A Convex-compatible development backend on this machine.

Usage: groundwork-dev-server [options]

  --port <n>         API and WebSocket (default ${DEFAULT_PORT}, or the next free port)
  --site-port <n>    HTTP actions (default ${DEFAULT_SITE_PORT}, or the next free port)
  --data <folder>    where data is kept (default ${DEFAULT_DATA_DIRECTORY})
  --in-memory        keep nothing: data lives in a temporary folder
  --admin-key <key>  in place of the key that is kept with the data
  --print-env        print the two variables the convex CLI needs, and go on
  --reset            delete the data first; asks, and needs --yes without a terminal
  --yes              do not ask
  --host <address>   default 127.0.0.1
  --allow-remote     let --host be an address other machines can reach
  --allow-host <h>   answer requests to this host, and of its pages, besides those
                     of localhost; may be given several times
  --help             print this

Use it with the convex CLI:
  CONVEX_SELF_HOSTED_URL=http://127.0.0.1:${DEFAULT_PORT}
  CONVEX_SELF_HOSTED_ADMIN_KEY=<printed by --print-env>`;

const FLAGS = {
  port: { type: "string" },
  "site-port": { type: "string" },
  data: { type: "string" },
  "in-memory": { type: "boolean" },
  "admin-key": { type: "string" },
  "print-env": { type: "boolean" },
  reset: { type: "boolean" },
  yes: { type: "boolean" },
  host: { type: "string" },
  "allow-remote": { type: "boolean" },
  "allow-host": { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
} as const satisfies NonNullable<ParseArgsConfig["options"]>;

export interface CliOptions {
  server: ServerOptions;
  help: boolean;
  reset: boolean;
  yes: boolean;
  printEnv: boolean;
}

/**
 * Reads the arguments after the script's name.
 * @throws BackendError UnknownFlag (with a suggestion), InvalidFlag, FlagConflict
 */
export function parseCliOptions(args: string[]): CliOptions {
  const values = parse(args);
  const port = portOf("--port", values.port);
  const sitePort = portOf("--site-port", values["site-port"]);
  if (port !== undefined && port !== 0 && port === sitePort) {
    throw new BackendError(
      "FlagConflict",
      `--port and --site-port are both ${port}; they must differ.`,
    );
  }
  if (values["in-memory"] === true && (values.data !== undefined || values.reset === true)) {
    const other = values.data === undefined ? "--reset" : "--data";
    throw new BackendError(
      "FlagConflict",
      `--in-memory keeps no data, so ${other} makes no sense with it; leave one out.`,
    );
  }
  return {
    server: {
      port,
      sitePort,
      strictPort: { port: port !== undefined, sitePort: sitePort !== undefined },
      host: values.host,
      allowRemote: values["allow-remote"] === true,
      allowedHosts: (values["allow-host"] ?? []).map(hostOf),
      dataDirectory: values.data,
      inMemory: values["in-memory"] === true,
      adminKey: values["admin-key"],
    },
    help: values.help === true,
    reset: values.reset === true,
    yes: values.yes === true,
    printEnv: values["print-env"] === true,
  };
}

function parse(args: string[]) {
  const { tokens } = parseArgs({ args, options: FLAGS, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "positional") {
      throw new BackendError(
        "UnknownFlag",
        `"${token.value}" is not understood; only flags are. See --help.`,
      );
    }
    if (token.kind !== "option") continue;
    const flag = Object.hasOwn(FLAGS, token.name) ? FLAGS[token.name as keyof typeof FLAGS] : null;
    if (flag === null)
      throw new BackendError("UnknownFlag", unknownFlag(token.rawName, token.name));
    if (flag.type === "string" && (token.value === undefined || token.value === "")) {
      throw new BackendError(
        "InvalidFlag",
        `${token.rawName} needs a value: ${token.rawName} <value>.`,
      );
    }
    if (flag.type === "string" && token.value?.startsWith("-") === true && !token.inlineValue) {
      throw new BackendError("InvalidFlag", `${token.rawName} needs a value, got ${token.value}.`);
    }
    if (flag.type === "boolean" && token.value !== undefined) {
      throw new BackendError(
        "InvalidFlag",
        `${token.rawName} takes no value; leave out "${token.value}".`,
      );
    }
  }
  return parseArgs({ args, options: FLAGS, strict: true }).values;
}

function unknownFlag(rawName: string, name: string): string {
  const closest = Object.keys(FLAGS)
    .map((flag) => ({ flag, distance: editDistance(name, flag) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const isClose = closest !== undefined && closest.distance <= Math.max(2, name.length / 3);
  return `${rawName} is not a known flag${isClose ? `; did you mean --${closest.flag}?` : "."} See --help.`;
}

function portOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new BackendError("InvalidFlag", `${flag} must be a port from 0 to 65535, got "${text}".`);
}

/** @throws BackendError InvalidFlag for what is more than a host, or no host */
function hostOf(text: string): string {
  if (isHostName(text)) return text;
  throw new BackendError(
    "InvalidFlag",
    `--allow-host must be a host such as "my-machine.example", without scheme, port and path; got "${text}".`,
  );
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
