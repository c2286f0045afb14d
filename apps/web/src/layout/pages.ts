// The pages that one can go to. The folder of each says so itself, in its `page.ts`, so that a new page
// changes no list that others change, too.
import { type Permission, type Role, can } from "@repo/validators/access";
import type { LinkProps } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";

export interface Page {
  to: NonNullable<LinkProps["to"]>;
  title: string;
  icon: LucideIcon;
  /** What one has to hold to see it; everybody who is signed in sees it when absent. */
  access?: Permission;
}

const modules = import.meta.glob<{ page: Page }>("../*/page.ts", { eager: true });

const all = Object.values(modules)
  .map(({ page }) => page)
  .sort((one, other) => one.title.localeCompare(other.title, "en"));

/**
 * Lists the pages that somebody sees. Those that everybody sees come first, so that they stand in the same
 * place for all.
 * @param role the role of the person
 */
export function pagesFor(role: Role): Page[] {
  const some = all.filter(({ access }) => access !== undefined && can(role, access));
  return [...all.filter(({ access }) => access === undefined), ...some];
}
