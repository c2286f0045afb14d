import type { Plugin } from "vite";

import { headerRules, headersFile, headersOf, type HeaderRule } from "./headers.ts";

/** Writes the headers for hosting beside the pages, and sends them where a build is looked at with `vite preview`. */
export function hosting(): Plugin {
  let rules: readonly HeaderRule[] = [];
  return {
    name: "hosting",
    configResolved: ({ env }) => {
      rules = headerRules(env);
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "_headers", source: headersFile(rules) });
    },
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use((request, response, next) => {
        for (const [name, value] of Object.entries(headersOf(rules, request.url ?? "/"))) {
          response.setHeader(name, value);
        }
        next();
      });
    },
  };
}
