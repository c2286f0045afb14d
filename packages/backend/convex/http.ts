// HTTP routes of the site origin: the discovery document and keys by which session tokens are checked,
// and the bytes of files for those who may have them. Every answer with bytes has the headers of
// `model/fileHeaders.ts`: a sender names the type of a file, and must not make a page of it.
import { isAppError } from "@repo/validators/errors";
import { corsRouter } from "convex-helpers/server/cors";
import { httpRouter } from "convex/server";
import { internal } from "./_generated/api";
import { auth } from "./auth";
import { env, httpAction } from "./_generated/server";
import { fileHeaders, publicFileHeaders } from "./model/fileHeaders";
import { fileAt, publicPrefix } from "./uploads";

const http = httpRouter();
auth.addHttpRoutes(http);

/** Only the web app's own origin may read an answer; without SITE_URL none may. */
const forApp = corsRouter(http, {
  allowedOrigins: async () => (env.SITE_URL === undefined ? [] : [new URL(env.SITE_URL).origin]),
  allowedHeaders: ["Authorization"],
  exposedHeaders: ["Content-Disposition"],
});

/** `GET /public/<file>.<signature>`: the address is the right to the file. */
http.route({
  pathPrefix: publicPrefix,
  method: "GET",
  handler: httpAction(async (ctx, request) => {
    const storageId = await fileAt(new URL(request.url).pathname.slice(publicPrefix.length));
    if (storageId === null) return refusal(404);
    const file = await ctx.runQuery(internal.files.stored, { storageId });
    const bytes = await ctx.storage.get(storageId);
    if (file === null || bytes === null) return refusal(404);
    return new Response(bytes, { headers: publicFileHeaders(file) });
  }),
});

const prefix = "/files/";

/** `GET /files/<id>` with `Authorization: Bearer <session token>`. */
forApp.route({
  pathPrefix: prefix,
  method: "GET",
  handler: httpAction(async (ctx, request) => {
    const id = new URL(request.url).pathname.slice(prefix.length);
    try {
      const file = await ctx.runQuery(internal.files.served, { id });
      const bytes = await ctx.storage.get(file.storageId);
      return bytes === null ? refusal(404) : new Response(bytes, { headers: fileHeaders(file) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      return refusal(error.data.code === "UNAUTHENTICATED" ? 401 : 404);
    }
  }),
});

function refusal(status: 401 | 404): Response {
  const text =
    status === 401 ? "Sign in first." : "There is no such file, or it is not yours to see.";
  return new Response(text, { status, headers: { "Cache-Control": "no-store" } });
}

export default http;
