// What the tests in a browser and the screenshots share: the pages, built once, and a backend's data with the demo,
// pushed and seeded once. Each test file then starts on a copy.
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runFunction } from "@repo/backend/embedded/admin";
import { storeApp } from "@repo/backend/embedded/app";
import type { Embedded } from "@repo/backend/embedded/backend";
import { build } from "vite";

import type { App } from "./app.ts";
import { until } from "./until.ts";
import { ADDRESSES } from "./site.ts";

/** What a feature adds to the tests of the app, in a file of `e2e/parts`. */
export interface Part {
  /** Whether its part of the demo is complete, which work in the background may still have to do. */
  isSettled?: (backend: Embedded) => Promise<boolean>;
  /** What the parameters of its addresses stand for, by their names: `$thread`. */
  params?: Readonly<Record<string, (app: App) => Promise<string>>>;
  /** Addresses of its pages in states that differ from the first, such as a tab. */
  states?: readonly string[];
  /** Flows of the backend that no page offers, by name, each with the reason. */
  screenless?: Readonly<Record<string, string>>;
}

/** Folders with what `prepare` has made. */
export interface Prepared {
  data: string;
  pages: string;
}

const parts = join(import.meta.dirname, "..", "parts");

/** Loads what each feature adds. */
export async function loadParts(): Promise<Part[]> {
  const files = readdirSync(parts).filter((file) => file.endsWith(".ts"));
  return await Promise.all(
    files.map(async (file) => ((await import(join(parts, file))) as { part: Part }).part),
  );
}

/**
 * Builds the pages, and seeds a backend.
 * @returns where they are, and what removes them
 * @throws when the build fails, or the app cannot be pushed
 */
export async function prepare(): Promise<Prepared & { remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "web-e2e-"));
  const [data, pages] = [join(folder, "data"), join(folder, "pages")];
  await Promise.all([buildPages(pages), storeApp(data, { DEMO_DEPLOYMENT: "1" }, seed)]);
  return { data, pages, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function buildPages(outDir: string): Promise<void> {
  Object.assign(process.env, {
    VITE_CONVEX_URL: ADDRESSES.backend,
    VITE_CONVEX_SITE_URL: ADDRESSES.site,
  });
  const root = join(import.meta.dirname, "..", "..");
  await build({ root, mode: "production", logLevel: "warn", build: { outDir, emptyOutDir: true } });
}

async function seed(backend: Embedded): Promise<void> {
  await runFunction(backend, "seed:run");
  const checks = (await loadParts()).flatMap(({ isSettled }) => isSettled ?? []);
  await until(async () =>
    (await Promise.all(checks.map((isSettled) => isSettled(backend)))).every(Boolean),
  );
}
