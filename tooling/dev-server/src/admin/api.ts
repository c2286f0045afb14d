// Routes of the CLI beside pushes: addresses, environment variables, logs, ad-hoc queries.

import { Hono, type Context } from "hono";
import { INSTANCE_NAME, requireAdmin } from "../auth/admin-access.ts";
import type { Deployments } from "../deploy/deployments.ts";
import type { EnvironmentChange } from "../deploy/environment-table.ts";
import type { App } from "../kernel/app.ts";
import { BackendError } from "../kernel/errors.ts";
import type { QueryOutcome } from "../kernel/function-types.ts";
import { readJsonBody } from "../wire/body.ts";
import { failureText, logText, newRequestId } from "../wire/call-texts.ts";
import type { ExecutionLog } from "./logs.ts";
import { bundleTestQuery } from "./test-query.ts";

export type AdminApp = Pick<App, "auth" | "config" | "database" | "random" | "runner"> & {
  deployments: Deployments;
  logs: ExecutionLog;
};
type Body = Record<string, unknown>;

const MAX_ECHO_BYTES = 128 * 1024 * 1024;

/** Everything the CLI asks for that is not a push, a function call, an import or an export. */
export function adminApi(app: AdminApp): Hono {
  const api = new Hono();
  const onlyAdmin = (c: Context): void => requireAdmin(app.auth, c.req.header("authorization"));

  api.get("/", (c) => c.text("This is a Convex-compatible development backend (Groundwork)."));
  api.get("/version", (c) => c.text(app.runner.deployment.udfServerVersion));
  api.get("/instance_name", (c) => c.text(INSTANCE_NAME));
  api.get("/instance_version", (c) => c.text("groundwork-dev-server"));
  api.get("/api/check_admin_key", (c) => {
    onlyAdmin(c);
    return c.json({ success: true, adminKeyInstanceName: INSTANCE_NAME });
  });
  api.get("/api/v1/get_canonical_urls", (c) => {
    onlyAdmin(c);
    return c.json({ convexCloudUrl: app.config.cloudOrigin, convexSiteUrl: app.config.siteOrigin });
  });
  api.post("/api/debug_event", (c) => c.json(null));
  api.get("/api/shapes2", (c) => {
    onlyAdmin(c);
    const component = c.req.query("component") ?? "";
    const names = app.database.read((tx) => tx.tables({ component })).value;
    const userTables = names.filter((name) => !name.startsWith("_")).toSorted();
    // Shapes are not inferred; Convex, too, says so of a table whose shape it has not worked out yet.
    return c.json(Object.fromEntries(userTables.map((name) => [name, { type: "Unknown" }])));
  });
  // `convex network-test` sends what it wants to see again.
  api.post("/echo", (c) => echo(c.req.raw));

  api.get("/api/list_environment_variables", (c) => {
    onlyAdmin(c);
    return c.json({ environment_variables: app.deployments.environment() });
  });
  api.post("/api/update_environment_variables", async (c) => {
    const body = await adminBody(app, c);
    await app.deployments.updateEnvironment(environmentChanges(body.changes));
    return c.body(null, 200);
  });

  api.get("/api/stream_function_logs", async (c) => {
    onlyAdmin(c);
    const cursor = Number(c.req.query("cursor") ?? 0);
    if (!Number.isFinite(cursor) || cursor < 0) {
      throw new BackendError("BadCursor", "`cursor` must be a time in milliseconds, or 0.");
    }
    return c.json(await app.logs.poll(cursor, { signal: c.req.raw.signal }));
  });

  api.post("/api/run_test_function", async (c) => {
    const body = await adminBody(app, c);
    const source = (body.bundle as Body | null | undefined)?.source;
    if (typeof source !== "string") {
      throw new BackendError("BadTestFunction", "`bundle.source` must be the text of a module.");
    }
    const component = typeof body.componentId === "string" ? body.componentId : "";
    if (!Object.hasOwn(app.runner.deployment.components, component)) {
      throw new BackendError("ComponentNotFound", `No component has the id "${component}".`);
    }
    const outcome = await app.runner.testQuery(await bundleTestQuery(source), component);
    return testResponse(outcome, newRequestId(app.random));
  });
  return api;
}

/** The body as it comes, of which nothing is kept. */
function echo(request: Request): Response {
  if (Number(request.headers.get("content-length")) > MAX_ECHO_BYTES) {
    throw new BackendError("BodyTooLarge", "More than 128 MiB are not echoed.", 413);
  }
  return new Response(request.body, { headers: { "content-type": "application/octet-stream" } });
}

async function adminBody(app: AdminApp, c: Context): Promise<Body> {
  const header = c.req.header("authorization");
  if (header !== undefined) requireAdmin(app.auth, header);
  const body = await readJsonBody(c.req.raw, header !== undefined);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new BackendError("BadJsonBody", "The request body must be a JSON object.");
  }
  requireAdmin(app.auth, header, (body as Body).adminKey);
  return body as Body;
}

function environmentChanges(value: unknown): EnvironmentChange[] {
  if (!Array.isArray(value)) {
    throw new BackendError("BadEnvironmentChanges", "`changes` must be a list of {name, value}.");
  }
  return value.map((item: unknown, index) => {
    const { name, value: to = null } = (item ?? {}) as { name?: unknown; value?: unknown };
    if (typeof name !== "string" || (to !== null && typeof to !== "string")) {
      throw new BackendError(
        "BadEnvironmentChanges",
        `\`changes[${index}]\` must be {name: string, value: string or null}.`,
      );
    }
    return { name, value: to };
  });
}

/** The value is JSON text already: it is put into the answer as it is. */
function testResponse({ result, logLines }: QueryOutcome, requestId: string): Response {
  const logs = logLines.length === 0 ? "" : `,"logLines":${JSON.stringify(logLines.map(logText))}`;
  const body = result.ok
    ? `{"status":"success","value":${result.value}${logs}}`
    : `{"status":"error","errorMessage":${JSON.stringify(failureText(requestId, result.error))}` +
      `${result.error.data === undefined ? "" : `,"errorData":${result.error.data}`}${logs}}`;
  return new Response(body, { headers: { "content-type": "application/json" } });
}
