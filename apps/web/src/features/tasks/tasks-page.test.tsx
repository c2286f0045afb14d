// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ConvexError } from "convex/values";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { TeamMembers } from "@/components/members";
import { FakeConvex, type PendingCall } from "@/testing/fake-convex";
import { layOut } from "@/testing/layout";
import { renderPage } from "@/testing/render";

import { readTaskSearch } from "./search";
import { TasksPage } from "./tasks-page";
import { backendWith, backendWithOpen, countDrawn, task, teamId } from "./testing";
import { orderNames, words } from "./words";

const taskPage = (search: string, convex: FakeConvex) =>
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

const list = () => screen.findByRole("list", { name: words.title });
/** Of the rows, also below an open task, which hides them from screen readers. */
const titles = () => [...document.querySelectorAll("li h2")].map(({ textContent }) => textContent);

beforeEach(() => layOut({ row: 80, list: 800 }));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("the address", () => {
  test("says how the list is sorted and filtered", async () => {
    const convex = backendWith([task(1), task(2, { status: "done" }), task(3)]);
    await taskPage("?view=list&sort=oldest", convex);
    await list();
    expect(titles()).toEqual(["Task 1", "Task 2", "Task 3"]);
    expect(screen.getByLabelText<HTMLSelectElement>(words.sort).value).toBe("oldest");
  });

  test("ignores what it does not know", async () => {
    await taskPage("?view=list&sort=loudest&status=lost", backendWith([task(1), task(2)]));
    await list();
    expect(titles()).toEqual(["Task 2", "Task 1"]);
  });

  test("follows what is chosen and typed, and the field follows the address", async () => {
    const convex = backendWith([task(1), task(2, { status: "done" })]);
    convex.answerPage(api.tasks.search, { teamId, term: "1", status: "open" }, [task(1)]);
    const { router } = await taskPage("?view=list", convex);
    const user = userEvent.setup();
    await user.selectOptions(await screen.findByLabelText(words.status), "open");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ status: "open" }));
    const field = screen.getByLabelText<HTMLInputElement>(words.search);
    await user.type(field, "1");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ q: "1" }));
    await act(() =>
      router.navigate({ to: ".", search: { view: "list", status: "open" } as never }),
    );
    await waitFor(() => expect(field.value).toBe(""));
  });

  test("says whose tasks are shown, and in which order", async () => {
    const convex = backendWith([task(1), task(2)]);
    const ben = { userId: "user2", name: "Ben", email: "ben@example.com" };
    convex.answerPage(api.memberships.list, { teamId }, [ben]);
    const his = { teamId, assigneeId: "user2", order: "newest" } as const;
    convex.answerPage(api.tasks.list, his, [task(2), task(1)]);
    convex.answerPage(api.tasks.list, { ...his, order: "due" }, [task(1), task(2)]);
    const { router } = await taskPage("?view=list", convex);
    const user = userEvent.setup();
    const people = await screen.findByLabelText(words.assignee);
    act(() => people.focus());
    await within(people).findByRole("option", { name: "Ben" });
    const names = within(people).getAllByRole("option");
    expect(names.map(({ textContent }) => textContent)).toEqual([words.anyone, "Me", "Ben"]);
    await user.selectOptions(people, "Ben");
    await waitFor(() => expect(titles()).toEqual(["Task 2", "Task 1"]));
    await user.selectOptions(screen.getByLabelText(words.sort), orderNames.due);
    await waitFor(() => expect(titles()).toEqual(["Task 1", "Task 2"]));
    expect(router.state.location.search).toMatchObject({ assignee: "user2", sort: "due" });
  });

  test("keeps the numbers of tasks current in the choices", async () => {
    const convex = backendWith([task(1), task(2, { deletedAt: 5 })]);
    await taskPage("?view=list", convex);
    expect(await screen.findByRole("option", { name: "Trash (1)" })).toBeTruthy();
    expect(screen.getByRole("option", { name: "Open (1)" })).toBeTruthy();
    act(() => void backendWith([task(1), task(3)], convex));
    expect(await screen.findByRole("option", { name: "Open (2)" })).toBeTruthy();
  });

  test("opens the form of a new task, and forgets it when the form closes", async () => {
    const { router } = await taskPage("?view=list&create=true", backendWith([]));
    await screen.findByRole("dialog", { name: words.create });
    await userEvent.setup().keyboard("{Escape}");
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "list" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

test("screen readers receive how many tasks a state has when somebody changes that", async () => {
  const convex = backendWith([task(1), task(2)]);
  await taskPage("?view=list", convex);
  await list();
  expect(screen.getByTestId("count-announcer").textContent).toBe("");
  act(() => void backendWith([task(1), task(2, { status: "done" })], convex));
  await waitFor(() =>
    expect(screen.getByTestId("count-announcer").textContent).toBe("Open, 1 task. Done, 1 task."),
  );
});

describe("a list", () => {
  const mine = { teamId, assigneeId: "user1", order: "newest" } as const;

  test("says that it is loading, then that there is nothing", async () => {
    const convex = new FakeConvex();
    convex.answerPage(api.memberships.list, { teamId }, []);
    await taskPage("?view=list&assignee=user1", convex);
    expect(await screen.findByText(words.loading)).toBeTruthy();
    act(() => convex.answerPage(api.tasks.list, mine, []));
    expect(await screen.findByText(words.emptyColumn)).toBeTruthy();
  });

  test("says what was refused, and tries again", async () => {
    const convex = backendWith([]);
    convex.answer(api.tasks.list, mine, new ConvexError({ code: "FORBIDDEN", message: "No." }));
    await taskPage("?view=list&assignee=user1", convex);
    expect((await screen.findByRole("alert")).textContent).toContain("Your role does not allow");
    convex.answerPage(api.tasks.list, mine, [task(1)]);
    await userEvent.setup().click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(titles()).toEqual(["Task 1"]));
  });

  test("of 5 000 draws the rows on screen, and the one that changed alone", async () => {
    const many = Array.from({ length: 5000 }, (_, number) => task(number));
    const convex = backendWith(many);
    await taskPage("?view=list", convex);
    await list();
    expect(titles().length).toBeGreaterThan(9);
    expect(titles().length).toBeLessThan(30);
    const drawn = countDrawn();
    const changed = many.map((row) => ({ ...row }));
    changed[4998] = task(4998, { title: "Task with another name" });
    act(() => void backendWith(changed, convex));
    await waitFor(() => expect(titles()).toContain("Task with another name"));
    expect(drawn).toEqual({ "Task with another name": 1 });
  });

  test("asks for the same as long as the address stays", async () => {
    const convex = backendWith([task(1)]);
    await taskPage("?view=list", convex);
    await list();
    act(() => void backendWith([task(1), task(2)], convex));
    await waitFor(() => expect(titles()).toEqual(["Task 2", "Task 1"]));
    expect(convex.asked(api.tasks.list)).toEqual([{ teamId, order: "newest" }]);
    expect(convex.asked(api.tasks.counts)).toEqual([{ teamId }]);
  });

  test("of the trash restores a task before the server has answered", async () => {
    const removed = task(1, { deletedAt: 5 });
    const convex = backendWith([removed]);
    convex.answerPage(api.tasks.listTrash, { teamId }, [removed]);
    await taskPage("?show=trash", convex);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: `${words.restore}: Task 1` }));
    expect(await screen.findByText(words.emptyTrash)).toBeTruthy();
    expect(screen.getByRole("option", { name: "Trash (0)" })).toBeTruthy();
    expect(convex.calls.map(({ name }) => name)).toEqual(["tasks:restore"]);
  });
});

