// Bad input and bad code: each gets its specified error, and the server goes on serving.
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { letPass } from "../src/testing/let-pass.ts";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, post, tryCall } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { openSession } from "./support/sync-session.ts";
import { waitFor } from "./support/wait-for.ts";

let backend: Backend;
let pid: number;

beforeAll(async () => {
  backend = await startBackend({ inMemory: true });
  await deploy("basic", backend);
  pid = backend.pid();
});
afterEach(async () => {
  expect(await call(backend, "counters:get", { name: "alive" })).toBe(0);
  expect(backend.pid()).toBe(pid);
});
afterAll(async () => {
  await backend?.stop();
});

const refused = async (response: Response) => {
  const body = (await response.json()) as { code: string; message: string };
  expect(typeof body.code).toBe("string");
  expect(typeof body.message).toBe("string");
  return { status: response.status, ...body };
};

describe("HTTP", () => {
  test.each([
    ["{", "BadJsonBody"],
    ["", "BadJsonBody"],
    ["null", null],
    ["[]", null],
    ['"text"', null],
    ["{}", null],
    ['{"path":5,"args":{}}', null],
    ['{"path":"a b:c d","args":{}}', "BadConvexFunctionIdentifier"],
    ['{"path":"tasks:list","args":5}', null],
    ['{"path":"tasks:list","args":[{},{}]}', null],
    ['{"path":"tasks:list","args":{"list":{"$integer":"!"}}}', null],
  ])("POST /api/query with %s is a 400", async (body, code) => {
    const answer = await refused(await post(backend, "/api/query", body, { raw: true }));
    expect(answer.status).toBe(400);
    if (code) expect(answer.code).toBe(code);
  });

  test("unknown routes are 404 with code and message", async () => {
    expect((await refused(await fetch(`${backend.url}/api/nothing/here`))).status).toBe(404);
    expect((await refused(await post(backend, "/api/deploy2/unknown", {}))).status).toBe(404);
  });

  test("wrong admin keys are refused on every admin route", async () => {
    const headers = { Authorization: "Convex test|ffff" };
    const routes: [string, unknown][] = [
      ["/api/deploy2/start_push", { adminKey: "test|ffff" }],
      ["/api/deploy2/finish_push", { adminKey: "test|ffff" }],
      ["/api/get_config_hashes", { version: "1.49.0", adminKey: "test|ffff" }],
      ["/api/update_environment_variables", { changes: [{ name: "X", value: "1" }] }],
      ["/api/function", { path: "runtime:countJournal", args: { tag: "x" }, format: "json" }],
      [
        "/api/run_test_function",
        { adminKey: "test|ffff", args: {}, bundle: { path: "testQuery.js", source: "" } },
      ],
    ];
    for (const [route, body] of routes) {
      const answer = await refused(await post(backend, route, body, { headers }));
      expect([401, 403], route).toContain(answer.status);
    }
    expect(
      (await fetch(`${backend.url}/api/stream_function_logs?cursor=0`)).status,
    ).toBeGreaterThanOrEqual(401);
    expect(
      (await fetch(`${backend.url}/api/stream_function_logs?cursor=0`, { headers })).status,
    ).toBeGreaterThanOrEqual(401);
  });

  test("system functions and components are for admins", async () => {
    for (const path of ["_system/cli/queryEnvironmentVariables", "_system/cli/tables:default"]) {
      const response = await post(backend, "/api/query", { path, args: {}, format: "json" });
      const text = await response.text();
      expect(response.status !== 200 || JSON.parse(text).status === "error", text).toBe(true);
      expect(text).not.toContain('"status":"success"');
    }
  });

  test("finish_push with a push the server never made is refused", async () => {
    const body = {
      adminKey: backend.adminKey,
      startPush: { environmentVariables: {}, analysis: {} },
      dryRun: false,
    };
    const answer = await refused(
      await post(backend, "/api/deploy2/finish_push", body, { admin: true }),
    );
    expect(answer.status).toBe(400);
  });

  test("a push body that is no brotli, or no push, is a 400", async () => {
    const garbled = await fetch(`${backend.url}/api/deploy2/start_push`, {
      method: "POST",
      headers: {
        "Content-Encoding": "br",
        "Content-Type": "application/json",
        Authorization: `Convex ${backend.adminKey}`,
      },
      body: "not brotli",
    });
    expect((await refused(garbled)).status).toBe(400);
    const empty = await post(
      backend,
      "/api/deploy2/start_push",
      { adminKey: backend.adminKey },
      { admin: true },
    );
    expect((await refused(empty)).status).toBe(400);
  });

  test("bytes that are no HTTP close that connection and nothing else", async () => {
    const port = Number(new URL(backend.url).port);
    await new Promise<void>((done) => {
      const socket = connect(port, "127.0.0.1", () => socket.end("\u0000\u0001 not http\r\n\r\n"));
      socket.on("error", () => {});
      socket.on("close", () => done());
      socket.resume();
    });
  });

  test("odd upload and file paths are refused", async () => {
    for (const path of [
      "/api/storage/",
      "/api/storage/..%2f..%2fetc%2fpasswd",
      "/api/storage/%00",
      "/api/storage/x?component=y",
    ]) {
      expect((await fetch(backend.url + path)).status, path).toBeGreaterThanOrEqual(400);
    }
    expect((await fetch(`${backend.siteUrl}/%E0%A4%A`)).status).toBeGreaterThanOrEqual(400);
  });
});

