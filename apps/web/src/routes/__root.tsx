import { createRootRoute, Outlet } from "@tanstack/react-router";
import { Toaster } from "sonner";

import { ConnectionNotice } from "@/shell/connection-notice";

export const Route = createRootRoute({ component: Root });

function Root() {
  return (
    <>
      <Outlet />
      <ConnectionNotice />
      <Toaster theme="system" position="top-center" closeButton richColors />
    </>
  );
}
