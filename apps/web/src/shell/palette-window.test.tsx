// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { StickyNote } from "lucide-react";
import { afterEach, expect, test, vi } from "vitest";

import { renderPage } from "@/testing/render";

import type { Page } from "./feature";
import PaletteWindow from "./palette-window";
import { useShortcuts } from "./shortcuts";

afterEach(cleanup);

const pageOf = (title: string): Page => ({
  to: "/account",
  title,
  icon: StickyNote,
  section: "own",
});

async function palette() {
  const [onPage, onClose, run] = [vi.fn(), vi.fn(), vi.fn()];
  function Window() {
    useShortcuts([{ keys: "c", title: "New task", run }]);
    return <PaletteWindow isOpen pages={[pageOf("Account")]} onPage={onPage} onClose={onClose} />;
  }
  await renderPage(<Window />);
  await screen.findByRole("dialog", { name: "Command palette" });
  return { onPage, onClose, run, user: userEvent.setup() };
}

test("opens the page that is typed, by keyboard alone", async () => {
  const { onPage, user } = await palette();
  await user.keyboard("acc{Enter}");
  expect(onPage.mock.calls.map(([page]) => (page as Page).title)).toEqual(["Account"]);
});

test("closes, then runs the action that is chosen", async () => {
  const { onClose, run, user } = await palette();
  await user.keyboard("new task{Enter}");
  expect(onClose).toHaveBeenCalledOnce();
  await expect.poll(() => run.mock.calls.length).toBe(1);
});

test("says that nothing is found", async () => {
  const { user } = await palette();
  await user.keyboard("qqqq");
  expect(await screen.findByText("Nothing found.")).toBeTruthy();
});
