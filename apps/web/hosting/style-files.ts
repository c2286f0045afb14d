import { resolve } from "node:path";

import type { Plugin } from "vite";

const SONNER = /\/sonner\/dist\/index\.mjs/;
const INSERTION = /^__insertCSS\(".*"\);?$/m;

/**
 * Loads as files what libraries would add to pages as style elements, which the headers for hosting refuse: sonner's
 * styles, and the rules by which Radix keeps a page from scrolling.
 */
export function styleFiles(): Plugin {
  return {
    name: "style-files",
    config: () => ({
      resolve: {
        alias: {
          "react-style-singleton": resolve(import.meta.dirname, "style-singleton.ts"),
        },
      },
    }),
    transform(code, id) {
      if (!SONNER.test(id)) return null;
      if (!INSERTION.test(code)) {
        this.error("sonner no longer adds its styles as it did: look at hosting/style-files.ts.");
      }
      return {
        code: `import "sonner/dist/styles.css";\n${code.replace(INSERTION, "")}`,
        map: null,
      };
    },
  };
}
