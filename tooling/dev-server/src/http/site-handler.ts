import type { App } from "../kernel/app.ts";
import { BackendError } from "../kernel/errors.ts";
import type { Fetch } from "../listener/listen.ts";
import { siteApi } from "./site.ts";

/**
 * The handler of the site origin: HTTP actions, and nothing of the backend's own but the answer to
 * a failure of its own.
 */
export function siteHandler(
  app: Pick<App, "auth" | "runner">,
  report: (error: unknown) => void,
): Fetch {
  const site = siteApi(app);
  return async (request, env) => {
    try {
      return await site(request, env);
    } catch (error) {
      if (error instanceof BackendError) {
        return Response.json(
          { code: error.code, message: error.message },
          { status: error.status },
        );
      }
      report(error);
      const message = error instanceof Error ? error.message : String(error);
      return Response.json({ code: "InternalServerError", message }, { status: 500 });
    }
  };
}
