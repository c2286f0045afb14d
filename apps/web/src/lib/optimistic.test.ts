import { api } from "@repo/backend/_generated/api";
import type { OptimisticLocalStore } from "convex/browser";
import { describe, expect, test } from "vitest";

import { changeInPages, removeFromPages } from "@/lib/optimistic";

type Page = { page: { _id: string; title: string }[]; isDone: boolean };

/** Two pages of one list, as they are shown, and one that is still on its way. */
function shown() {
  const pages = new Map<string, Page | undefined>([
    ["all", { page: [{ _id: "n1", title: "Milk" }], isDone: false }],
    [
      "found",
      {
        page: [
          { _id: "n2", title: "Bread" },
          { _id: "n1", title: "Milk" },
        ],
        isDone: true,
      },
    ],
    ["coming", undefined],
  ]);
  const store = {
    getAllQueries: () => [...pages].map(([args, value]) => ({ args, value })),
    setQuery: (_list: unknown, args: string, value: Page) => pages.set(args, value),
  } as unknown as OptimisticLocalStore;
  const titles = () => [...pages.values()].map((page) => page?.page.map(({ title }) => title));
  return { store, titles };
}

describe("in every page of a list that is shown", () => {
  test("a row is changed", () => {
    const { store, titles } = shown();
    changeInPages(store, api.notes.list, "n1", { title: "Oat milk" });
    expect(titles()).toEqual([["Oat milk"], ["Bread", "Oat milk"], undefined]);
  });

  test("a row is gone", () => {
    const { store, titles } = shown();
    removeFromPages(store, api.notes.list, "n1");
    expect(titles()).toEqual([[], ["Bread"], undefined]);
  });
});
