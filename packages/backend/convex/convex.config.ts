// The app's components and its environment variables. A push fails without the required ones.
import migrations from "@convex-dev/migrations/convex.config.js";
import aggregate from "@convex-dev/aggregate/convex.config.js";
import rag from "@convex-dev/rag/convex.config.js";
import agent from "@convex-dev/agent/convex.config.js";
import resend from "@convex-dev/resend/convex.config.js";
import rateLimiter from "@convex-dev/rate-limiter/convex.config.js";
import { defineApp } from "convex/server";
import { v } from "convex/values";
import { modelEnv } from "./model/ai/env";

const app = defineApp({
  env: {
    /** Signs the session tokens: an RS256 private key in PKCS #8, set with JWKS by `pnpm auth:keys`. */
    JWT_PRIVATE_KEY: v.string(),
    /** The public half, as a JSON Web Key Set. */
    JWKS: v.string(),
    /**
     * "1" where the server takes a client's address from the connection, or from a proxy that writes
     * X-Forwarded-For itself. Without it addresses are neither counted nor recorded.
     */
    TRUST_CLIENT_ADDRESS: v.string().optional(),
    /** Where the web app is served; sign-in links lead back to it. */
    SITE_URL: v.string().optional(),
    /** The keys of an OAuth app at GitHub, and at Google. The button is there when both of one are. */
    AUTH_GITHUB_ID: v.string().optional(),
    AUTH_GITHUB_SECRET: v.string().optional(),
    AUTH_GOOGLE_ID: v.string().optional(),
    AUTH_GOOGLE_SECRET: v.string().optional(),
    /** What the auth library logs of each step: DEBUG, INFO, WARN or ERROR; default: INFO. */
    AUTH_LOG_LEVEL: v.string().optional(),
    /** The key of resend.com. Without it e-mails stay in the table `emails` and are not sent. */
    RESEND_API_KEY: v.string().optional(),
    /** Who e-mails come from, such as `Your app <app@your.domain>`. Needed with `RESEND_API_KEY`. */
    EMAIL_FROM: v.string().optional(),
    /** The secret of Resend's webhook, which reports the delivery of e-mails. */
    RESEND_WEBHOOK_SECRET: v.string().optional(),
    ...modelEnv,
    /**
     * Makes this a demo: `seed:run` creates accounts with public passwords, and admins read all e-mails. "1",
     * or on Convex's cloud the deployment's own name.
     */
    DEMO_DEPLOYMENT: v.string().optional(),
  },
});
app.use(migrations);
app.use(aggregate);
app.use(rag);
app.use(agent);
app.use(rateLimiter);
app.use(resend);

export default app;
