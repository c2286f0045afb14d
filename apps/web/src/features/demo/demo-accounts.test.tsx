// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { renderPage } from "@/testing/render";

import DemoAccounts from "./demo-accounts";
import { words } from "./words";

const signIn = vi.hoisted(() => vi.fn());
vi.mock("@convex-dev/auth/react", () => ({ useAuthActions: () => ({ signIn }) }));

const admin = { name: "Ada", email: "admin@example.com", password: "admin-demo-1", role: "admin" };
const member = { ...admin, email: "member@example.com", role: "member" };

afterEach(() => {
  cleanup();
  signIn.mockReset();
});

async function page(accounts: readonly object[]) {
  const convex = new FakeConvex();
  convex.answer(api.demo.accounts, {}, accounts);
  await renderPage(<DemoAccounts />, { convex });
  return userEvent.setup();
}

test("signs in to the account of a click, once however often it is clicked", async () => {
  signIn.mockReturnValue(new Promise(() => {}));
  const user = await page([admin, member]);
  const button = screen.getByRole("button", { name: words.signIn("member") });
  await user.click(button);
  await user.click(button);
  const { email, password } = member;
  expect(signIn.mock.calls).toEqual([["password", { flow: "signIn", email, password }]]);
});

test("says why nobody was signed in", async () => {
  signIn.mockResolvedValue({ signingIn: false });
  const user = await page([admin]);
  await user.click(screen.getByRole("button", { name: words.signIn("admin") }));
  expect(await screen.findByText(words.tooMany)).toBeTruthy();
  await waitFor(() =>
    expect(screen.getByRole("button", { name: words.signIn("admin") }).ariaDisabled).not.toBe(
      "true",
    ),
  );
});

test("shows nothing where there are no demo accounts", async () => {
  await page([]);
  expect(screen.queryByText(words.title)).toBeNull();
});
