// The tests that a new role can break: every function, called as that role.
import { posix } from "node:path";
import type { PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import { layout } from "./layout.ts";
import { readRoles } from "./roles.ts";
import { walkingTests } from "./walking-tests.ts";

/**
 * Finds the tests of roles.
 * @param files what is written
 * @param tree the repository
 * @returns the tests that call every function as each role, and a pattern of the titles with the roles that are new;
 *   null where code changes besides the roles
 */
export function testsOfRoles(
  files: readonly PlannedFile[],
  tree: Tree,
): { tests: string[]; titles: string } | null {
  const code = files.filter(({ path }) => path.startsWith("packages/") && path.endsWith(".ts"));
  const [file] = code;
  if (code.length !== 1 || file?.path !== layout.roles || file.before === null) return null;
  const namesIn = (text: string) => {
    const inText = {
      ...tree,
      read: (path: string) => (path === layout.roles ? text : tree.read(path)),
    };
    return [...readRoles(inText, "app").names, ...readRoles(inText, "team").names];
  };
  const known = namesIn(file.before);
  const added = namesIn(file.after).filter((name) => !known.includes(name));
  if (added.length === 0) return null;
  const tests = walkingTests(tree).filter((path) =>
    /\bcallsOf\b/.test(tree.read(posix.join(layout.backend, path)) ?? ""),
  );
  return { tests, titles: `called as (.*\\b)?(${added.join("|")})\\b` };
}
