// The HTTP function API and the site's HTTP actions, as raw requests.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, httpClient, mutationRef, post, queryRef } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend({ inMemory: true });
  await deploy("basic", backend);
});
afterAll(async () => {
  await backend?.stop();
});

const json = async (response: Response | Promise<Response>) =>
  (await response).json() as Promise<any>;
const body = (path: string, args: unknown, format?: string) => ({
  path,
  args,
  ...(format ? { format } : {}),
});

describe("function calls", () => {
  test("arguments come as an object or as an array of one", async () => {
    const path = "runtime:echo";
    expect((await json(post(backend, "/api/query", body(path, { value: "a" })))).value).toBe("a");
    expect((await json(post(backend, "/api/query", body(path, [{ value: "b" }])))).value).toBe("b");
  });

  test("formats: encoded keeps types, clean is the default and spells them out", async () => {
    const value = { $integer: "AQAAAAAAAAA=" };
    const encoded = body("runtime:echo", [{ value }], "convex_encoded_json");
    expect((await json(post(backend, "/api/query", encoded))).value).toEqual(value);
    const stamped = await json(post(backend, "/api/mutation", body("runtime:stamp", {}, "json")));
    expect(stamped.status).toBe("error");
    const clean = await json(
      post(backend, "/api/mutation", body("runtime:stamp", { name: "clean" })),
    );
    expect(clean.value.at).toMatch(/^\d+$/);
    const unknown = await post(backend, "/api/query", body("runtime:echo", { value: 1 }, "yaml"));
    expect(unknown.status).toBe(400);
    expect((await json(unknown)).code).toBe("BadFormat");
  });

  test("a plain failure has no errorData, or the client would make a ConvexError of it", async () => {
    const answer = await json(post(backend, "/api/query", body("runtime:throwsPlain", {})));
    expect(answer.status).toBe("error");
    expect(answer).not.toHaveProperty("errorData");
    const error = await httpClient(backend)
      .query(queryRef("runtime:throwsPlain"), {})
      .catch((thrown) => thrown);
    expect(error.constructor.name).toBe("Error");
    const coded = await httpClient(backend)
      .query(queryRef("runtime:throwsConvex"), {})
      .catch((thrown) => thrown);
    expect(coded.constructor.name).toBe("ConvexError");
    expect(coded.data.big).toBe(7n);
  });

  test("function failures are not HTTP errors", async () => {
    const response = await post(backend, "/api/query", body("runtime:throwsPlain", {}));
    expect([200, 560]).toContain(response.status);
  });

  test("GET /api/query and POST /api/run/<path> run public functions", async () => {
    const args = encodeURIComponent(JSON.stringify({ value: 5 }));
    expect(
      (await json(fetch(`${backend.url}/api/query?path=runtime:echo&args=${args}&format=json`)))
        .value,
    ).toBe(5);
    expect((await json(post(backend, "/api/run/runtime/echo", { args: { value: 6 } }))).value).toBe(
      6,
    );
    expect((await json(post(backend, "/api/run/folder/deep/answer", { args: {} }))).value).toBe(
      "from a folder",
    );
  });

  test("calling a mutation as a query says what it is", async () => {
    const answer = await json(
      post(backend, "/api/query", body("tasks:create", { list: "x", title: "y" })),
    );
    expect(answer.errorMessage).toContain(
      "Trying to execute tasks.js:create as Query, but it is defined as Mutation.",
    );
  });

  test("query_at_ts never mixes moments: what has changed since is refused as too old", async () => {
    const at = async (ts: string, name: string) => {
      const request = { ...body("counters:get", [{ name }], "convex_encoded_json"), ts };
      const response = await post(backend, "/api/query_at_ts", request);
      return { status: response.status, ...((await response.json()) as any) } as any;
    };
    await call(backend, "counters:increment", { name: "moment" });
    const { ts } = await json(post(backend, "/api/query_ts", {}));
    await call(backend, "counters:increment", { name: "another" });
    expect(await at(ts, "moment")).toMatchObject({ status: "success", value: 1 });
    await call(backend, "counters:increment", { name: "moment" });
    const late = await at(ts, "moment");
    if (late.status === "success") expect(late.value).toBe(1);
    else expect(late).toMatchObject({ status: 400, code: expect.any(String) });
    const client = httpClient(backend);
    expect(await client.consistentQuery(queryRef("counters:get"), { name: "moment" })).toBe(2);
  });

  test("query_batch answers each query, failures included", async () => {
    const queries = [body("counters:get", { name: "none" }), body("runtime:throwsPlain", {})];
    const { results } = await json(post(backend, "/api/query_batch", { queries }));
    expect(results[0]).toMatchObject({ status: "success", value: 0 });
    expect(results[1].status).toBe("error");
  });

  test("the client's queued mutations run in order", async () => {
    const client = httpClient(backend);
    const made = Array.from({ length: 10 }, (_, n) =>
      client.mutation(mutationRef("tasks:create"), { list: "in order", title: `t${n}`, rank: 0 }),
    );
    await Promise.all(made);
    expect(await call(backend, "tasks:titles", { list: "in order" })).toEqual(
      Array.from({ length: 10 }, (_, n) => `t${n}`),
    );
  });

  test("request metadata names the request, and ip and agent where known", async () => {
    const response = await post(backend, "/api/mutation", body("identity:request", {}), {
      headers: { "User-Agent": "acceptance" },
    });
    const { value } = await json(response);
    expect(value.requestId).toMatch(/\S+/);
    expect(value.userAgent).toBe("acceptance");
    expect(value.scheduledFunctionId).toBeNull();
  });
});

