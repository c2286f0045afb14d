// What each feature adds to the tests of the app, in a file of `e2e/parts`.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import type { Embedded } from "@repo/backend/embedded/backend";

import type { App } from "./app.ts";
import type { Expected } from "./expected-problem.ts";

/** What a feature adds to the tests of the app. */
export interface Part {
  /** Whether its part of the demo is complete, which work in the background may still have to do. */
  isSettled?: (backend: Embedded) => Promise<boolean>;
  /** What the parameters of its addresses stand for, by their names: `$thread`. */
  params?: Readonly<Record<string, (app: App) => Promise<string>>>;
  /** Addresses of its pages in states that differ from the first, such as a tab. */
  states?: readonly string[];
  /** Flows of the backend that no page offers, by name, each with the reason. */
  screenless?: Readonly<Record<string, string>>;
  /** Problems that its tests cause on purpose. */
  expectedProblems?: readonly Expected[];
}

const parts = join(import.meta.dirname, "..", "parts");

/** Loads what each feature adds. */
export async function loadParts(): Promise<Part[]> {
  // An app whose optional features are removed has none.
  const names = existsSync(parts) ? readdirSync(parts) : [];
  const files = names.filter((file) => file.endsWith(".ts"));
  return await Promise.all(
    files.map(async (file) => ((await import(join(parts, file))) as { part: Part }).part),
  );
}
