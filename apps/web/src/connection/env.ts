// The build's environment, checked once. Everything the app reads from it is named here.
import { words } from "./words.ts";

/** What was wrong with the environment, as a sentence, or the checked values. */
export type Env =
  { kind: "ok"; convexUrl: string; siteUrl: string } | { kind: "invalid"; problem: string };

/** Checks the values Vite has put into the build. Never throws. */
export function readEnv(values: { VITE_CONVEX_URL?: string; VITE_CONVEX_SITE_URL?: string }): Env {
  const value = values.VITE_CONVEX_URL?.trim();
  if (!value) return { kind: "invalid", problem: words.urlNotSet("VITE_CONVEX_URL") };
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    return { kind: "invalid", problem: words.urlNotUsable("VITE_CONVEX_URL", value) };
  }
  const convexUrl = value.replace(/\/+$/, "");
  return { kind: "ok", convexUrl, siteUrl: values.VITE_CONVEX_SITE_URL || siteOf(convexUrl) };
}

/** Where HTTP routes answer, by the rule of Convex: `.convex.site` in the cloud, else the port after the API's. */
function siteOf(convexUrl: string): string {
  const url = new URL(convexUrl);
  if (url.hostname.endsWith(".convex.cloud")) {
    url.hostname = url.hostname.replace(/\.cloud$/, ".site");
  } else if (url.port) {
    url.port = String(Number(url.port) + 1);
  }
  return url.origin;
}
