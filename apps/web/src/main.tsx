import { ConvexAuthProvider } from "@convex-dev/auth/react";
import { APP_NAME } from "@repo/validators/app";
import { ConvexReactClient } from "convex/react";
import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app.tsx";
import { readEnv } from "./env.ts";
import { ConfigurationPage } from "@/shell/configuration-page";
import { SiteUrlContext } from "./session/site-url.ts";
import { createAppRouter } from "./router.tsx";
// Pages without a menu follow the system's theme, too.
import "./lib/theme.ts";
import "./theme.css";

/** One client and one router for the life of the page. */
function start(): ReactNode {
  const env = readEnv(import.meta.env);
  if (env.kind === "invalid") return <ConfigurationPage problem={env.problem} />;
  return (
    <ConvexAuthProvider client={new ConvexReactClient(env.convexUrl)}>
      <SiteUrlContext value={env.siteUrl}>
        <App router={createAppRouter()} />
      </SiteUrlContext>
    </ConvexAuthProvider>
  );
}

// Until a page gives the tab its own title.
document.title = APP_NAME;
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root.");
createRoot(root).render(<StrictMode>{start()}</StrictMode>);
