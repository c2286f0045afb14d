// What user code finds on its global object, in transactions and in actions. Traps 37, 38, 38b.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestBackend, type TestBackend } from "../testing/runner-fixture.ts";

const probe = `
  import { AsyncLocalStorage } from "node:async_hooks";
  import { SignJWT, generateKeyPair, exportPKCS8, importPKCS8, jwtVerify } from "jose";
  export async function probeAll() {
    const bytes = new TextEncoder().encode("grün");
    const caught = await (async () => { try { new URL("no url"); } catch (error) { return error; } })();
    class Special extends Error {}
    const storage = new AsyncLocalStorage();
    const { url } = import.meta;
    return {
      bytes: [bytes instanceof Uint8Array, bytes.buffer instanceof ArrayBuffer, new Uint8Array(2).buffer instanceof ArrayBuffer],
      decoded: new TextDecoder().decode(bytes),
      digest: (await crypto.subtle.digest("SHA-256", bytes)) instanceof ArrayBuffer,
      hostError: [caught instanceof Error, caught instanceof TypeError, caught instanceof RangeError, caught instanceof Special],
      ownError: [new Special() instanceof Error, new Error() instanceof Special, null instanceof Error],
      response: [(await new Response("a").arrayBuffer()) instanceof ArrayBuffer, new Response() instanceof Response,
        Response.json({}) instanceof Response, new Response("{}").clone() instanceof Response, (await new Response("[1]").json()) instanceof Array],
      blob: [(await new Blob(["ab"]).arrayBuffer()) instanceof ArrayBuffer, await new Blob(["ab"]).text()],
      request: await new Request("http://a.b/", { method: "POST", body: "{}" }).json(),
      form: [...new FormData().entries()].length,
      base64: [btoa("a"), atob("YQ==")],
      context: await storage.run(5, async () => { await null; return storage.getStore(); }),
      cloned: cloneAll(),
      promise: (async () => {})() instanceof Promise,
      globals: [globalThis === self, typeof global, typeof window, typeof process.version, typeof Buffer],
      groups: Object.groupBy([1, 2, 3], (n) => (n % 2 ? "odd" : "even")).odd,
      wasm: new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) instanceof WebAssembly.Module,
      url,
      stringTag: Object.prototype.toString.call(new Date(0)) + String(new Date(0).toISOString()),
      uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()),
      noFloats: (() => { try { return crypto.getRandomValues(new Float32Array(1)); } catch (error) { return error.name; } })(),
      random: crypto.getRandomValues(new Uint32Array(2)) instanceof Uint32Array,
    };
  }
  function cloneAll() {
    const cycle = { map: new Map([[1, new Set([2])]]), date: new Date(1), list: [1, , 3], bytes: new Uint8Array([1, 2]).subarray(1), error: new TypeError("t") };
    cycle.self = cycle;
    const copy = structuredClone(cycle);
    return [copy !== cycle, copy.self === copy, copy.map.get(1).has(2), copy.date.getTime(), copy.list.length, [...copy.bytes],
      copy.error instanceof TypeError, Object.getPrototypeOf(copy) === Object.prototype,
      (() => { try { structuredClone(() => 1); } catch (error) { return error.name; } })()];
  }
  export async function signAndVerify() {
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    const key = await importPKCS8(await exportPKCS8(privateKey), "RS256");
    const jwt = await new SignJWT({ sub: "s" }).setProtectedHeader({ alg: "RS256" }).setExpirationTime("1h").sign(key);
    return (await jwtVerify(jwt, publicKey)).payload.sub;
  }
`;

const expected = {
  bytes: [true, true, true],
  decoded: "grün",
  digest: true,
  hostError: [true, true, false, false],
  ownError: [true, false, false],
  response: [true, true, true, true, true],
  blob: [true, "ab"],
  request: {},
  form: 0,
  base64: ["YQ==", "a"],
  context: 5,
  cloned: [true, true, true, 1, 3, [2], true, true, "DataCloneError"],
  promise: true,
  globals: [true, "undefined", "undefined", "undefined", "undefined"],
  groups: [1, 3],
  wasm: true,
  stringTag: "[object Date]1970-01-01T00:00:00.000Z",
  uuid: true,
  noFloats: "TypeMismatchError",
  random: true,
};

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend({
    files: {
      "lib/probe.ts": probe,
      "probe.ts": `
        import { probeAll, signAndVerify } from "./lib/probe";
        export const inQuery = query(probeAll);
        export const inAction = action(probeAll);
        export const signInMutation = mutation(async (ctx) => {
          const subject = await signAndVerify();
          await ctx.db.insert("sessions", { subject });
          return subject;
        });
        export const lazy = query(async () => (await import("./lib/probe")).signAndVerify.name);
        export const stack = query(async () => new Error("seen").stack.split("\\n")[1].trim());
        export const bytes = mutation(async (ctx) => {
          const id = await ctx.db.insert("blobs", { data: new TextEncoder().encode("abc").buffer });
          const { data } = await ctx.db.get(id);
          return [data instanceof ArrayBuffer, data];
        });
      `,
    },
  });
});
afterAll(() => backend.close());

describe("a realm", () => {
  it("behaves the same in queries and in actions", async () => {
    expect(await backend.query("probe:inQuery")).toMatchObject(expected);
    expect(await backend.action("probe:inAction")).toMatchObject(expected);
  });

  it("signs and verifies tokens inside a mutation", async () => {
    expect(await backend.mutation("probe:signInMutation")).toBe("s");
  });

  it("loads modules when they are asked for, inside a query", async () => {
    expect(await backend.query("probe:lazy")).toBe("signAndVerify");
  });

  it("shows original positions in error.stack", async () => {
    expect(await backend.query("probe:stack")).toMatch(
      /^at <anonymous> \(\.\.\/convex\/probe\.ts:11:\d+\)$/,
    );
  });

  it("takes and gives bytes", async () => {
    expect(await backend.mutation("probe:bytes")).toEqual([true, { $bytes: "YWJj" }]);
  });
});
