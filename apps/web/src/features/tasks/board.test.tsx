// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import type { TaskStatus } from "@repo/validators/tasks";
import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ConvexError } from "convex/values";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { TeamMembers } from "@/components/members";
import { FakeConvex } from "@/testing/fake-convex";
import { layOut } from "@/testing/layout";
import { me, renderPage } from "@/testing/render";

import { Board } from "./board";
import { backendWith, countDrawn, task, teamId } from "./testing";
import { words } from "./words";

const board = (convex: FakeConvex) =>
  renderPage(
    <TeamMembers>
      <Board term="" order="newest" />
    </TeamMembers>,
    { convex },
  );

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
  test("says that columns are loading, then shows their tasks, with how many there are", async () => {
    const { convex } = await board(new FakeConvex());
    expect(column("open").getByRole("status").textContent).toContain(words.loading);
    backendWith([task(1), task(2, { status: "done" })], convex);
    await waitFor(() => expect(titlesIn("open")).toEqual(["Task 1"]));
    expect(titlesIn("done")).toEqual(["Task 2"]);
    expect(column("doing").getByText(words.emptyColumn)).toBeTruthy();
    expect(column("open").getByLabelText("1 task").textContent).toBe("1");
  });

  test("says in its column what was refused, and keeps the others", async () => {
    const convex = backendWith([task(1)]);
    const refusal = new ConvexError({ code: "RATE_LIMITED", message: "No." });
    convex.answer(api.tasks.list, { teamId, status: "done", order: "newest" }, refusal);
    await board(convex);
    await waitFor(() => expect(titlesIn("open")).toEqual(["Task 1"]));
    expect(column("done").getByRole("alert").textContent).toContain("Too many requests");
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
    await waitFor(() => expect(document.activeElement?.textContent).toContain("Task 1"));
  });
});

describe("drawing", () => {
  const many = Array.from({ length: 500 }, (_, number) => task(number));

  test("draws the cards on screen, not the 500 of the column", async () => {
    await board(backendWith(many));
    await waitFor(() => expect(titlesIn("open").length).toBeGreaterThan(9));
    expect(titlesIn("open").length).toBeLessThan(30);
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