describe("a new task", () => {
  test("that is refused keeps everything typed, with the reason at its field", async () => {
    const convex = backendWith([]);
    await taskPage("?view=list", convex);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: words.create }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(words.fields.title), "Paint");
    await user.type(dialog.getByLabelText(words.fields.description), "Blue");
    await user.click(dialog.getByRole("button", { name: words.createSubmit }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    const issues = [{ path: "title", message: "Already used" }];
    convex.calls[0]!.reject(new ConvexError({ code: "INVALID", message: "No.", issues }));
    expect((await dialog.findByRole("alert")).textContent).toBe("Already used");
    expect(dialog.getByLabelText<HTMLInputElement>(words.fields.title).value).toBe("Paint");
    expect(dialog.getByLabelText<HTMLInputElement>(words.fields.description).value).toBe("Blue");
  });
});

describe("the open task", () => {
  test("sends the fields that were changed alone, and shows them at once", async () => {
    const convex = backendWithOpen(task(1, { description: "Blue" }));
    await taskPage("?view=list&task=task1", convex);
    const user = userEvent.setup();
    const title = await screen.findByLabelText(words.fields.title);
    await user.clear(title);
    await user.type(title, "Task, renamed{Enter}");
    await waitFor(() => expect(titles()).toContain("Task, renamed"));
    const [{ args }] = convex.calls as [PendingCall];
    expect(args).toMatchObject({ id: "task1", title: "Task, renamed" });
    expect(args).not.toHaveProperty("description");
  });

  test("takes its new place in the list at once when its priority changes", async () => {
    const convex = backendWithOpen(task(1, { priority: "low" }));
    const shown = [task(2), task(1, { priority: "low" })];
    convex.answerPage(api.tasks.list, { teamId, order: "priority" }, shown);
    await taskPage("?view=list&sort=priority&task=task1", convex);
    const user = userEvent.setup();
    await waitFor(() => expect(titles()).toEqual(["Task 2", "Task 1"]));
    await user.selectOptions(await screen.findByLabelText(words.fields.priority), "High");
    await user.click(screen.getByRole("button", { name: words.save }));
    await waitFor(() => expect(titles()).toEqual(["Task 1", "Task 2"]));
    expect(convex.calls.map(({ name }) => name)).toEqual(["tasks:update"]);
  });

  test("keeps what is typed when somebody else changes it meanwhile", async () => {
    const convex = backendWithOpen(task(1));
    await taskPage("?view=list&task=task1", convex);
    const user = userEvent.setup();
    const text = await screen.findByLabelText<HTMLTextAreaElement>(words.fields.description);
    await user.type(text, "Half a sen");
    act(() => void backendWithOpen(task(1, { title: "Task of theirs" }), convex));
    const dialog = within(screen.getByRole("dialog"));
    expect(await dialog.findByRole("heading", { name: "Task of theirs" })).toBeTruthy();
    expect(text.value).toBe("Half a sen");
  });

  test("offers to restore it when somebody else puts it into the trash", async () => {
    const convex = backendWithOpen(task(1));
    await taskPage("?view=list&task=task1", convex);
    await screen.findByLabelText(words.fields.title);
    act(() => void backendWithOpen(task(1, { deletedAt: 5 }), convex));
    const dialog = within(screen.getByRole("dialog"));
    expect(await dialog.findByText(words.inTrash)).toBeTruthy();
    expect(dialog.queryByLabelText(words.fields.title)).toBeNull();
    expect(dialog.getByRole("button", { name: words.restore })).toBeTruthy();
  });

  test("says that there is none that the person may see", async () => {
    const convex = backendWith([task(1)]);
    const gone = new ConvexError({ code: "NOT_FOUND", message: "No." });
    convex.answer(api.tasks.get, { id: "lost" }, gone);
    await taskPage("?view=list&task=lost", convex);
    const dialog = within(await screen.findByRole("dialog"));
    expect((await dialog.findByRole("alert")).textContent).toContain("no longer exists");
    await waitFor(() => expect(titles()).toEqual(["Task 1"]));
  });
});
