import { request as httpRequest } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { App } from "../kernel/app.ts";
import { BackendError } from "../kernel/errors.ts";
import type { Identity } from "../kernel/function-types.ts";
import { listen, type Listener } from "../listener/listen.ts";
import { scriptedComponent, scriptedDeployment } from "../testing/scheduler-fixture.ts";
import { siteApi } from "./site.ts";

interface Seen {
  component: string;
  path: string;
  request: Request;
  identity: Identity;
  ip: string | null | undefined;
}

const http = {
  functions: [],
  cronSpecs: null,
  httpRoutes: [{ path: "/echo", method: "POST" }],
};
const app = scriptedComponent({}, {}, { analysis: { "http.js": http } });
const user: Identity = { kind: "user", attributes: {}, expiresAt: 0, token: "good" };
const auth = {
  fromHeader: async (header: string | null) => {
    if (header === "Bearer good") return user;
    throw new BackendError("NoAuthProvider", "no", 401);
  },
} as App["auth"];

let seen: Seen[];
let answer: (seen: Seen) => Response | Promise<Response>;
let listener: Listener;
let origin: string;

beforeEach(async () => {
  seen = [];
  answer = () => new Response("hello", { headers: { "x-mine": "1" } });
  const runner = {
    deployment: scriptedDeployment(1, app),
    http: async (
      ...[component, path, request, identity, ip]: Parameters<App["runner"]["http"]>
    ) => {
      const call = { component, path, request, identity, ip };
      seen.push(call);
      return answer(call);
    },
  } as unknown as App["runner"];
  const callers = { allowedHosts: ["app.example", "elsewhere.example"] };
  listener = await listen({ host: "127.0.0.1", port: 0, isStrict: true, callers });
  const site = siteApi({ auth, runner });
  listener.serve((request, env) => site(request, env));
  origin = `http://127.0.0.1:${listener.port}`;
});
afterEach(() => listener.close());

test("the action sees the whole URL, and its answer gets no CORS headers", async () => {
  const response = await fetch(`${origin}/a/b?c=1`, {
    headers: { origin: "http://elsewhere.example" },
  });
  expect(await response.text()).toBe("hello");
  expect(response.headers.get("x-mine")).toBe("1");
  expect([...response.headers.keys()].filter((name) => name.startsWith("access-"))).toEqual([]);
  expect(seen[0]).toMatchObject({ component: "", path: "/a/b", identity: { kind: "none" } });
  expect(seen[0]?.ip).toBe("127.0.0.1");
  expect(seen[0]?.request.url).toBe(`${origin}/a/b?c=1`);
});

test("behind a proxy the URL has the scheme and host the client used", async () => {
  const body = "posted";
  const headers = { host: "app.example", "x-forwarded-proto": "https" };
  answer = async ({ request }) => new Response(`${request.url} ${await request.text()}`);
  const text = await new Promise<string>((resolve, reject) => {
    const options = { port: listener.port, method: "POST", path: "/x", headers };
    const request = httpRequest({ host: "127.0.0.1", ...options }, async (response) => {
      let received = "";
      for await (const chunk of response) received += String(chunk);
      resolve(received);
    });
    request.on("error", reject).end(body);
  });
  expect(text).toBe("https://app.example/x posted");
});

test("a token that is refused does not stop the request; a good one names the user", async () => {
  for (const authorization of ["Bearer bad", "Basic x", "nonsense"]) {
    expect((await fetch(origin, { headers: { authorization } })).status).toBe(200);
  }
  await fetch(origin, { headers: { authorization: "Bearer good" } });
  const refused: Identity = { kind: "none", refusal: "no" };
  expect(seen.map(({ identity }) => identity)).toEqual([refused, refused, refused, user]);
});

test("HEAD is answered like GET, without the body", async () => {
  const response = await fetch(origin, { method: "HEAD" });
  expect([response.status, response.headers.get("x-mine")]).toEqual([200, "1"]);
  expect(await response.text()).toBe("");
});

test("OPTIONS is the action's business; methods HTTP actions cannot have are 405", async () => {
  await fetch(origin, { method: "OPTIONS" });
  expect(seen[0]?.request.method).toBe("OPTIONS");
  const response = await fetch(origin, { method: "PROPFIND" });
  expect(response.status).toBe(405);
  expect(seen).toHaveLength(1);
});

test("a request announced with more than 20 MiB is refused before it is read", async () => {
  const body = new Uint8Array(20 * 1024 * 1024 + 1);
  const status = await fetch(origin, { method: "POST", body }).then(
    (response) => response.status,
    // The connection may be closed while the body is still being sent.
    () => 413,
  );
  expect(status).toBe(413);
  expect(seen).toEqual([]);
});

test("both bodies are streamed: the answer begins before the request has ended", async () => {
  answer = ({ request }) => new Response(request.body);
  const received: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const request = httpRequest(`${origin}/echo`, { method: "POST" }, async (response) => {
      for await (const chunk of response) {
        received.push(String(chunk));
        if (received.length === 1) request.end("two");
      }
      resolve();
    });
    request.on("error", reject).write("one ");
  });
  expect(received.join("")).toBe("one two");
  expect(received.length).toBeGreaterThan(1);
});