describe("the sync socket", () => {
  const fatal = async (say: (session: Awaited<ReturnType<typeof openSession>>) => void) => {
    const session = await openSession(backend.url);
    say(session);
    await waitFor("the close", () => session.closed());
    return session.received.find(({ type }) => type === "FatalError");
  };

  test("text that is no JSON, no message, or out of turn ends that connection only", async () => {
    await fatal((session) => session.send("{"));
    await fatal((session) => session.send('"text"'));
    await fatal((session) => session.send({ type: "NoSuchMessage" }));
    await fatal((session) => session.add());
    await fatal((session) => {
      session.connect();
      session.send({ type: "Mutation", requestId: "x", udfPath: 5, args: "no" });
    });
  });

  test("binary frames end that connection only", async () => {
    await fatal((session) => {
      session.connect();
      session.socket.send(Buffer.from([0, 1, 2]));
    });
  });

  test("an Authenticate out of turn is fatal", async () => {
    const error = await fatal((session) => {
      session.connect();
      session.send({ type: "Authenticate", baseVersion: 3, tokenType: "None" });
    });
    expect(error).toBeDefined();
  });

  test("other client versions, and none, may connect", async () => {
    for (const path of ["/api/0.1.0/sync", "/api/99.0.0-alpha.1/sync", "/api/sync"]) {
      const session = await openSession(backend.url, { path });
      session.connect();
      session.add({ id: 0, path: "counters:get", args: { name: "alive" } });
      await session.waitForValue(0, (value) => value === 0);
      session.close();
    }
  });

  test("unknown functions and bad arguments fail that query or call, not the session", async () => {
    const session = await openSession(backend.url);
    session.connect();
    session.add(
      { id: 0, path: "no:such" },
      { id: 1, path: "not a path" },
      { id: 2, path: "tasks:list", args: {} },
    );
    await waitFor("the failures", () =>
      [0, 1, 2].every((id) => session.updates(id)[0]?.type === "QueryFailed"),
    );
    session.mutate(0, "no:such", {});
    expect(await session.response(0)).toMatchObject({ success: false });
    session.act(1, "tasks:create", { list: "x", title: "y" });
    expect(await session.response(1)).toMatchObject({ success: false });
    session.add({ id: 3, path: "counters:get", args: { name: "alive" } });
    await session.waitForValue(3, (value) => value === 0);
    session.close();
  });

  test("clients of other people cannot read components or system functions", async () => {
    const session = await openSession(backend.url);
    session.connect();
    session.send({
      type: "ModifyQuerySet",
      baseVersion: 0,
      newVersion: 1,
      modifications: [{ type: "Add", queryId: 0, udfPath: "_system/cli/tables", args: [{}] }],
    });
    await waitFor(
      "a refusal",
      () => session.updates(0)[0]?.type === "QueryFailed" || session.closed(),
    );
    expect(session.updates(0)[0]?.type).not.toBe("QueryUpdated");
    session.close();
  });
});

test("an endless query, mutation and subscription end in time-out errors, and others are served meanwhile", async () => {
  const session = await openSession(backend.url);
  session.connect();
  session.add({ id: 0, path: "runtime:spin" });
  let ended = false;
  const endless = [tryCall(backend, "runtime:spin"), tryCall(backend, "runtime:spinMutation")];
  void Promise.all(endless).finally(() => (ended = true));
  let servedMeanwhile = 0;
  while (!ended) {
    await call(backend, "counters:get", { name: "meanwhile" });
    await call(backend, "counters:increment", { name: "busy" });
    if (!ended) servedMeanwhile += 1;
    await letPass(20);
  }
  for (const answer of await Promise.all(endless)) {
    expect(answer.errorMessage).toMatch(/Function execution timed out \(maximum duration: .*\)/);
  }
  expect(servedMeanwhile).toBeGreaterThan(5);
  expect(await call(backend, "runtime:journal", { tag: "spin" })).toEqual([]);
  await waitFor("the subscription's failure", () => session.updates(0)[0]?.type === "QueryFailed");
  session.mutate(0, "counters:increment", { name: "after the loop" });
  expect(await session.response(0)).toMatchObject({ success: true });
  session.close();
});
