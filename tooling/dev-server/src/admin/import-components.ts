// The components an import is for. One that no push has mounted yet is made, with its parents, as a
// component that is not mounted: the push that mounts it finds the data there.

import { insertUnmounted, readComponentRows } from "../deploy/definitions/component-rows.ts";
import { newComponentId } from "../deploy/pushed-app.ts";
import type { App } from "../kernel/app.ts";
import { ROOT_COMPONENT, type ComponentId } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";

type Parts = Pick<App, "database" | "random">;
/** From the path of a component, `""` for the app, to its id. Throws BackendError InvalidName. */
export type ComponentIdOf = (componentPath: string) => ComponentId;

/** Ids for a look at what an import would do: a component that is missing has one that holds nothing. */
export function idsForPlan({ database, random }: Parts): ComponentIdOf {
  const rows = database.read(readComponentRows).value;
  return (path) => {
    if (path === "") return ROOT_COMPONENT;
    checkPath(path);
    return rows.find((row) => row.path === path)?.componentId ?? newComponentId(random);
  };
}

/** Ids for the import itself: a component that is missing is made. */
export function idsForImport({ database, random }: Parts): ComponentIdOf {
  return (path) => {
    if (path === "") return ROOT_COMPONENT;
    checkPath(path);
    const names = path.split("/");
    const paths = names.map((_, index) => names.slice(0, index + 1).join("/"));
    return database.transact((tx) => {
      const ids = new Map(readComponentRows(tx).map((row) => [row.path, row.componentId]));
      for (const missing of paths.filter((each) => !ids.has(each))) {
        const id = newComponentId(random);
        ids.set(missing, id);
        insertUnmounted(tx, { path: missing, id });
      }
      return ids.get(path) ?? ROOT_COMPONENT;
    }).value;
  };
}

function checkPath(path: string): void {
  const bad = path.split("/").find((name) => !/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name));
  if (bad === undefined) return;
  throw new BackendError("InvalidName", `"${bad}" cannot be the name of a component.`);
}
