// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { EmailSettings, EmailSwitches } from "./email-settings";
import { Picture } from "./picture";
import { ProfileForm } from "./profile-form";
import { Sessions } from "./sessions";
import { Storage } from "./storage";
import { words } from "./words";

afterEach(cleanup);

describe("the profile", () => {
  async function page() {
    const { convex } = await renderPage(<ProfileForm />, { as: { bio: "I read." } });
    return { convex, user: userEvent.setup() };
  }

  test("sends only what was changed", async () => {
    const { convex, user } = await page();
    await user.clear(screen.getByLabelText("About you"));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    expect(convex.calls[0]!.args).toEqual({ bio: null });
    convex.calls[0]!.resolve(null);
    expect(await screen.findByText("Profile saved.")).toBeTruthy();
  });

  test("keeps what was typed when it is refused", async () => {
    const { convex, user } = await page();
    await user.type(screen.getByLabelText("Name"), "a");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    convex.calls[0]!.reject(refusal("RATE_LIMITED"));
    expect(await screen.findByText("The profile was not saved.")).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("Anna");
  });
});

describe("the daily e-mail", () => {
  /** Beside the switches of e-mails that the app adds. */
  const daily = () => screen.getByRole<HTMLButtonElement>("switch", { name: words.digest });

  test("is switched at once, and back when that is refused", async () => {
    const convex = new FakeConvex();
    convex.answer(api.notificationSettings.get, {}, { digest: "daily" });
    await renderPage(<EmailSettings />, { convex });
    const isOn = () => daily().getAttribute("aria-checked");
    expect(isOn()).toBe("true");
    await userEvent.setup().click(daily());
    expect(isOn()).toBe("false");
    convex.calls[0]!.reject(refusal("FORBIDDEN"));
    expect(await screen.findByText("The setting was not changed.")).toBeTruthy();
    expect(isOn()).toBe("true");
  });

  test("leaves the others as they are, and each can be turned off by itself", async () => {
    const convex = new FakeConvex();
    convex.answer(api.notificationSettings.get, {}, { digest: "never", muted: ["invitation"] });
    const kinds = ["invitation", "signIn"] as const;
    const names = { invitation: "Invitations", signIn: "Sign-ins" };
    await renderPage(<EmailSwitches kinds={kinds} names={names} />, { convex });
    const isOn = () =>
      screen.getAllByRole("switch").map((one) => one.getAttribute("aria-checked") === "true");
    expect(isOn()).toEqual([false, false, true]);
    await userEvent.setup().click(screen.getByLabelText("Sign-ins"));
    expect(isOn()).toEqual([false, false, false]);
    const muted = ["invitation", "signIn"];
    expect(convex.calls[0]!.args).toEqual({ digest: "never", muted });
  });

  test("cannot be switched before the setting is known", async () => {
    await renderPage(<EmailSettings />);
    expect(daily().disabled).toBe(true);
  });
});

describe("the sessions", () => {
  const session = (id: string, isCurrent: boolean) => ({
    _id: id,
    _creationTime: 1000,
    lastUsedAt: 2000,
    isCurrent,
  });
  const rows = [session("here", true), session("there", false)];

  testListStates({
    ui: <Sessions />,
    list: api.sessions.list,
    loading: "Loading",
    empty: "You are signed in nowhere.",
    rows,
    shown: "This browser",
  });

  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.sessions.list, {}, rows);
    await renderPage(<Sessions />, { convex });
    return { convex, user: userEvent.setup() };
  }

  test("end elsewhere, at once, and are back when that is refused", async () => {
    const { convex, user } = await page();
    await user.click(await screen.findByRole("button", { name: /^Sign out the session of/ }));
    const list = screen.getByRole("list", { name: "Where you are signed in" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(1);
    expect(convex.calls[0]).toMatchObject({ name: "sessions:revoke", args: { id: "there" } });
    convex.calls[0]!.reject(refusal("NOT_FOUND"));
    expect(await screen.findByText("The session was not ended.")).toBeTruthy();
    expect(screen.getByRole("button", { name: /^Sign out the session of/ })).toBeTruthy();
  });

  test("end everywhere else in one call", async () => {
    const { convex, user } = await page();
    await user.click(await screen.findByRole("button", { name: "Sign out everywhere else" }));
    expect(convex.calls.map(({ name }) => name)).toEqual(["sessions:revokeOthers"]);
  });
});

describe("the picture", () => {
  test("is refused for its type before anything is sent", async () => {
    const { convex } = await renderPage(<Picture />);
    const picture = new File(["%PDF"], "a.pdf", { type: "application/pdf" });
    const user = userEvent.setup({ applyAccept: false });
    await user.upload(screen.getByTestId("picture-input"), picture);
    expect(await screen.findByText("The picture was not changed.")).toBeTruthy();
    expect(screen.getByText(/^A file of this type \(PDF\) is not accepted/)).toBeTruthy();
    expect(convex.calls).toEqual([]);
  });

  test("gives the focus to what chooses another one when it is removed", async () => {
    const as = { avatarUrl: "http://site.test/a.png" };
    const { convex } = await renderPage(<Picture />, { as });
    await userEvent.setup().click(screen.getByRole("button", { name: "Remove picture" }));
    convex.calls[0]!.resolve(null);
    const choose = screen.getByRole("button", { name: "Choose a picture" });
    await waitFor(() => expect(document.activeElement).toBe(choose));
  });
});

test("what is stored is listed by kind, without those that have nothing", async () => {
  const convex = new FakeConvex();
  const quota = (table: string, used: number) => ({
    table,
    rows: { used, limit: 10_000 },
    bytes: { used: used * 1000, limit: 50_000_000 },
  });
  convex.answer(api.quotas.mine, {}, [quota("notes", 3), quota("knowledgeImports", 0)]);
  await renderPage(<Storage />, { convex });
  const list = screen.getByRole("list", { name: "What you have stored" });
  const rows = within(list).getAllByRole("listitem");
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    "NotesRows3 of 10,000Size3 kB of 50 MB",
  ]);
});
