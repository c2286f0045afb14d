// What the generators need to know of a project.
import { join } from "node:path";

export interface Settings {
  /** The absolute path of the folder with a folder per generator, each with its `templates/` and `partials/`. */
  templates: string;
  /** What the names of the project's packages start with, such as `@repo`. */
  scope: string;
}

let current: Settings | undefined;

/** Sets the settings of this process. Call it once, before anything is planned. */
export function useSettings(settings: Settings): void {
  current = settings;
}

/** @throws Error when `useSettings` was not called */
function settings(): Settings {
  if (current === undefined) throw new Error("No settings: call convexProject first.");
  return current;
}

/**
 * The folder of a generator's templates.
 * @param generator such as `entity`
 * @returns its absolute path
 */
export function folderOf(generator: string): string {
  return join(settings().templates, generator);
}

/**
 * The name of a package of the project.
 * @param name such as `backend`
 * @returns such as `@repo/backend`
 */
export function packageName(name: string): string {
  return `${settings().scope}/${name}`;
}
