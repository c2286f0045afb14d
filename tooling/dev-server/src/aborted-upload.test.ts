import { existsSync, readdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { uploadUrl } from "./functions/files/file-storage-urls.ts";
import { openInstance } from "./instance.ts";
import { startServer } from "./server.ts";

test.each<[string, Record<string, number>]>([
  ["without a length", {}],
  ["with a length", { "content-length": 64 << 20 }],
])(
  "an upload %s that is cut off leaves no file, neither whole nor temporary",
  async (_, headers) => {
    const report = vi.fn();
    const server = await startServer({ port: 0, sitePort: 0, inMemory: true, report });
    try {
      const { cloudOrigin, dataDirectory } = server;
      const { secret } = await openInstance(dataDirectory, () => new Uint8Array(32));
      const url = uploadUrl({
        cloudOrigin,
        instanceSecret: secret,
        component: "",
        now: Date.now(),
      });
      const folder = join(dataDirectory, "files", "app");
      const files = () => (existsSync(folder) ? readdirSync(folder) : []);
      const upload = request(url, { method: "POST", headers });
      upload.on("error", () => undefined);
      upload.write(Buffer.alloc(1 << 20, 7));
      await vi.waitFor(() => expect(files()).toHaveLength(1), { timeout: 120_000 });
      upload.destroy();
      await vi.waitFor(() => expect(files()).toEqual([]), { timeout: 120_000 });
    } finally {
      await server.close();
    }
  },
);
