// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";

import { FakeConvex } from "@/testing/fake-convex";
import { renderPage, team } from "@/testing/render";

import { RowField } from "./row-field";
import { useZodForm } from "./use-zod-form";
import { words } from "./words";

afterEach(cleanup);

const task = (title: string) => ({ _id: title.toLowerCase(), title });
const inTeam = { teamId: team._id };
const shape = z.object({ taskId: z.string() });

function TaskForm({ onSubmit }: { onSubmit: (sent: z.output<typeof shape>) => Promise<void> }) {
  const form = useZodForm({ shape, initial: { taskId: "" }, onSubmit, refused: "" });
  return (
    <form onSubmit={form.submit}>
      <RowField
        form={form}
        name="taskId"
        label="Task"
        permission="tasks.read"
        args={{ teamId: team._id }}
        rows={api.tasks.list}
        search={api.tasks.search}
        nameOf={({ title }) => title}
      />
      <button>Save</button>
    </form>
  );
}

const options = () =>
  within(screen.getByRole("combobox"))
    .getAllByRole("option")
    .map(({ textContent }) => textContent);

test("of a list that is longer than a page, the row is found by words, and chosen", async () => {
  const user = userEvent.setup();
  const convex = new FakeConvex();
  const more = { isDone: false, continueCursor: "more" };
  convex.answer(api.tasks.list, inTeam, { page: [task("Boat"), task("Rope")], ...more });
  convex.answerPage(api.tasks.search, { ...inTeam, term: "sail" }, [task("Sail")]);
  const onSubmit = vi.fn(async () => {});
  await renderPage(<TaskForm onSubmit={onSubmit} />, { convex });
  expect(convex.askedNames()).toEqual([]);
  await user.click(screen.getByRole("combobox", { name: "Task" }));
  await screen.findByRole("option", { name: "Rope" });
  // Enter looks for the words; it does not send the form.
  await user.type(screen.getByRole("searchbox", { name: words.findIn("Task") }), "sail{Enter}");
  await screen.findByRole("option", { name: "Sail" });
  expect(options()).not.toContain("Boat");
  expect(screen.getByText(words.found(1, false))).toBeTruthy();
  await user.selectOptions(screen.getByRole("combobox"), "Sail");
  await user.clear(screen.getByRole("searchbox"));
  // What is chosen stays, though the first page does not have it.
  await waitFor(() => expect(options()).toEqual(["–", "Boat", "Rope", words.current]));
  expect(onSubmit).not.toHaveBeenCalled();
  await user.click(screen.getByText("Save"));
  await waitFor(() => expect(onSubmit).toHaveBeenCalledWith({ taskId: "sail" }));
});

test("a list that is all there is not searched", async () => {
  const user = userEvent.setup();
  const convex = new FakeConvex();
  convex.answerPage(api.tasks.list, inTeam, [task("Boat")]);
  await renderPage(<TaskForm onSubmit={async () => {}} />, { convex });
  await user.click(screen.getByRole("combobox", { name: "Task" }));
  await screen.findByRole("option", { name: "Boat" });
  expect(screen.queryByRole("searchbox")).toBeNull();
});
