import type { App } from "./app.ts";
import type { DevOptions } from "./options.ts";
import type { Report } from "./report.ts";

/** What one run of `pnpm dev` works with. */
export interface DevSetup {
  app: App;
  options: DevOptions;
  report: Report;
}
