// Whose session tokens the deployment accepts: those that `auth.ts` signs, issued under the site origin.
import type { AuthConfig } from "convex/server";

// Evaluated by itself at push, where there is no `env` to import.
declare const process: { env: { CONVEX_SITE_URL: string } };

export default {
  providers: [{ domain: process.env.CONVEX_SITE_URL, applicationID: "convex" }],
} satisfies AuthConfig;
