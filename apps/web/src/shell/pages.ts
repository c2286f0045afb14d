// The pages that a person may open. Apart from `feature.ts`, because visitors need no access matrix.
import { can, type Role } from "@repo/validators/access";

import { features, type Page, type Section } from "./feature";

const allPages = features
  .flatMap(({ pages }) => pages)
  .toSorted(
    (one, other) =>
      (one.order ?? Infinity) - (other.order ?? Infinity) ||
      one.title.localeCompare(other.title, "en"),
  );

/**
 * Lists the pages of the navigation that a person sees.
 * @param role the role of the person
 * @returns the pages of each section, in their order
 */
export function pagesFor(role: Role): Record<Section, Page[]> {
  const seen = allPages.filter(({ access }) => access === undefined || can(role, access));
  const of = (section: Section) => seen.filter((page) => page.section === section);
  return { team: of("team"), own: of("own"), admin: of("admin") };
}
