// The command line of `pnpm dev`.

import { parseArgs } from "node:util";

import { isHostName } from "@groundwork/dev-server/listener/callers";

export const DEFAULT_PORTS = { web: 5173, backend: 3210, site: 3211 } as const;

export type PortName = keyof typeof DEFAULT_PORTS;

export interface DevOptions {
  kind: "run";
  /** Ports asked for by name; an absent one is the default, or the next free one above it. */
  ports: Partial<Record<PortName, number>>;
  /** Hosts the backend answers to besides loopback. */
  allowedHosts: string[];
  reset: boolean;
  yes: boolean;
}

export type CommandLine = DevOptions | { kind: "help" } | { kind: "invalid"; problem: string };

export const HELP = `Usage: pnpm dev [options]

Starts the embedded backend, pushes packages/backend to it on every save, seeds demo data once,
and starts the web app. Data is kept in .groundwork/ at the root. Ctrl-C stops everything.

Options:
  --web-port <n>      port of the web app       (default ${DEFAULT_PORTS.web}, or the next free one)
  --backend-port <n>  port of the backend       (default ${DEFAULT_PORTS.backend}, or the next free one)
  --site-port <n>     port of the HTTP actions  (default ${DEFAULT_PORTS.site}, or the next free one)
  --allow-host <host> let the backend answer requests to this host, and of its pages, besides
                      those of localhost; may be given several times
  --reset             delete the data in .groundwork/ first; asks before it does
  --yes               with --reset: do not ask
  --help              print this
`;

/** Reads the arguments after the script's name. Never throws. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      // pnpm hands a separating `--` on.
      args: args.filter((arg) => arg !== "--"),
      options: {
        "web-port": { type: "string" },
        "backend-port": { type: "string" },
        "site-port": { type: "string" },
        "allow-host": { type: "string", multiple: true, default: [] },
        reset: { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const ports: DevOptions["ports"] = {};
    for (const name of Object.keys(DEFAULT_PORTS) as PortName[]) {
      const text = values[`${name}-port`];
      if (text !== undefined) ports[name] = parsePort(`--${name}-port`, text);
    }
    if (new Set(Object.values(ports)).size < Object.values(ports).length) {
      throw new Error("Each of the ports must be another one.");
    }
    const allowedHosts = values["allow-host"];
    const wrong = allowedHosts.find((host) => !isHostName(host));
    if (wrong !== undefined) {
      throw new Error(`--allow-host is "${wrong}"; give a host without scheme, port and path.`);
    }
    return { kind: "run", ports, allowedHosts, reset: values.reset, yes: values.yes };
  } catch (error) {
    return { kind: "invalid", problem: error instanceof Error ? error.message : String(error) };
  }
}

function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${option} is "${text}"; give a port from 1 to 65535.`);
}
