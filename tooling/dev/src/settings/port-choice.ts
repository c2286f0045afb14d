// Which ports a run of `pnpm dev` uses.

import { DEFAULT_PORTS, type PortName } from "./options.ts";
import { findFreePort, isPortFree } from "./ports.ts";

export type Ports = Record<PortName, number>;

const USES: Record<PortName, string> = {
  web: "the web app",
  backend: "the backend",
  site: "HTTP actions",
};

/**
 * The asked ports, or the defaults, or the next free ones above these; `say` gets a sentence for each other port.
 * Throws when a port that was asked for by name is taken.
 */
export async function choosePorts(
  asked: Partial<Ports>,
  say: (text: string) => void,
  defaults: Ports = DEFAULT_PORTS,
): Promise<Ports> {
  const taken = new Set(Object.values(asked));
  const chosen: Partial<Ports> = {};
  for (const name of ["web", "backend", "site"] as const) {
    const port = asked[name] ?? (await findFreePort(defaults[name], taken));
    if (asked[name] !== undefined && !(await isPortFree(port))) {
      throw new Error(
        `PORT_TAKEN: something listens on port ${port}, which is asked for by --${name}-port. ` +
          "Stop it, or ask for another port.",
      );
    }
    if (asked[name] === undefined && port !== defaults[name]) {
      say(`Port ${defaults[name]} is taken: ${USES[name]} gets ${port}`);
    }
    taken.add(port);
    chosen[name] = port;
  }
  return chosen as Ports;
}
