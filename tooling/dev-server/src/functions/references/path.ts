// Names of functions: `dir/mod:fn`, with `mod` short for `mod:default`.

import { BackendError } from "../../kernel/errors.ts";

export interface FunctionPath {
  /** `dir/mod.js`: the key of the module in `DeployedComponent.modules`. */
  module: string;
  /** Export of that module. */
  name: string;
  /** `dir/mod:fn`: no extension, always with an export. */
  canonical: string;
}

/**
 * Reads the name of a function.
 * @param path `dir/mod:fn`, `dir/mod` (the default export); the module may end in `.js` or `.ts`
 * @throws BackendError InvalidFunctionPath
 */
export function parseFunctionPath(path: string): FunctionPath {
  const colon = path.lastIndexOf(":");
  const modulePart = colon === -1 ? path : path.slice(0, colon);
  const name = colon === -1 ? "default" : path.slice(colon + 1);
  const stem = modulePart.replace(/^\.?\/+/, "").replace(/\.(js|ts)$/, "");
  if (!/^[\w./-]+$/.test(stem) || stem.split("/").includes("..") || !/^[\w$]+$/.test(name)) {
    throw new BackendError(
      "InvalidFunctionPath",
      `"${path}" is not the path of a function; expected something like "messages:list".`,
    );
  }
  return { module: `${stem}.js`, name, canonical: `${stem}:${name}` };
}
