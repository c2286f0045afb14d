// happy-dom lays nothing out: every element is 0 pixels high, and a virtualized list draws no row.
import { vi } from "vitest";

/**
 * Gives elements a height, in pixels.
 * @param heights what a row measures, and what is seen of the list that it is in
 */
export function layOut({ row, list }: { row: number; list: number }): void {
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(row);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(list);
}
