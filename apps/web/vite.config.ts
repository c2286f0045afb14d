import { resolve } from "node:path";

import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { hosting } from "./hosting/plugin.ts";
import { styleFiles } from "./hosting/style-files.ts";

export default defineConfig(({ command }) => ({
  plugins: [
    tanstackRouter({
      target: "react",
      // In development all pages are one part: for one that is loaded later, the router waits in a way that React reports as
      // an error in the console.
      autoCodeSplitting: command === "build",
      quoteStyle: "double",
      tmpDir: "node_modules/.cache/tanstack-router",
    }),
    react(),
    tailwindcss(),
    hosting(),
    styleFiles(),
  ],
  resolve: { alias: { "@": resolve(import.meta.dirname, "src") } },
  server: {
    // Answers to localhost and to 127.0.0.1; a server bound to the name may listen on ::1 alone.
    host: "127.0.0.1",
    port: 5173,
  },
  preview: { host: "127.0.0.1" },
}));
