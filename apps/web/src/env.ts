// The build's environment, checked once. Everything the app reads from it is named here.

/** What was wrong with the environment, as a sentence, or the checked values. */
export type Env = { kind: "ok"; convexUrl: string } | { kind: "invalid"; problem: string };

/** Checks the values Vite has put into the build. Never throws. */
export function readEnv(values: { VITE_CONVEX_URL?: string }): Env {
  const value = values.VITE_CONVEX_URL?.trim();
  if (!value) return { kind: "invalid", problem: "VITE_CONVEX_URL is not set." };
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    return {
      kind: "invalid",
      problem: `VITE_CONVEX_URL is "${value}", which is not an http or https address.`,
    };
  }
  return { kind: "ok", convexUrl: value.replace(/\/+$/, "") };
}
