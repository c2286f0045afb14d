// What `npx convex import` asks for.

export const MODES = ["requireEmpty", "append", "replace", "replaceAll"] as const;
export const FORMATS = ["csv", "jsonLines", "jsonArray", "zip"] as const;

/** What the CLI says in `finish_upload`. */
export interface ImportRequest {
  mode: (typeof MODES)[number];
  format: (typeof FORMATS)[number];
  /** Not for a ZIP. */
  tableName: string | null;
  /** `""` for the app. */
  componentPath: string;
}
