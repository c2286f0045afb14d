// Routes of a push, as the CLI calls them.

import { Hono, type Context } from "hono";
import { requireAdmin } from "../auth/admin-access.ts";
import type { App } from "../kernel/app.ts";
import { BackendError } from "../kernel/errors.ts";
import { readJsonBody } from "../wire/body.ts";
import type { Deployments } from "./deployments.ts";
import { EarlierPushes } from "./earlier-pushes.ts";
import { Pushes } from "./pushes.ts";
import { schemaAdvice } from "./schema-advice.ts";

type Body = Record<string, unknown>;

/**
 * `/api/get_config_hashes`, `/api/deploy2/*`, and what earlier CLIs call in their place. All of them
 * ask for the admin key.
 */
export function deployApi(app: Pick<App, "auth"> & { deployments: Deployments }): Hono {
  const { deployments } = app;
  const pushes = new Pushes(deployments);
  const earlier = new EarlierPushes(pushes);
  const api = new Hono();

  const admin = async (c: Context): Promise<Body> => {
    const header = c.req.header("authorization");
    // With a wrong key in the header, the body is not read at all.
    if (header !== undefined) requireAdmin(app.auth, header);
    const body = await readJsonBody(c.req.raw, header !== undefined);
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
      throw new BackendError("BadPushRequest", "The request body must be a JSON object.");
    }
    requireAdmin(app.auth, header, (body as Body).adminKey);
    return body as Body;
  };

  api.post("/api/get_config_hashes", async (c) => {
    await admin(c);
    return c.json(pushes.configHashes());
  });
  api.post("/api/deploy2/start_push", async (c) => c.json(await pushes.start(await admin(c))));
  api.post("/api/deploy2/evaluate_push", async (c) => c.json(await pushes.preview(await admin(c))));
  api.post("/api/deploy2/evaluate_schema", async (c) =>
    c.json(await schemaAdvice(deployments, await admin(c))),
  );
  api.post("/api/deploy2/wait_for_schema", async (c) => {
    const body = await admin(c);
    return c.json(pushes.checkSchema(body.schemaChange, body.dryRun === true));
  });
  api.post("/api/deploy2/finish_push", async (c) => {
    const body = await admin(c);
    const echo = (body.startPush as Body | null | undefined)?.schemaChange;
    return c.json(await pushes.finish(echo, body.dryRun === true));
  });
  api.post("/api/deploy2/report_push_completed", async (c) => {
    await admin(c);
    return c.json(null);
  });

  api.post("/api/prepare_schema", async (c) => c.json(earlier.prepareSchema(await admin(c))));
  api.get("/api/schema_state/:id", (c) => {
    requireAdmin(app.auth, c.req.header("authorization"));
    return c.json(earlier.schemaState());
  });
  api.post("/api/push_config", async (c) => c.json(await earlier.push(await admin(c))));
  return api;
}
