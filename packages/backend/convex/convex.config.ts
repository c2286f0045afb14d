// The app's components, and the environment variables a push refuses to go without.
import rateLimiter from "@convex-dev/rate-limiter/convex.config.js";
import { defineApp } from "convex/server";
import { v } from "convex/values";

const app = defineApp({
  env: {
    /** Signs the session tokens: an RS256 private key in PKCS #8, set with JWKS by `pnpm auth:keys`. */
    JWT_PRIVATE_KEY: v.string(),
    /** The public half, as a JSON Web Key Set. */
    JWKS: v.string(),
    /** Where the web app is served; sign-in links lead back to it. */
    SITE_URL: v.optional(v.string()),
    /** The key of resend.com. Without it e-mails are kept in the table `emails` and go nowhere. */
    RESEND_API_KEY: v.optional(v.string()),
    /** Set on a development deployment only: lets `seed:run` create accounts with public passwords. */
    GROUNDWORK_DEMO: v.optional(v.literal("1")),
  },
});
app.use(rateLimiter);

export default app;
