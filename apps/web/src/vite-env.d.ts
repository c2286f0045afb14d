interface ImportMetaEnv {
  /** Origin of the Convex deployment, such as `http://127.0.0.1:3210`. */
  readonly VITE_CONVEX_URL?: string;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}