describe("CORS", () => {
  test("the cloud origin mirrors origin and headers, on preflight, answers and errors", async () => {
    const headers = {
      Origin: "http://localhost:5173",
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "convex-client,content-type,authorization",
    };
    const preflight = await fetch(`${backend.url}/api/query`, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(200);
    expect(await preflight.text()).toBe("");
    expect(preflight.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
    expect(preflight.headers.get("access-control-allow-credentials")).toBe("true");
    expect(preflight.headers.get("access-control-allow-headers")?.toLowerCase()).toContain(
      "convex-client",
    );
    expect(preflight.headers.get("access-control-allow-methods")).toContain("POST");
    expect(preflight.headers.get("access-control-max-age")).toBe("86400");
    const failed = await post(backend, "/api/query", "{", {
      raw: true,
      headers: { Origin: "http://localhost:4173" },
    });
    expect(failed.status).toBe(400);
    expect(failed.headers.get("access-control-allow-origin")).toBe("http://localhost:4173");
  });

  test("the site origin adds none and leaves OPTIONS to the routes", async () => {
    const answer = await fetch(`${backend.siteUrl}/describe`, {
      headers: { Origin: "http://localhost:4173" },
    });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect((await fetch(`${backend.siteUrl}/describe`, { method: "OPTIONS" })).status).toBe(404);
  });
});

describe("HTTP actions", () => {
  const site = (path: string, init?: RequestInit) => fetch(backend.siteUrl + path, init);

  test("method, url, headers, body, status and answer headers pass through", async () => {
    const answer = await site("/describe?q=1&q=2", {
      method: "POST",
      body: "héllo",
      headers: { "X-Test": "yes" },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("x-answer")).toBe("yes");
    expect(await answer.json()).toEqual({
      method: "POST",
      url: `${backend.siteUrl}/describe?q=1&q=2`,
      body: "héllo",
      header: "yes",
    });
  });

  test("an exact route wins over a prefix, and a prefix takes what lies below it", async () => {
    expect(await (await site("/prefix/exact")).text()).toBe("exact");
    expect(await json(site("/prefix/a/b"))).toMatchObject({ url: `${backend.siteUrl}/prefix/a/b` });
    expect((await site("/prefix")).status).toBe(404);
  });

  test("no route answers 404 in plain text; another method too; HEAD is looked up as GET", async () => {
    const missing = await site("/nothing");
    expect(missing.status).toBe(404);
    expect(await missing.text()).toBe("No matching routes found");
    expect((await site("/tasks")).status).toBe(404);
    expect((await site("/describe", { method: "HEAD" })).status).toBe(201);
  });

  test("an HTTP action writes and reads through mutations and queries", async () => {
    const send = (title: string) =>
      json(site("/tasks", { method: "POST", body: JSON.stringify({ list: "web", title }) }));
    expect(await send("one")).toEqual(["one"]);
    expect(await send("two")).toEqual(["one", "two"]);
  });

  test("bytes arrive and leave unchanged", async () => {
    const bytes = new Uint8Array(70_000).map((_, n) => (n * 7) % 256);
    const answer = await site("/bytes", { method: "POST", body: bytes });
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes.toReversed());
  });

  test("a streamed body arrives in parts, not at the end", async () => {
    const answer = await site("/stream");
    const reader = answer.body!.getReader();
    const first = await reader.read();
    expect(new TextDecoder().decode(first.value)).toBe("part 0\n");
    let rest = "";
    let reads = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      rest += new TextDecoder().decode(value);
      reads += 1;
    }
    expect(rest).toBe("part 1\npart 2\n");
    expect(reads).toBeGreaterThan(1);
  });

  test("a throw is a 500 with code and trace; a value that is no Response is refused", async () => {
    const thrown = await site("/throws");
    expect(thrown.status).toBe(500);
    expect((await json(thrown)).code).toMatch(
      /\[Request ID: [0-9a-f]+\] Server Error: .*http failure/s,
    );
    const wrong = await site("/not-a-response");
    expect(wrong.status).toBe(500);
    expect(await wrong.text()).toContain("HTTP actions must return a Response");
  });

  test("a bad token does not stop the request", async () => {
    const answer = await site("/whoami", { headers: { Authorization: "Bearer nonsense" } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toBeNull();
  });

  test("a request body can be stored as a file", async () => {
    const answer = await site("/file", {
      method: "POST",
      body: "kept",
      headers: { "Content-Type": "text/x-test" },
    });
    const id = await answer.text();
    expect(await call(backend, "files:info", { id })).toMatchObject({
      metadata: { size: 4, contentType: "text/x-test" },
    });
  });

  /** What carries a message over a connection, from any sender. */
  const TRANSPORT = /^(connection|date|keep-alive|transfer-encoding|content-length)$/;
  test.each([
    ["none", null],
    ["text", "text/plain;charset=UTF-8"],
    ["bytes", null],
    ["buffer", null],
    ["view", null],
    ["blob", null],
    ["stored", null],
    ["typed-blob", "image/png"],
    ["stream", null],
    ["form", "multipart/form-data"],
    ["parameters", "application/x-www-form-urlencoded;charset=UTF-8"],
  ])(
    "a body of %s has the headers of its author and those of its kind alone",
    async (kind, type) => {
      const origins = [`${backend.siteUrl}/bodies/${kind}`, `${backend.url}/http/bodies/${kind}`];
      for (const url of origins) {
        const answer = await fetch(url);
        const own = [...answer.headers].filter(([name]) => !TRANSPORT.test(name));
        const [received] = answer.headers.get("content-type")?.split("; boundary") ?? [null];
        expect(received, url).toBe(type);
        expect(own.map(([name]) => name)).toEqual([...(type ? ["content-type"] : []), "x-own"]);
        const { length } = new Uint8Array(await answer.arrayBuffer());
        expect(length > 0).toBe(kind !== "none");
        if (type === null && kind !== "none") expect(length).toBe(4);
      }
    },
  );

  test("the same routes answer below /http on the cloud origin", async () => {
    expect((await fetch(`${backend.url}/http/prefix/exact`)).status).toBe(200);
  });
});
