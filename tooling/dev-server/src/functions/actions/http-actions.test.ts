// HTTP actions: routing, streaming both ways, errors, disconnects. Trap 16.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestBackend, type TestBackend } from "../../testing/runner-fixture.ts";

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend({
    files: {
      "rows.ts": `
        export const add = internalMutation({ args: { text: v.string() }, handler: (ctx, args) => ctx.db.insert("rows", args) });
        export const texts = query(async (ctx) => (await ctx.db.query("rows").collect()).map((row) => row.text));
      `,
      "http.ts": `
        const http = httpRouter();
        const on = (method, path, handler) => http.route({ method, path, handler: httpAction(handler) });
        on("GET", "/hello", async (ctx, request) => {
          const url = new URL(request.url);
          return new Response(JSON.stringify({ name: url.searchParams.get("name"), method: request.method, isRequest: request instanceof Request,
            agent: request.headers.get("x-agent") }), { status: 201, headers: { "content-type": "application/json" } });
        });
        on("POST", "/json", async (ctx, request) => {
          const body = await request.json();
          await ctx.runMutation(ref("rows:add"), { text: body.text });
          return Response.json({ plain: Object.getPrototypeOf(body) === Object.prototype });
        });
        on("GET", "/cookies", async () => {
          const response = new Response(null, { status: 204 });
          response.headers.append("set-cookie", "a=1");
          response.headers.append("set-cookie", "b=2");
          return response;
        });
        on("GET", "/stream", async () => {
          const encoder = new TextEncoder();
          let n = 0;
          return new Response(new ReadableStream({ async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 5));
            controller.enqueue(encoder.encode("chunk " + n++ + "\\n"));
            if (n === 3) controller.close();
          } }));
        });
        on("POST", "/echo", async (ctx, request) => new Response(request.body.pipeThrough(new TransformStream({
          transform(chunk, controller) { controller.enqueue(chunk.map((byte) => byte + 1)); } }))));
        on("GET", "/boom", async () => { console.log("about to"); throw new Error("boom"); });
        on("GET", "/convexError", async () => { throw new ConvexError({ code: "NO" }); });
        on("GET", "/nothing", async () => "text");
        on("GET", "/huge", async () => new Response(new ReadableStream({ pull(controller) { controller.enqueue(new Uint8Array(1 << 20)); } })));
        on("GET", "/waits", (ctx, request) => new Promise((resolve) => {
          request.signal.addEventListener("abort", async () => {
            await ctx.runMutation(ref("rows:add"), { text: "aborted" });
            resolve(new Response("late"));
          });
          void ctx.runMutation(ref("rows:add"), { text: "waiting" });
        }));
        on("GET", "/from", async (ctx) => Response.json(await ctx.meta.getRequestMetadata()));
        on("GET", "/who", async (ctx) => Response.json(await ctx.auth.getUserIdentity()));
        http.route({ method: "GET", pathPrefix: "/files/", handler: httpAction(async (ctx, request) => new Response(new URL(request.url).pathname)) });
        export default http;
      `,
    },
  });
});
afterAll(() => backend.close());

function send(path: string, init: RequestInit & { duplex?: "half" } = {}): Promise<Response> {
  const request = new Request(`http://127.0.0.1:3211${path}`, init);
  const [route = ""] = path.split("?", 1);
  return backend.runner.http("", route, request, { kind: "none" });
}

