// @vitest-environment happy-dom
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ConvexError } from "convex/values";
import { afterEach, expect, test } from "vitest";

import { renderPage } from "@/testing/render";

import { ChangePassword } from "./change-password";
import { words } from "./words";

afterEach(cleanup);

async function page() {
  const { convex } = await renderPage(<ChangePassword />);
  const user = userEvent.setup();
  const current = screen.getByLabelText<HTMLInputElement>(words.currentPassword);
  const next = screen.getByLabelText<HTMLInputElement>(words.newPassword);
  const submit = async () =>
    await user.click(screen.getByRole("button", { name: words.changePassword }));
  return { convex, user, current, next, submit };
}

test("sends both passwords, and forgets them when they are changed", async () => {
  const { convex, user, current, next, submit } = await page();
  await user.type(current, "correct horse");
  await user.type(next, "battery staple");
  await submit();
  await waitFor(() => expect(convex.calls).toHaveLength(1));
  expect(convex.calls[0]).toMatchObject({
    name: "auth:changePassword",
    args: { current: "correct horse", password: "battery staple" },
  });
  convex.calls[0]!.resolve(null);
  expect(await screen.findByText(words.passwordChanged)).toBeTruthy();
  await waitFor(() => expect([current.value, next.value]).toEqual(["", ""]));
});

test("says at its field that the current password is wrong, and keeps the new one", async () => {
  const { convex, user, current, next, submit } = await page();
  await user.type(current, "wrong horse");
  await user.type(next, "battery staple");
  await submit();
  await waitFor(() => expect(convex.calls).toHaveLength(1));
  const message = "This is not your current password.";
  const issues = [{ path: "current", message }];
  convex.calls[0]!.reject(new ConvexError({ code: "INVALID", message, issues }));
  expect((await screen.findByRole("alert")).textContent).toBe(message);
  expect(next.value).toBe("battery staple");
});

test("sends no password that is too short", async () => {
  const { convex, user, current, next, submit } = await page();
  await user.type(current, "correct horse");
  await user.type(next, "short");
  await submit();
  expect(await screen.findByRole("alert")).toBeTruthy();
  expect(convex.calls).toEqual([]);
});
