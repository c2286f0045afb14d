// The path of a page of the web app. A type of its own, so that a link that somebody typed does not compile.
declare const made: unique symbol;

/** A path within the app, such as `/t/<team>/members`. */
export type AppPath = string & { readonly [made]: true };

/**
 * Makes a path: `` appPath`/t/${teamId}/members` ``. For `paths.ts` and what features add to it.
 * @param texts what stands between the values
 * @param values ids and other values, which are percent-encoded
 * @returns the path
 */
export function appPath(texts: TemplateStringsArray, ...values: string[]): AppPath {
  return String.raw({ raw: texts.raw }, ...values.map(encodeURIComponent)) as AppPath;
}
