import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Plugin, ResolvedConfig } from "vite";

import { headerRules, headersFile, headersOf, rulesOfFile } from "./headers.ts";

const FILE = "_headers";

/** Writes the headers for hosting beside the pages, and sends them where a build is looked at with `vite preview`. */
export function hosting(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "hosting",
    configResolved: (resolved) => {
      config = resolved;
    },
    generateBundle() {
      const source = headersFile(headerRules(config.env));
      this.emitFile({ type: "asset", fileName: FILE, source });
    },
    configurePreviewServer: ({ middlewares }) => {
      const folder = resolve(config.root, config.build.outDir);
      const rules = rulesOfFile(readFileSync(join(folder, FILE), "utf8"));
      middlewares.use((request, response, next) => {
        for (const [name, value] of Object.entries(headersOf(rules, request.url ?? "/"))) {
          response.setHeader(name, value);
        }
        next();
      });
    },
  };
}
