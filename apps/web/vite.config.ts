import { resolve } from "node:path";

import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { hosting } from "./hosting/plugin.ts";
import { styleFiles } from "./hosting/style-files.ts";

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
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
});
