// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { ShortcutSheet, useShortcutKeys, useShortcuts } from "./shortcuts";

afterEach(cleanup);

function page() {
  const run = vi.fn();
  function Page() {
    useShortcutKeys();
    useShortcuts([{ keys: "g t", title: "Go to Tasks", run }]);
    return (
      <>
        <label>
          Name <input />
        </label>
        <ShortcutSheet />
      </>
    );
  }
  render(<Page />);
  return { run, user: userEvent.setup() };
}

test("a shortcut of two keys runs", async () => {
  const { run, user } = page();
  await user.keyboard("gt");
  expect(run).toHaveBeenCalledOnce();
});

test("keys that are typed into a field run nothing", async () => {
  const { run, user } = page();
  await user.type(screen.getByLabelText("Name"), "gt?");
  expect(run).not.toHaveBeenCalled();
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the sheet lists what works here, and belongs to itself while it is open", async () => {
  const { run, user } = page();
  await user.keyboard("?");
  const sheet = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(sheet.textContent).toContain("Go to TasksG T");
  await user.keyboard("gt");
  expect(run).not.toHaveBeenCalled();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
});
