// Functions that use memory beside V8's heap, and functions that run beside them.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startTestBackend, type TestBackend } from "../testing/runner-fixture.ts";
import { INTERRUPTED } from "./actions/action-worker.ts";

/** Fills 1 MiB after the other until it is stopped, or 4 GiB are full. */
const FILL = `
  const filled = [];
  for (let n = 0; n < 4096; n++) filled.push(new Uint8Array(1 << 20).fill(1));
  return filled.length;
`;
const KINDS: Record<string, string> = {
  "typed arrays": FILL,
  "one array buffer": `const buffer = new ArrayBuffer(2 ** 31); while (buffer.byteLength > 0);`,
  "WebAssembly memory": `const all = []; for (;;) all.push(new WebAssembly.Memory({ initial: 512 }));`,
};
const NODE_KINDS: Record<string, string> = {
  ...KINDS,
  buffers: `const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1));`,
  "unpacked data": `
    const { deflateSync, inflateSync } = await import("node:zlib");
    const packed = deflateSync(Buffer.alloc(16 << 20));
    const all = [];
    for (;;) all.push(inflateSync(packed));
  `,
};

const functionsOf = (kinds: Record<string, string>, make: (body: string) => string) =>
  Object.values(kinds)
    .map((body, n) => `export const fills${n} = ${make(body)};`)
    .join("\n");

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend({
    files: {
      "rows.ts": functionsOf({ "typed arrays": FILL }, (body) => `query(() => { ${body} })`),
      "acts.ts": `
        ${functionsOf(KINDS, (body) => `action(async () => { ${body} })`)}
        export const waits = action(async (ctx, { ms }) => {
          await new Promise((resolve) => setTimeout(resolve, ms));
          return "waited";
        });
        export const asks = action(async (ctx, { origin }) => (await fetch(origin)).text());
        export const waitsThenFills = action(async () => {
          await new Promise((resolve) => setTimeout(resolve, 500));
          ${FILL}
        });
        export const uses = action(async () => {
          // Much in all, little at a time.
          let sum = 0;
          for (let n = 0; n < 1500; n++) sum += new Uint8Array(1 << 20).fill(1).length;
          return sum / (1 << 20);
        });
      `,
      "native.ts": `"use node";
        ${functionsOf(NODE_KINDS, (body) => `action(async () => { ${body} })`)}
        export const fine = action(async () => "fine");
      `,
    },
  });
});
afterAll(() => backend.close());

const OUT_OF_MEMORY = "JavaScript execution ran out of memory (maximum memory usage: 512 MB)";

describe("a function that fills memory outside of the heap is ended", () => {
  test("a query, and the next one runs", async () => {
    await expect(backend.query("rows:fills0")).rejects.toThrow(OUT_OF_MEMORY);
  });

  test.each(Object.keys(KINDS).map((kind, n) => [kind, n]))("an action: %s", async (_, n) => {
    await expect(backend.action(`acts:fills${n}`)).rejects.toThrow(OUT_OF_MEMORY);
    expect(await backend.action("acts:waits", { ms: 0 })).toBe("waited");
  });

  test.each(Object.keys(NODE_KINDS).map((kind, n) => [kind, n]))(
    "a Node.js action: %s",
    async (_, n) => {
      await expect(backend.action(`native:fills${n}`)).rejects.toThrow(OUT_OF_MEMORY);
      expect(await backend.action("native:fine")).toBe("fine");
    },
  );
});

test("an action may use much in all", async () => {
  expect(await backend.action("acts:uses")).toBe(1500);
});

test("Node.js actions beside one that fills memory go on", async () => {
  const filling = backend.action("native:fills0");
  const beside = backend.action("native:fine");
  await expect(filling).rejects.toThrow(OUT_OF_MEMORY);
  expect(await beside).toBe("fine");
});

test("of actions that shared a thread each learns it, and run again the one that did it fails", async () => {
  let isAnswering = false;
  const server = createServer((_, response) => void (isAnswering && response.end("answered")));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const runBoth = () =>
    Promise.allSettled([
      backend.action("acts:asks", { origin }),
      backend.action("acts:waitsThenFills"),
    ]);
  for (const outcome of await runBoth()) {
    expect(outcome).toMatchObject({ status: "rejected", reason: { message: INTERRUPTED } });
  }
  isAnswering = true;
  expect(await runBoth()).toMatchObject([
    { status: "fulfilled", value: "answered" },
    { status: "rejected", reason: { message: expect.stringContaining(OUT_OF_MEMORY) } },
  ]);
});
