// A TCP relay that a test can cut: in the middle of a connection, or after so many answers.
import { connect, createServer, type Socket } from "node:net";

export interface TcpProxy {
  url: string;
  /** Drops every connection; new ones are accepted. */
  cut(): void;
  /** While held, what the server says waits (and is lost with a cut); what the client says goes through. */
  holdAnswers(held: boolean): void;
  /** While refusing, new connections are dropped at once. */
  refuse(refused: boolean): void;
  connections(): number;
  close(): Promise<void>;
}

/** Relays 127.0.0.1 on a free port to the origin of `target`. */
export async function startProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<{ client: Socket; server: Socket; waiting: Buffer[] }>();
  let total = 0;
  let held = false;
  let refused = false;
  const listener = createServer((client) => {
    if (refused) return void client.destroy();
    total += 1;
    const server = connect(Number(port), hostname);
    const pair = { client, server, waiting: [] as Buffer[] };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.on("data", (chunk) => void server.write(chunk));
    server.on(
      "data",
      (chunk: Buffer) => void (held ? pair.waiting.push(chunk) : client.write(chunk)),
    );
    for (const socket of [client, server]) socket.on("error", end).on("close", end);
  });
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
  const own = (listener.address() as { port: number }).port;
  const cut = () => {
    for (const { client, server } of [...pairs]) {
      client.destroy();
      server.destroy();
    }
  };
  return {
    url: `http://127.0.0.1:${own}`,
    cut,
    holdAnswers(value) {
      held = value;
      if (held) return;
      for (const { client, waiting } of pairs)
        for (const chunk of waiting.splice(0)) client.write(chunk);
    },
    refuse: (value) => void (refused = value),
    connections: () => total,
    close: () => {
      cut();
      return new Promise((done) => listener.close(() => done()));
    },
  };
}
