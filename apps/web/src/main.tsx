import { APP_NAME } from "@repo/validators/app";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";

import { LoadingPage } from "@/shell/loading-page";

import { FirstVisit, firstVisitOf } from "./landing/first-visit.tsx";
// Pages without a menu follow the system's theme, too.
import "./lib/theme.ts";
import "./theme.css";

const loadClient = () => import("./client.tsx");
const Client = lazy(loadClient);
const loadPages = () => import("./pages.tsx");
const Pages = lazy(loadPages);

// Until a page gives the tab its own title.
document.title = APP_NAME;
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root.");
const client = (
  <Suspense fallback={<LoadingPage />}>
    <Client />
  </Suspense>
);
const firstVisit = firstVisitOf(location, localStorage);
createRoot(root).render(
  <StrictMode>
    {firstVisit ? (
      <FirstVisit page={firstVisit} loadClient={loadClient} loadPages={loadPages} pages={<Pages />}>
        {client}
      </FirstVisit>
    ) : (
      client
    )}
  </StrictMode>,
);