describe("an HTTP action", () => {
  it("gets the whole request and answers with status, headers and body", async () => {
    const response = await send("/hello?name=ada", { headers: { "x-agent": "test" } });
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual({
      name: "ada",
      method: "GET",
      isRequest: true,
      agent: "test",
    });
    const posted = await send("/json", { method: "POST", body: '{"text":"hi"}' });
    expect(await posted.json()).toEqual({ plain: true });
    expect(await backend.query("rows:texts")).toEqual(["hi"]);
  });

  it("is routed exactly, by prefix, HEAD as GET, or not at all", async () => {
    expect(await (await send("/files/a/b.txt")).text()).toBe("/files/a/b.txt");
    expect((await send("/hello", { method: "HEAD" })).status).toBe(201);
    for (const [path, method] of [
      ["/none", "GET"],
      ["/hello", "POST"],
      ["/hello", "OPTIONS"],
    ] as const) {
      const response = await send(path, { method });
      expect([response.status, await response.text()]).toEqual([404, "No matching routes found"]);
    }
  });

  it("keeps several cookies and an empty body", async () => {
    const response = await send("/cookies");
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  it("streams its response", async () => {
    const response = await send("/stream");
    const chunks: string[] = [];
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      chunks.push(Buffer.from(chunk).toString());
    }
    expect(chunks).toEqual(["chunk 0\n", "chunk 1\n", "chunk 2\n"]);
  });

  it("reads its request while it answers", async () => {
    let give: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (give = controller),
    });
    const response = await send("/echo", { method: "POST", body, duplex: "half" });
    const reader = response.body!.getReader();
    for (const byte of [1, 2, 3]) {
      give!.enqueue(new Uint8Array([byte]));
      expect([...((await reader.read()).value ?? [])]).toEqual([byte + 1]);
    }
    give!.close();
    expect((await reader.read()).done).toBe(true);
  });

  it("answers 500 with the error when it throws", async () => {
    const response = await send("/boom");
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      code: expect.stringMatching(
        /^\[Request ID: [0-9a-f]{16}\] Server Error: Uncaught Error: boom$/,
      ) as string,
      trace: expect.stringMatching(
        /^Uncaught Error: boom\n {4}at .*\.\.\/convex\/http\.ts/,
      ) as string,
    });
    expect(await (await send("/convexError")).json()).toMatchObject({ data: { code: "NO" } });
    expect(await (await send("/nothing")).json()).toMatchObject({
      trace: expect.stringContaining("HTTP actions must return a Response") as string,
    });
  });

  it("may not answer without end", async () => {
    const response = await send("/huge");
    await expect(response.arrayBuffer()).rejects.toThrow("HttpResponseTooLarge");
  });

  it("hears that its client went away", async () => {
    const controller = new AbortController();
    void send("/waits", { signal: controller.signal });
    const isAdded = (text: string) => async () =>
      ((await backend.query("rows:texts")) as string[]).includes(text);
    await expect.poll(isAdded("waiting")).toBe(true);
    controller.abort();
    await expect.poll(isAdded("aborted")).toBe(true);
  });

  it("knows where its request came from, where that is known", async () => {
    const request = new Request("http://127.0.0.1:3211/from", { headers: { "user-agent": "me" } });
    for (const ip of ["127.0.0.1", null]) {
      const response = await backend.runner.http("", "/from", request, { kind: "none" }, ip);
      expect(await response.json()).toMatchObject({ ip, userAgent: "me" });
    }
  });

  it("knows the user only in the app", async () => {
    const attributes = { subject: "s", issuer: "i", tokenIdentifier: "i|s" };
    const identity = { kind: "user", attributes, expiresAt: 0, token: "jwt" } as const;
    const request = new Request("http://127.0.0.1:3211/who");
    const response = await backend.runner.http("", "/who", request, identity);
    expect(await response.json()).toEqual(attributes);
  });

  it("learns why a token was refused when it asks for the user", async () => {
    const request = new Request("http://127.0.0.1:3211/who");
    const refused = { kind: "none", refusal: "The token expired" } as const;
    const response = await backend.runner.http("", "/who", request, refused);
    expect(await response.json()).toMatchObject({
      code: expect.stringContaining("The token expired") as string,
    });
  });

  it("is recorded by method and route", async () => {
    backend.records.length = 0;
    await (await send("/files/a")).text();
    await send("/boom");
    // Actions of earlier tests may end only now.
    const routes = ["GET /files/*", "GET /boom"];
    const complete = () =>
      backend.records.filter(
        ({ kind, identifier }) => kind === "Completion" && routes.includes(identifier),
      );
    await expect.poll(() => complete().length).toBe(2);
    expect(complete()).toMatchObject([
      { udfType: "HttpAction", identifier: "GET /files/*", httpStatus: "200", error: null },
      { udfType: "HttpAction", identifier: "GET /boom", httpStatus: "500" },
    ]);
    const lines = backend.records.flatMap(({ logLines }) => logLines);
    expect(lines.map(({ messages }) => messages[0])).toEqual(["'about to'"]);
  });
});
