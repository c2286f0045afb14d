// What every list does, whatever its rows: says that it is loading, that it is empty, and why it was refused.
import { cleanup, screen } from "@testing-library/react";
import { ConvexError } from "convex/values";
import type { FunctionReference } from "convex/server";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";

import { ListBoundary } from "@/components/list-boundary";

import { FakeConvex } from "./fake-convex";
import { renderPage, type RenderOptions } from "./render";

/** A refusal, as the server sends one. */
export function refusal(code: string, message = "Refused.", path?: string): ConvexError<never> {
  const issues = path === undefined ? undefined : [{ path, message }];
  return new ConvexError({ code, message, ...(issues && { issues }) }) as ConvexError<never>;
}

/** Tests the states of a list, inside the `describe` of its component. */
export function testListStates({
  ui,
  list,
  args = {},
  loading,
  empty,
  rows,
  shown,
  isPaged = true,
  prepare = () => {},
  options,
}: {
  ui: ReactNode;
  /** The query of the list, and what it is asked for. */
  list: FunctionReference<"query">;
  args?: Record<string, unknown>;
  /** What it says while the first page is on the way, and without any row. */
  loading: string;
  empty: string;
  /** A page of rows, and a text that it shows of them. */
  rows: readonly unknown[];
  shown: string;
  /** Whether the query returns its rows page by page. */
  isPaged?: boolean;
  /** Answers the other queries of the component. */
  prepare?: (convex: FakeConvex) => void;
  options?: RenderOptions;
}): void {
  afterEach(cleanup);
  const give = (convex: FakeConvex, found: readonly unknown[]) => {
    if (isPaged) convex.answerPage(list, args, found);
    else convex.answer(list, args, found);
  };

  async function page(answer?: (convex: FakeConvex) => void) {
    const convex = new FakeConvex();
    prepare(convex);
    answer?.(convex);
    await renderPage(<ListBoundary>{ui}</ListBoundary>, { ...options, convex });
    return convex;
  }

  test("says that it is loading, then shows the rows", async () => {
    const convex = await page();
    expect(screen.getAllByRole("status").map((each) => each.textContent)).toContain(loading);
    expect(screen.queryByText(empty)).toBeNull();
    give(convex, rows);
    expect(await screen.findByText(shown)).toBeTruthy();
  });

  test("says that there is nothing", async () => {
    await page((convex) => give(convex, []));
    expect(await screen.findByText(empty)).toBeTruthy();
  });

  test("says why it was refused", async () => {
    await page((convex) => convex.answer(list, args, refusal("FORBIDDEN")));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Your role does not allow this.");
  });
}
