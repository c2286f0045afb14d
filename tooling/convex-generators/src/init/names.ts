// Where the names of a project stand.
import { layout } from "../repository/layout.ts";
import { type Names, TEMPLATE } from "./input.ts";

/** Files that say what the app is called. */
const naming = [".devcontainer/devcontainer.json", "packages/validators/src/app.ts", layout.design];

/** A file of the template with the names of a project in it. */
export function renamed(path: string, text: string, { name, title, scope, holder }: Names): string {
  const scoped = text.replace(/@repo\b/g, scope).replaceAll("@(repo|", `@(${scope.slice(1)}|`);
  if (path === "LICENSE") return scoped.replace(/(?<=^Copyright \(c\) \d+ ).*$/m, holder);
  if (naming.includes(path)) {
    return scoped.replaceAll('"Groundwork"', JSON.stringify(title));
  }
  // The tooling keeps its names and versions.
  if (!/(^|\/)package\.json$/.test(path) || path.startsWith("tooling/")) return scoped;
  return scoped
    .replace(`"name": "${TEMPLATE}"`, `"name": ${JSON.stringify(name)}`)
    .replace(/(?<=^ {2}"version": )"[^"]*"/m, '"0.0.0"');
}
