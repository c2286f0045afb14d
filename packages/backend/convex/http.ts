// HTTP routes of the site origin: the discovery document and keys by which session tokens are checked, webhooks,
// uploads, and the bytes of files for callers who may read them. Every answer with bytes has the headers of
// `model/fileHeaders.ts`: the uploader names the type of a file, and browsers must not run it as a page.
import { isAppError } from "@repo/validators/errors";
import { fileSizeText } from "@repo/validators/files/files";
import { httpRouter } from "convex/server";
import { internal } from "./_generated/api";
import { userIdOf } from "./lib/access";
import { auth } from "./auth";
import { env } from "./_generated/server";
import { bodyWithin } from "./lib/bodyWithin";
import { idAt, publicPrefix, uploadPrefix } from "./model/files/fileAddresses";
import { fileHeaders, publicFileHeaders } from "./model/files/fileHeaders";
import { addRoute, textAnswer } from "./model/platform/routes";
import { webhook } from "./model/platform/webhooks";
import { resendEvent } from "./webhooks";

const http = httpRouter();
auth.addHttpRoutes(http);

/** Only the web app's own origin may read an answer; without SITE_URL none may. */
const forApp = {
  allowedOrigins: async () => (env.SITE_URL === undefined ? [] : [new URL(env.SITE_URL).origin]),
  allowedHeaders: ["Authorization"],
  exposedHeaders: ["Content-Disposition"],
};

/** `GET /public/<file>.<signature>`: the address grants access to the file. */
addRoute(http, {
  pathPrefix: publicPrefix,
  method: "GET",
  limit: { unlimited: "its address cannot be guessed, and browsers keep the answer" },
  handler: async (ctx, request) => {
    const storageId = await idAt<"_storage">(publicPrefix, request.url);
    if (storageId === null) return refusal(404);
    const file = await ctx.runQuery(internal.files.stored, { storageId });
    const bytes = await ctx.storage.get(storageId);
    if (file === null || bytes === null) return refusal(404);
    return new Response(bytes, { headers: publicFileHeaders(file) });
  },
});

/** `POST /webhooks/resend`, signed with RESEND_WEBHOOK_SECRET: the delivery of an e-mail. */
http.route({
  path: "/webhooks/resend",
  method: "POST",
  handler: webhook({
    source: "resend",
    secret: () => env.RESEND_WEBHOOK_SECRET,
    rateLimit: "webhooks.resend",
    event: resendEvent,
    take: internal.webhooks.takeResend,
  }),
});

const prefix = "/files/";

/** `GET /files/<id>` with `Authorization: Bearer <session token>`. */
addRoute(http, {
  pathPrefix: prefix,
  method: "GET",
  cors: forApp,
  limit: { rateLimit: "files.read", countedBy: userIdOf },
  handler: async (ctx, request) => {
    const id = new URL(request.url).pathname.slice(prefix.length);
    try {
      const file = await ctx.runQuery(internal.files.served, { id });
      const bytes = await ctx.storage.get(file.storageId);
      return bytes === null ? refusal(404) : new Response(bytes, { headers: fileHeaders(file) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      return refusal(error.data.code === "UNAUTHENTICATED" ? 401 : 404);
    }
  },
});

/** `POST /uploads/<upload>.<signature>`: the address grants the right to send one file, from any page. */
addRoute(http, {
  pathPrefix: uploadPrefix,
  method: "POST",
  // The address grants the right by itself, so any origin may use it.
  cors: {},
  // Limited per address: all bytes sent to it are stored before all but the first file are removed.
  limit: {
    rateLimit: "uploads.send",
    countedBy: async (_ctx, request) => await idAt<"uploads">(uploadPrefix, request.url),
  },
  handler: async (ctx, request, id) => {
    const upload = id && (await ctx.runQuery(internal.uploads.open, { id }));
    if (!id || !upload)
      return textAnswer(404, "This address took its file already, or is too old.");
    const bytes = await bodyWithin(request, upload.maxBytes);
    if (bytes === null) {
      return textAnswer(
        413,
        `The file is too large: ${fileSizeText(upload.maxBytes)} is the limit.`,
      );
    }
    const storageId = await ctx.storage.store(bytes);
    const isKept = await ctx.runMutation(internal.uploads.receive, { id, storageId });
    return isKept
      ? Response.json({ storageId })
      : textAnswer(409, "This address took its file already.");
  },
});

function refusal(status: 401 | 404): Response {
  return textAnswer(
    status,
    status === 401 ? "Sign in first." : "There is no such file, or you do not have access to it.",
  );
}

export default http;
