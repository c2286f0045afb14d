// What the tests in a browser and the screenshots share: the pages, built once, and a backend's data with the demo,
// pushed and seeded once. Each test file then starts on a copy.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runFunction } from "@repo/backend/embedded/admin";
import { storeApp } from "@repo/backend/embedded/app";
import type { Embedded } from "@repo/backend/embedded/backend";

import { buildApp } from "../../bundle/measure.ts";
import { allOrNone } from "./all-or-none.ts";
import type { Prepared } from "./app.ts";
import { addCrew } from "./crew.ts";
import { loadParts } from "./part.ts";
import { until } from "./until.ts";
import { ADDRESSES } from "./site.ts";

/**
 * Builds the pages, and seeds a backend.
 * @returns where they are, and what removes them
 * @throws when the build fails, or the app cannot be pushed
 */
export async function prepare(): Promise<Prepared & { remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "web-e2e-"));
  const [data, pages] = [join(folder, "data"), join(folder, "pages")];
  const remove = () => rm(folder, { recursive: true, force: true });
  const addresses = {
    VITE_CONVEX_URL: ADDRESSES.backend,
    VITE_CONVEX_SITE_URL: ADDRESSES.site,
  };
  try {
    await allOrNone([buildApp(addresses, pages), storeApp(data, { DEMO_DEPLOYMENT: "1" }, seed)]);
  } catch (error) {
    await remove();
    throw error;
  }
  return { data, pages, remove };
}

async function seed(backend: Embedded): Promise<void> {
  await runFunction(backend, "seed:run");
  await addCrew(backend);
  const checks = (await loadParts()).flatMap(({ isSettled }) => isSettled ?? []);
  await until(async () =>
    (await Promise.all(checks.map((isSettled) => isSettled(backend)))).every(Boolean),
  );
}
