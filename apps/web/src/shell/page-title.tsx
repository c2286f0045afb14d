import { APP_NAME } from "@repo/validators/app";
import type { ReactNode } from "react";

/** The heading of a page and the title of its tab. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="grid gap-1">
      <title>{`${title} · ${APP_NAME}`}</title>
      <h1 tabIndex={-1} className="text-2xl font-semibold tracking-tight">
        {title}
      </h1>
      {children && <p className="text-pretty text-muted-foreground">{children}</p>}
    </div>
  );
}
