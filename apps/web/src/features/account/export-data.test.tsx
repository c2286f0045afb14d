// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ConvexError } from "convex/values";
import { afterEach, expect, test, vi } from "vitest";

import { renderPage } from "@/testing/render";

import { ExportData } from "./export-data";
import { words } from "./words";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function start() {
  const saved: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    saved.push(blob as Blob);
    return "blob:saved";
  });
  const { convex } = await renderPage(<ExportData />);
  await userEvent.setup().click(screen.getByRole("button", { name: words.exportData }));
  await waitFor(() => expect(convex.calls).toHaveLength(1));
  return { convex, saved };
}

test("puts the parts together in one file", async () => {
  const { convex, saved } = await start();
  const next = { list: 1, cursor: "c" };
  const [first] = convex.calls;
  first!.resolve({ json: `{"users":[{"name":"Ann"}],"notes":[{"title":"A"}]}`, next });
  await waitFor(() => expect(convex.calls[0]?.args).toEqual({ from: next }));
  convex.calls[0]!.resolve({ json: `{"notes":[{"title":"B"}]}`, next: null });
  expect(await screen.findByText(words.exported)).toBeTruthy();
  expect(saved).toHaveLength(1);
  expect(JSON.parse(await saved[0]!.text())).toEqual({
    users: [{ name: "Ann" }],
    notes: [{ title: "A" }, { title: "B" }],
  });
});

test("saves nothing when a part is refused", async () => {
  const { convex, saved } = await start();
  convex.calls[0]!.reject(new ConvexError({ code: "RATE_LIMITED", message: "Too many." }));
  expect(await screen.findByText(words.notExported)).toBeTruthy();
  expect(saved).toEqual([]);
});
