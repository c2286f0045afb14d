interface ImportMetaEnv {
  /** Origin of the Convex deployment, such as `http://127.0.0.1:3210`. */
  readonly VITE_CONVEX_URL?: string;
  readonly VITE_CONVEX_SITE_URL?: string;
}

interface ImportMeta {
  /** Imports the modules of a pattern; the bundler replaces the call. */
  // eslint-disable-next-line @typescript-eslint/consistent-type-imports -- an import statement would make this file a module
  readonly glob: import("vite/types/importGlob.d.ts").ImportGlobFunction;
  readonly env: ImportMetaEnv;
}
