// Whose session tokens the deployment accepts: those that `auth.ts` signs, issued under the site origin.
import type { AuthConfig } from "convex/server";

declare const process: { env: { CONVEX_SITE_URL: string } };

export default {
  providers: [
    {
      // eslint-disable-next-line @convex-dev/no-process-env -- evaluated alone at push, without `env`
      domain: process.env.CONVEX_SITE_URL,
      applicationID: "convex",
    },
  ],
} satisfies AuthConfig;
