// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import { frame, renderPage } from "@/testing/render";

import Bell from "./bell";
import { NotificationsPage } from "./notifications-page";

const notification = (title: string, more: object = {}) => ({
  _id: `notification-${title}`,
  _creationTime: 1000,
  kind: "taskAssigned",
  title,
  ...more,
});
const rows = [
  notification("Paint the boat", { link: "/t/team1/tasks?task=task1" }),
  notification("Old news", { readAt: 500 }),
];
const unread = (convex: FakeConvex, count: number) =>
  convex.answer(api.frame.get, {}, { ...frame, unread: { count, isMore: false } });

afterEach(cleanup);

describe("the list of notifications", () => {
  testListStates({
    ui: <NotificationsPage />,
    list: api.notifications.list,
    loading: "Loading notifications",
    empty: "No notifications yet",
    rows,
    shown: "Paint the boat",
    prepare: (convex) => unread(convex, 0),
  });

  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.notifications.list, {}, rows);
    unread(convex, 1);
    const { router } = await renderPage(
      <>
        <Bell />
        <NotificationsPage />
      </>,
      { convex },
    );
    await screen.findByText("Paint the boat");
    return { convex, router, user: userEvent.setup() };
  }
  const bell = () => screen.getByRole("button", { name: /^Notifications/ });
  const mark = () => screen.queryByRole("button", { name: "Mark “Paint the boat” as read" });

  test("marks one as read at once, in the count, too", async () => {
    const { convex, user } = await page();
    expect(bell().getAttribute("aria-label")).toBe("Notifications, 1 unread");
    await user.click(mark()!);
    expect(mark()).toBeNull();
    expect(bell().getAttribute("aria-label")).toBe("Notifications");
    expect(convex.calls.map(({ name }) => name)).toEqual(["notifications:markRead"]);
  });

  test("marks it as unread again when that is refused", async () => {
    const { convex, user } = await page();
    await user.click(mark()!);
    convex.calls[0]!.reject(refusal("NOT_FOUND"));
    expect(await screen.findByText("The notification was not marked as read.")).toBeTruthy();
    expect(mark()).not.toBeNull();
    expect(bell().getAttribute("aria-label")).toBe("Notifications, 1 unread");
  });

  test("marks all as read in one call, and says why when it is refused", async () => {
    const { convex, user } = await page();
    await user.click(screen.getByRole("button", { name: "Mark all as read" }));
    expect(mark()).toBeNull();
    expect(convex.calls.map(({ name }) => name)).toEqual(["notifications:markAllRead"]);
    convex.calls[0]!.reject(refusal("RATE_LIMITED"));
    expect(await screen.findByText("The notifications were not marked as read.")).toBeTruthy();
    expect(mark()).not.toBeNull();
  });

  test("opens what one is about, and marks it as read", async () => {
    const { convex, router, user } = await page();
    await user.click(screen.getByRole("link", { name: "Paint the boat" }));
    await waitFor(() => expect(router.history.location.href).toBe("/t/team1/tasks?task=task1"));
    expect(convex.calls.map(({ name }) => name)).toEqual(["notifications:markRead"]);
  });
});

test("the bell shows the newest ones, and a way to all", async () => {
  const convex = new FakeConvex();
  convex.answerPage(api.notifications.list, {}, rows);
  convex.answer(api.frame.get, {}, { ...frame, unread: { count: 99, isMore: true } });
  await renderPage(<Bell />, { convex });
  const bell = screen.getByRole("button", { name: "Notifications, 99+ unread" });
  await userEvent.setup().click(bell);
  const newest = within(await screen.findByRole("dialog"));
  expect(newest.getAllByRole("listitem")).toHaveLength(2);
  expect(newest.getByRole("link", { name: "See all" })).toBeTruthy();
});
