// Where the backend lives: here, unless an env file of packages/backend names a deployment.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** A deployment that is not ours to start: in Convex's cloud, or somebody's own. */
export interface OtherHome {
  /** The variable that names it, and the file it stands in, relative to the root. */
  variable: string;
  file: string;
}

export interface HomeUrls {
  backend: string;
  site: string | null;
}

/** Any of these chooses a deployment for the convex CLI. */
const CHOICES = ["CONVEX_DEPLOYMENT", "CONVEX_DEPLOY_KEY", "CONVEX_SELF_HOSTED_URL"];

/** In the order in which the convex CLI lets one override the other. */
const FILES = [".env.local", ".env"].map((name) => join("packages", "backend", name));

/** Null when the embedded backend is to be used. */
export function findOtherHome(root: string): OtherHome | null {
  for (const file of FILES) {
    const values = readEnvFile(join(root, file));
    const variable = CHOICES.find((name) => values[name]);
    if (variable) return { variable, file };
  }
  return null;
}

/** The addresses that the convex CLI has written down after its first push. Null when it has not. */
export function readHomeUrls(root: string): HomeUrls | null {
  for (const file of FILES) {
    const values = readEnvFile(join(root, file));
    const backend = values.CONVEX_URL ?? values.VITE_CONVEX_URL;
    const site = values.CONVEX_SITE_URL ?? values.VITE_CONVEX_SITE_URL ?? null;
    if (backend) return { backend, site };
  }
  return null;
}

function readEnvFile(path: string): Partial<Record<string, string>> {
  return existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
}
