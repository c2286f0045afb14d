// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";

import { ConfirmDialog } from "./dialogs";

afterEach(cleanup);

function Rows() {
  const [rows, setRows] = useState(["first", "second", "third"]);
  return (
    <ul>
      {rows.map((name) => (
        <Row key={name} name={name} onRemove={() => setRows(rows.filter((row) => row !== name))} />
      ))}
    </ul>
  );
}

function Row({ name, onRemove }: { name: string; onRemove: () => void }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li tabIndex={-1} aria-label={name}>
      <button onClick={() => setIsOpen(true)}>Remove {name}</button>
      <ConfirmDialog
        title="Remove it?"
        description="It will be gone for good."
        confirmLabel="Remove"
        isOpen={isOpen}
        onCancel={() => setIsOpen(false)}
        onConfirm={onRemove}
      />
    </li>
  );
}

test("a question that was on the page before it was asked returns the focus to what asked it", async () => {
  const user = userEvent.setup();
  render(
    <>
      <input aria-label="Somewhere else" autoFocus />
      <Rows />
    </>,
  );
  const opener = screen.getByRole("button", { name: "Remove second" });
  await user.click(opener);
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(document.activeElement).toBe(opener));
});

test("the row after one that is removed gets the focus", async () => {
  const user = userEvent.setup();
  render(<Rows />);
  await user.click(screen.getByRole("button", { name: "Remove second" }));
  await user.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("third"));
});
