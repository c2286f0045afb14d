// `convex run --inline-query`: the module the CLI sends imports builders that exist on the server
// only. They are bundled in, so that what runs is a module like any other.

import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { BackendError } from "../kernel/errors.ts";

const WRAPPERS = "convex:/_system/repl/wrappers.js";
const here = fileURLToPath(new URL(".", import.meta.url));

const wrappers: Plugin = {
  name: "wrappers",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^convex:\/_system\/repl\/wrappers\.js$/ }, () => ({
      path: WRAPPERS,
      namespace: "wrappers",
    }));
    onLoad({ filter: /.*/, namespace: "wrappers" }, () => ({
      contents:
        'export { queryGeneric as query, internalQueryGeneric as internalQuery } from "convex/server";',
      resolveDir: here,
    }));
  },
};

/**
 * One module without imports from the source of an inline query.
 * @param source an ES module with a query as its default export
 * @throws BackendError InvalidTestQuery with what is wrong and in which line
 */
export async function bundleTestQuery(source: string): Promise<string> {
  try {
    const result = await build({
      stdin: { contents: source, sourcefile: "testQuery.js", resolveDir: here },
      plugins: [wrappers],
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "esnext",
      logLevel: "silent",
    });
    return result.outputFiles[0]?.text ?? "";
  } catch (error) {
    throw new BackendError("InvalidTestQuery", problems(error));
  }
}

function problems(error: unknown): string {
  const { errors } = error as { errors?: { text: string; location: { line: number } | null }[] };
  if (errors === undefined) return error instanceof Error ? error.message : String(error);
  return errors
    .map(({ text, location }) => `${text}${location === null ? "" : ` (line ${location.line})`}`)
    .join("; ");
}
