// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";

import { SeveralField } from "./several-field";
import { useZodForm } from "./use-zod-form";

afterEach(cleanup);

const shape = z.object({ tags: z.array(z.string()).max(2) });
const options = ["Red", "Green", "Blue"].map((label) => ({ value: label.toLowerCase(), label }));

function TagsForm({ onSubmit }: { onSubmit: (sent: z.output<typeof shape>) => Promise<void> }) {
  const form = useZodForm({ shape, initial: { tags: "old" }, onSubmit, refused: "" });
  return (
    <form onSubmit={form.submit}>
      <SeveralField
        form={form}
        name="tags"
        label="Tags"
        options={options}
        nameOf={(value) => options.find((one) => one.value === value)?.label ?? "Old one"}
      />
      <button>Save</button>
    </form>
  );
}

test("values are added and taken out, also one that is not offered, within the bounds of the list", async () => {
  const user = userEvent.setup();
  const onSubmit = vi.fn(async () => {});
  render(<TagsForm onSubmit={onSubmit} />);
  const select = screen.getByRole("combobox", { name: "Tags" });
  await user.selectOptions(select, "Blue");
  await user.selectOptions(select, "Red");
  expect(screen.queryByRole("option", { name: "Blue" })).toBeNull();
  await user.click(screen.getByText("Save"));
  expect(onSubmit).not.toHaveBeenCalled();
  expect((await screen.findByRole("alert")).textContent).not.toBe("");

  await user.click(screen.getByRole("button", { name: "Take out Old one" }));
  await user.click(screen.getByText("Save"));
  expect(onSubmit).toHaveBeenLastCalledWith({ tags: ["blue", "red"] });
});
