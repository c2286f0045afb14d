/**
 * Returns the address that a request comes from.
 * @param env what the listener hands on with a request: Node's own sockets
 * @returns an address, or null when a request was not sent through a socket
 */
export function remoteAddress(env: object | undefined): string | null {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? null;
}
