// An HTTP relay in front of a backend that keeps what the CLI says in its pushes.
import { createServer } from "node:http";
import { brotliDecompressSync } from "node:zlib";
import type { Backend } from "./backend.ts";

export interface PushedModule {
  path: string;
  source: string;
  sourceMap?: string;
  environment: string;
}
export interface StartPush {
  adminKey: string;
  dryRun: boolean;
  appDefinition: {
    definition: PushedModule | null;
    schema: PushedModule | null;
    changedModules: PushedModule[];
    unchangedModuleHashes: { path: string; environment: string; sha256: string }[];
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

export interface Recorder {
  url: string;
  adminKey: string;
  /** Paths of all requests, in order. */
  requests: string[];
  /** Bodies of `start_push`, in order. */
  pushes: StartPush[];
  close(): Promise<void>;
}

/** Relays to `backend` on a free port. WebSockets are not relayed. */
export async function startRecorder(backend: Backend): Promise<Recorder> {
  const requests: string[] = [];
  const pushes: StartPush[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      requests.push(request.url!.split("?")[0]!);
      if (request.url!.startsWith("/api/deploy2/start_push")) {
        const text =
          request.headers["content-encoding"] === "br" ? brotliDecompressSync(body) : body;
        pushes.push(JSON.parse(String(text)) as StartPush);
      }
      const headers = Object.entries(request.headers).filter(
        ([name]) => !/^(host|connection|content-length|transfer-encoding)$/.test(name),
      );
      const forwarded = fetch(backend.url + request.url, {
        method: request.method!,
        headers: headers as [string, string][],
        ...(body.length > 0 ? { body } : {}),
      });
      forwarded
        .then(async (answer) => {
          response.writeHead(answer.status, {
            "Content-Type": answer.headers.get("content-type") ?? "text/plain",
          });
          response.end(Buffer.from(await answer.arrayBuffer()));
        })
        .catch(() => response.destroy());
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    adminKey: backend.adminKey,
    requests,
    pushes,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
