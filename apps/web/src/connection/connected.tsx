// The connection to the backend, for everything below.
import { ConvexAuthProvider } from "@convex-dev/auth/react";
import { ConvexReactClient } from "convex/react";
import type { ReactNode } from "react";

import { ConfigurationPage } from "./configuration-page.tsx";

import { readEnv } from "./env.ts";
import { SiteUrlContext } from "@/session/site-url";

const env = readEnv(import.meta.env);
/** One client for the life of the page. */
const client = env.kind === "ok" ? new ConvexReactClient(env.convexUrl) : null;

export function Connected({ children }: { children: ReactNode }) {
  if (env.kind === "invalid") return <ConfigurationPage problem={env.problem} />;
  return (
    <ConvexAuthProvider client={client!}>
      <SiteUrlContext value={env.siteUrl}>{children}</SiteUrlContext>
    </ConvexAuthProvider>
  );
}
