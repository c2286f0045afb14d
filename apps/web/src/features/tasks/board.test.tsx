// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import type { TaskStatus } from "@repo/validators/tasks";
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ConvexError } from "convex/values";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { TeamMembers } from "@/components/members";
import { FakeConvex } from "@/testing/fake-convex";
import { layOut } from "@/testing/layout";
import { me, renderPage } from "@/testing/render";

import { readTaskSearch } from "./search";
import { TasksPage } from "./tasks-page";
import { backendWith, countDrawn, task, teamId } from "./testing";
import { words } from "./words";

const page = (convex: FakeConvex, search = "") =>
  renderPage(
    <TeamMembers>
      <TasksPage />
    </TeamMembers>,
    {
      convex,
      page: {
        path: "t/$team/tasks",
        address: `/t/${teamId}/tasks${search}`,
        search: readTaskSearch,
      },
    },
  );

async function board(convex: FakeConvex, search?: string) {
  const shown = await page(convex, search);
  await screen.findByTestId("column-open");
  return shown;
}

const column = (status: TaskStatus) => within(screen.getByTestId(`column-${status}`));
const titlesIn = (status: TaskStatus) =>
  column(status)
    .queryAllByRole("heading", { level: 3 })
    .map(({ textContent }) => textContent);

async function openMenu(title: string) {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: words.moveMenu(title) }));
  return user;
}

beforeEach(() => layOut({ row: 80, list: 800 }));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("the board", () => {
  test("says that it is loading, then shows its tasks, with how many there are", async () => {
    const { convex } = await page(new FakeConvex());
    expect(await screen.findByText(words.loading)).toBeTruthy();
    act(() => void backendWith([task(1), task(2, { status: "done" })], convex));
    await screen.findByTestId("column-open");
    expect(titlesIn("open")).toEqual(["Task 1"]);
    expect(titlesIn("done")).toEqual(["Task 2"]);
    expect(column("doing").getByText(words.emptyColumn)).toBeTruthy();
    expect(column("open").getByLabelText("1 task").textContent).toBe("1");
  });

  test("says what was refused below the filters, and is there again with other ones", async () => {
    const convex = backendWith([task(1)]);
    const refusal = new ConvexError({ code: "RATE_LIMITED", message: "No." });
    convex.answer(api.tasks.board, { teamId, order: "oldest" }, refusal);
    await page(convex, "?sort=oldest");
    expect((await screen.findByRole("alert")).textContent).toContain("Too many requests");
    await userEvent.setup().selectOptions(screen.getByLabelText(words.sort), "newest");
    await screen.findByTestId("column-open");
    expect(titlesIn("open")).toEqual(["Task 1"]);
  });

  test("is one query, with the names of the assignees, whatever it shows", async () => {
    const assigneeId = "user2" as Id<"users">;
    const people = [{ userId: assigneeId, name: "Ben" }];
    const convex = backendWith([task(1, { assigneeId })], new FakeConvex(), people);
    await board(convex);
    expect(column("open").getByText("Ben")).toBeTruthy();
    act(() => void backendWith([task(1, { assigneeId }), task(2)], convex, people));
    await waitFor(() => expect(titlesIn("open")).toEqual(["Task 2", "Task 1"]));
    expect(convex.askedNames()).toEqual(["tasks:board"]);
  });

  test("asks for the people of the team once one is to be chosen", async () => {
    const convex = backendWith([task(1)]);
    convex.answerPage(api.memberships.list, { teamId }, [
      { userId: "user2", name: "Ben", email: "ben@example.com" },
    ]);
    await board(convex);
    const people = screen.getByLabelText(words.assignee);
    expect(within(people).queryByRole("option", { name: "Ben" })).toBeNull();
    act(() => people.focus());
    expect(await within(people).findByRole("option", { name: "Ben" })).toBeTruthy();
  });

  test("offers the moves that the rule allows to the person, and no other", async () => {
    await board(backendWith([task(1, { creatorId: undefined, assigneeId: me._id })]));
    await openMenu("Task 1");
    const offered = screen.getAllByRole("menuitem").map(({ textContent }) => textContent);
    expect(offered).toEqual(["In progress", "Done", words.remove]);
  });

  test("offers nothing to drag where no move is allowed", async () => {
    await board(backendWith([task(1), task(2, { creatorId: undefined })]));
    await screen.findByRole("button", { name: words.drag.handle("Task 1") });
    expect(screen.queryByRole("button", { name: words.drag.handle("Task 2") })).toBeNull();
  });
});

