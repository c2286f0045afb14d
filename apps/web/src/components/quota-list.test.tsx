// @vitest-environment happy-dom
import type { PublicQuota } from "@repo/validators/platform/quotas";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { QuotaList } from "./quota-list";

afterEach(cleanup);

const quota = (table: string, rows: number, bytes = 1000): PublicQuota => ({
  table,
  rows: { used: rows, limit: 100 },
  bytes: { used: bytes, limit: 50_000_000 },
});

function show(...quotas: PublicQuota[]) {
  render(<QuotaList label="What is stored" quotas={quotas} />);
  const bar = (name: string) => screen.getByRole("progressbar", { name });
  const kinds = screen
    .queryAllByRole("progressbar", { name: /: Rows$/ })
    .map((each) => each.getAttribute("aria-label")?.replace(": Rows", ""));
  return { bar, kinds, summary: screen.getByRole("status").textContent };
}

test("each bar says what it measures, how much is used, and of how much", () => {
  const { bar } = show(quota("knowledgeSources", 25, 3000));
  const rows = bar("Knowledge sources: Rows");
  expect(rows.getAttribute("aria-valuenow")).toBe("25");
  expect(rows.getAttribute("aria-valuetext")).toBe("25 of 100");
  const bytes = bar("Knowledge sources: Size");
  expect(bytes.getAttribute("aria-valuetext")).toBe("3 kB of 50 MB");
});

test("what is far from its limit has no warning", () => {
  const { summary } = show(quota("tasks", 79));
  expect(summary).toBe("Nothing is near its limit.");
  expect(screen.queryByText("Nearly full")).toBeNull();
});

test("warnings start at 80 % of rows or bytes, the fullest comes first", () => {
  const { kinds, summary } = show(
    quota("notes", 1),
    quota("tasks", 80),
    quota("files", 2, 45_000_000),
  );
  expect(kinds).toEqual(["Files", "Tasks", "Notes"]);
  expect(screen.getAllByText("Nearly full")).toHaveLength(2);
  expect(summary).toBe("Nearly full: Files and Tasks.");
});

test("full is said with what to do, also above a limit that was lowered", () => {
  const { bar, summary } = show(quota("tasks", 120), quota("files", 85));
  expect(screen.getByText("Full")).toBeTruthy();
  expect(bar("Tasks: Rows").getAttribute("aria-valuenow")).toBe("100");
  expect(bar("Tasks: Rows").getAttribute("aria-valuetext")).toBe("120 of 100");
  expect(summary).toBe(
    "Full: Tasks. Remove something, or ask an admin for a higher limit. Nearly full: Files.",
  );
});

test("kinds without rows are left out, unless nothing may be added to them", () => {
  const closed = { ...quota("notes", 0, 0), rows: { used: 0, limit: 0 } };
  expect(show(quota("tasks", 0, 0), closed).kinds).toEqual(["Notes"]);
});

test("without any rows that is said", () => {
  expect(show(quota("tasks", 0, 0)).summary).toBe("Nothing is stored yet.");
  expect(screen.queryByRole("list")).toBeNull();
});
