// What an optional feature is. Each is plain data that `pnpm plop remove` reads without running it; what is not
// listed belongs to the core. `reference/ownership.ts` derives the rest: tables, modules, limits, crons, flows, tests.

/** A file of the repository, by its path; a folder with all that is in it ends with "/". */
export type FeaturePath = string;

export interface Feature {
  /** What it is called in commands, such as `pnpm plop remove knowledge`. */
  name: string;
  /** What it does for people, in one sentence. */
  about: string;
  /** Features that it cannot do without. */
  uses: readonly string[];
  /** What is removed with it. Generated files are not listed: they are written again. */
  files: readonly FeaturePath[];
  /** What it adds to other features, by their names: is removed with the first of the two. */
  joins?: Readonly<Record<string, readonly FeaturePath[]>>;
  /** npm packages of the backend and the web app that nothing else uses, components among them. */
  packages: readonly string[];
}
