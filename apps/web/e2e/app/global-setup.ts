import type { TestProject } from "vitest/node";

import type { Prepared } from "./app.ts";
import { prepare } from "./prepare.ts";

/**
 * Vitest's global set-up.
 * @returns what vitest runs at the end
 */
export default async function prepareOnce(project: TestProject): Promise<() => Promise<void>> {
  const { data, pages, remove } = await prepare();
  project.provide("prepared", { data, pages });
  return remove;
}

declare module "vitest" {
  interface ProvidedContext {
    prepared: Prepared;
  }
}
