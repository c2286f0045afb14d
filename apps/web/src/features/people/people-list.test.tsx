// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { PeopleList } from "./people-list";

const person = (id: string, name: string, more: object = {}) => ({
  _id: id,
  _creationTime: 1000,
  name,
  email: `${name.toLowerCase()}@example.com`,
  role: "member",
  avatarUrl: null,
  ...more,
});
const people = [person("user1", "Ann", { role: "admin" }), person("user2", "Ben")];
const admin = { as: { role: "admin" } } as const;

describe("the people", () => {
  testListStates({
    ui: <PeopleList />,
    list: api.users.list,
    loading: "Loading people",
    empty: "Nobody matches.",
    rows: people,
    shown: "Ben",
    options: admin,
  });

  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.users.list, {}, people);
    await renderPage(<PeopleList />, { ...admin, convex });
    await screen.findByText("Ben");
    return { convex, user: userEvent.setup() };
  }

  test("are searched on the server; those found before stay until then", async () => {
    const { convex, user } = await page();
    await user.type(screen.getByRole("searchbox"), "be");
    expect(screen.getByText("Ben")).toBeTruthy();
    convex.answerPage(api.users.list, { search: "be" }, [person("user3", "Bea")]);
    expect(await screen.findByText("Bea")).toBeTruthy();
    expect(screen.queryByText("Ben")).toBeNull();
  });

  test("show a new role at once, and the old one with the reason when it is refused", async () => {
    const { convex, user } = await page();
    const role = screen.getByRole<HTMLSelectElement>("combobox", { name: "Role of Ben" });
    await user.selectOptions(role, "admin");
    expect(role.value).toBe("admin");
    convex.calls[0]!.reject(refusal("CONFLICT", "Lift the ban first."));
    expect(await screen.findByText("Lift the ban first.")).toBeTruthy();
    expect(role.value).toBe("member");
  });

  test("change their own role after a question alone", async () => {
    const { convex, user } = await page();
    const role = screen.getByRole<HTMLSelectElement>("combobox", { name: "Role of Ann" });
    await user.selectOptions(role, "member");
    const question = within(screen.getByRole("alertdialog", { name: "Change your own role?" }));
    expect(convex.calls).toEqual([]);
    expect(role.value).toBe("admin");
    await user.click(question.getByRole("button", { name: "Change my role" }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    expect(convex.calls[0]!.args).toEqual({ id: "user1", role: "member" });
  });

  test("are banned after a question, and not oneself", async () => {
    const { convex, user } = await page();
    expect(screen.queryByRole("button", { name: "Ban Ann" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Ban Ben" }));
    const question = screen.getByRole("alertdialog", { name: "Ban Ben?" });
    await user.click(within(question).getByRole("button", { name: "Ban" }));
    await waitFor(() => expect(screen.getByText("Banned")).toBeTruthy());
    convex.calls[0]!.reject(refusal("CONFLICT", "An admin cannot be banned."));
    await waitFor(() => expect(screen.queryByText("Banned")).toBeNull());
    expect(screen.getByText("An admin cannot be banned.")).toBeTruthy();
  });
});
