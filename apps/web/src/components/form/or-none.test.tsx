// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";

import { TextField } from "./fields";
import { OrNone } from "./or-none";
import { useZodForm } from "./use-zod-form";

afterEach(cleanup);

const shape = z.object({ size: z.number().nullish() });

function SizeForm({ onSubmit }: { onSubmit: (sent: z.output<typeof shape>) => Promise<void> }) {
  const form = useZodForm({ shape, initial: { size: "2" }, onSubmit, refused: "" });
  return (
    <form onSubmit={form.submit}>
      <OrNone form={form} name="size" label="Size">
        <TextField form={form} name="size" label="Size" />
      </OrNone>
      <button>Save</button>
    </form>
  );
}

test("a value is set to null, and back to one", async () => {
  const user = userEvent.setup();
  const onSubmit = vi.fn(async () => {});
  render(<SizeForm onSubmit={onSubmit} />);
  await user.click(screen.getByRole("checkbox", { name: "Size: none" }));
  expect(screen.queryByRole("textbox", { name: "Size" })).toBeNull();
  await user.click(screen.getByText("Save"));
  expect(onSubmit).toHaveBeenLastCalledWith({ size: null });

  await user.click(screen.getByRole("checkbox", { name: "Size: none" }));
  await user.type(screen.getByRole("textbox", { name: "Size" }), "5");
  await user.click(screen.getByText("Save"));
  expect(onSubmit).toHaveBeenLastCalledWith({ size: 5 });
});
