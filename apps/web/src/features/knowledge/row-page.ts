import { features, type Page } from "@/shell/feature";

/**
 * Finds the page of a team that lists the rows of a table, such as one that a source is the text of.
 * @param table the table: `orderItems`
 * @param pages where to look; default: the pages of the app
 * @returns undefined where the rows have no page
 */
export function pageOfRows(
  table: string,
  pages: readonly Pick<Page, "to" | "title">[] = features.flatMap((feature) => feature.pages),
) {
  const folder = table.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return pages.find(({ to }) => to === `/t/$team/${folder}`);
}