describe("a move", () => {
  test("shows before the server has answered, in an empty column too, and is one call", async () => {
    const { convex } = await board(backendWith([task(1), task(2)]));
    const user = await openMenu("Task 1");
    await user.click(screen.getByRole("menuitem", { name: "Done" }));
    await waitFor(() => expect(titlesIn("done")).toEqual(["Task 1"]));
    expect(titlesIn("open")).toEqual(["Task 2"]);
    expect(column("done").getByLabelText("1 task")).toBeTruthy();
    expect(convex.calls.map(({ name, args }) => [name, args])).toEqual([
      ["tasks:move", { id: "task1", status: "done" }],
    ]);
  });

  test("goes back, with the reason, when the server refuses it", async () => {
    const { convex } = await board(backendWith([task(1)]));
    const user = await openMenu("Task 1");
    await user.click(screen.getByRole("menuitem", { name: "Done" }));
    await waitFor(() => expect(titlesIn("done")).toEqual(["Task 1"]));
    convex.calls[0]!.reject(new ConvexError({ code: "FORBIDDEN", message: "No." }));
    await waitFor(() => expect(titlesIn("open")).toEqual(["Task 1"]));
    expect(titlesIn("done")).toEqual([]);
    expect(await screen.findByText(words.notMoved)).toBeTruthy();
  });

  test("of somebody else meanwhile is not counted twice", async () => {
    const { convex } = await board(backendWith([task(1)]));
    const user = await openMenu("Task 1");
    await user.click(screen.getByRole("menuitem", { name: "Done" }));
    act(() => void backendWith([task(1, { status: "done" })], convex));
    await waitFor(() => expect(column("open").getByLabelText("0 tasks")).toBeTruthy());
    expect(titlesIn("done")).toEqual(["Task 1"]);
    expect(column("done").getByLabelText("1 task")).toBeTruthy();
  });

  test("of somebody else appears without a call", async () => {
    const { convex } = await board(backendWith([task(1), task(2)]));
    await waitFor(() => expect(titlesIn("open")).toEqual(["Task 2", "Task 1"]));
    act(() => void backendWith([task(1, { status: "doing" }), task(2)], convex));
    await waitFor(() => expect(titlesIn("doing")).toEqual(["Task 1"]));
    expect(convex.calls).toEqual([]);
  });

  test("leaves the focus on the next task where the keyboard made it", async () => {
    await board(backendWith([task(1), task(2)]));
    const user = userEvent.setup();
    (await screen.findByRole("button", { name: words.moveMenu("Task 2") })).focus();
    await user.keyboard("{Enter}{Enter}");
    await waitFor(() => expect(titlesIn("doing")).toEqual(["Task 2"]));
    // Not the body, whose text has every task.
    const focused = () => document.activeElement?.closest("li")?.querySelector("h3")?.textContent;
    await waitFor(() => expect(focused()).toBe("Task 1"));
  });
});

describe("drawing", () => {
  const many = Array.from({ length: 500 }, (_, number) => task(number));

  test("draws the cards on screen, not the 500 of the column", async () => {
    await board(backendWith(many));
    await waitFor(() => expect(titlesIn("open").length).toBeGreaterThan(9));
    expect(titlesIn("open").length).toBeLessThan(30);
  });

  test("asks for the list of a column that is scrolled, and goes on with it", async () => {
    const { convex } = await board(backendWith(many));
    expect(convex.asked(api.tasks.list)).toEqual([]);
    const list = column("open").getByRole("list").parentElement!;
    list.scrollTop = 2000;
    fireEvent.scroll(list);
    await waitFor(() => expect(titlesIn("open")).toContain("Task 470"));
    expect(convex.asked(api.tasks.list)).toEqual([{ teamId, status: "open", order: "newest" }]);
  });

  test("draws the card that changed again, and no other", async () => {
    const { convex } = await board(backendWith(many));
    await waitFor(() => expect(titlesIn("open")).toContain("Task 498"));
    const drawn = countDrawn();
    const changed = many.map((row) => ({ ...row }));
    changed[498] = task(498, { title: "Renamed" });
    act(() => void backendWith(changed, convex));
    await waitFor(() => expect(titlesIn("open")).toContain("Renamed"));
    expect(drawn).toEqual({ Renamed: 1 });
  });

  test("draws the card that moved, and those that come into view, but not those that stay", async () => {
    const { convex } = await board(backendWith(many));
    const user = await openMenu("Task 497");
    const before = titlesIn("open");
    const drawn = countDrawn();
    await user.click(screen.getByRole("menuitem", { name: "In progress" }));
    await waitFor(() => expect(titlesIn("doing")).toEqual(["Task 497"]));
    const moved = many.map((row) => ({ ...row }));
    moved[497] = task(497, { status: "doing" });
    act(() => {
      backendWith(moved, convex);
      convex.calls[0]!.resolve(null);
    });
    await waitFor(() => expect(convex.calls).toEqual([]));
    const stayed = before.filter((title) => title !== "Task 497");
    expect(Object.keys(drawn).filter((title) => stayed.includes(title))).toEqual([]);
    expect(drawn["Task 497"]).toBeLessThan(3);
  });
});
