// The pages of the web app that a removed feature has, and how texts name them.
import { layout } from "../repository/layout.ts";

/**
 * Finds texts that name a page.
 * @param paths the files that are removed
 * @returns whether a text is the path of one of their pages: `/t/$team/knowledge`, or with "$" for its start
 */
export function isRouteOf(paths: readonly string[]): (text: string) => boolean {
  const routes = paths.filter((path) => path.startsWith(`${layout.routes}/`)).map(routeOf);
  return (text) => {
    if (!/^[/$]/.test(text)) return false;
    const named = segmentsOf(text.replace(/[?#].*$/s, ""));
    return routes.some((route) => {
      const isOpen = named[0]?.startsWith("$") === true && text.startsWith("$");
      const [wanted, given] = isOpen
        ? [route.slice(-(named.length - 1)), named.slice(1)]
        : [route, named];
      return (
        wanted.some((one) => !one.startsWith("$")) &&
        wanted.length === given.length &&
        wanted.every((one, index) => one.startsWith("$") || one === given[index])
      );
    });
  };
}

/** `routes/_app/t/$team/index.tsx` → t, $team. Names that start with "_" are no part of the address. */
function routeOf(path: string): string[] {
  const name = path.slice(layout.routes.length + 1).replace(/\.tsx?$/, "");
  return segmentsOf(name.replaceAll(".", "/")).filter(
    (segment) => !segment.startsWith("_") && segment !== "index",
  );
}

const segmentsOf = (path: string) => path.split("/").filter((segment) => segment !== "");
