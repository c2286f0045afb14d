// How our own scripts run the official CLI: always this way, so that it asks and reports nothing.

import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import type { Deployment } from "./deployment.ts";

/** The CLI that a package has installed, as a script for Node. @param folder of the package */
export function cliScript(folder: string): string {
  return join(folder, "node_modules", "convex", "bin", "main.js");
}

/**
 * The environment to run the CLI in.
 * @param deployment what it is turned to; null: whatever it chooses by itself, as from its env files
 */
export function cliEnvironment(deployment: Deployment | null): NodeJS.ProcessEnv {
  // Keeps the CLI from reporting its errors and timings to its makers: where there is no network it
  // waits for that, and prints the stack of the reporter after the error.
  const quiet: NodeJS.ProcessEnv = { ...process.env, CI: process.env["CI"] || "1" };
  if (deployment === null) return quiet;
  const {
    CONVEX_DEPLOYMENT: _deployment,
    CONVEX_DEPLOY_KEY: _deployKey,
    CONVEX_URL: _url,
    ...inherited
  } = quiet;
  return {
    ...inherited,
    CONVEX_SELF_HOSTED_URL: deployment.origin,
    CONVEX_SELF_HOSTED_ADMIN_KEY: deployment.adminKey,
  };
}

/**
 * Whether a line of a failure says only which request of the CLI has failed, or how not to look: what
 * is wrong with the functions stands in the lines after it.
 */
export function isAboutTheCli(line: string): boolean {
  return (
    /^✖ Error: Unable to \w+ push to \S+$/.test(line) ||
    /^✖ Error fetching \w+ .* Hit an error while pushing:$/.test(line) ||
    line.startsWith("To ignore failing typecheck")
  );
}

/**
 * The error in what the CLI has printed: from the line that names it on, without what it was doing
 * before; all of it where no line does.
 */
export function errorIn(printed: string): string {
  const lines = stripVTControlCharacters(printed)
    .replaceAll("\r", "\n")
    .split("\n")
    .map((line) => line.trimEnd());
  const first = lines.findIndex((line) => /^([✖✘] |\S*Error\b)/.test(line));
  const told = first === -1 ? lines : lines.slice(first);
  return told
    .filter((line) => !isAboutTheCli(line))
    .join("\n")
    .trim();
}
