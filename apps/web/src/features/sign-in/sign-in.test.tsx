// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { ResetForm } from "./reset-form";
import { SignInForm } from "./sign-in-form";
import { SignUpForm } from "./sign-up-form";

const signIn = vi.fn<(provider: string, params?: object) => Promise<{ signingIn: boolean }>>();
vi.mock("@convex-dev/auth/react", () => ({ useAuthActions: () => ({ signIn }) }));

beforeEach(() => {
  signIn.mockReset().mockResolvedValue({ signingIn: true });
});
afterEach(cleanup);

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const user = userEvent.setup();
const click = async (name: string) => await user.click(screen.getByRole("button", { name }));

describe("signing in", () => {
  async function page(providers: string[] = []) {
    const convex = new FakeConvex();
    convex.answer(api.auth.providers, {}, providers);
    await renderPage(<SignInForm next={undefined} />, { convex });
  }
  async function fill() {
    await user.type(field("E-mail"), "ann@example.com");
    await user.type(field("Password"), "a long password");
    await click("Sign in");
  }

  test("says that the password is wrong, and keeps what was typed", async () => {
    signIn.mockRejectedValue(refusal("UNAUTHENTICATED", "The address or the password is wrong."));
    await page();
    await fill();
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toBe("The address or the password is wrong.");
    expect(field("Password").value).toBe("a long password");
  });

  test("sends nothing without a password", async () => {
    await page();
    await user.type(field("E-mail"), "ann@example.com");
    await click("Sign in");
    expect((await screen.findByRole("alert")).textContent).toBe("This field is required.");
    expect(signIn).not.toHaveBeenCalled();
  });

  test("asks for the mailed code when the server wants one", async () => {
    signIn.mockResolvedValueOnce({ signingIn: false });
    await page();
    await fill();
    await user.type(await screen.findByLabelText("Code"), "ABCD-EFGH");
    await click("Continue");
    expect(signIn.mock.lastCall).toMatchObject([
      "password",
      { flow: "signIn", email: "ann@example.com", password: "a long password", code: "ABCDEFGH" },
    ]);
  });

  test("offers the providers whose keys the deployment has, and says when one fails", async () => {
    await page(["github"]);
    expect(screen.queryByRole("button", { name: "Sign in with Google" })).toBeNull();
    signIn.mockRejectedValue(new Error("offline"));
    await click("Sign in with GitHub");
    expect(await screen.findByText("You were not signed in.")).toBeTruthy();
  });
});

describe("signing up", () => {
  async function page(convex = new FakeConvex()) {
    await renderPage(<SignUpForm next={undefined} />, { convex });
    await user.type(field("Name"), "Ann");
    await user.type(field("E-mail"), "ann@example.com");
    await user.type(field("Password"), "a long password");
    await click("Sign up");
    return await screen.findByLabelText("Code");
  }
  const details = { name: "Ann", email: "ann@example.com", password: "a long password" };

  test("takes two steps: the details, then the code", async () => {
    const code = await page();
    expect(signIn.mock.lastCall).toEqual(["password", { flow: "signUp", ...details }]);
    await user.type(code, "ABCD-EFGH");
    await click("Continue");
    const confirmed = { flow: "confirm", ...details, code: "ABCDEFGH" };
    expect(signIn.mock.lastCall).toEqual(["password", confirmed]);
  });

  test("puts what is wrong with the code beside it", async () => {
    const code = await page();
    signIn.mockRejectedValue(refusal("INVALID", "This code is wrong, or too old.", "code"));
    await user.type(code, "ABCD-EFGH");
    await click("Continue");
    expect((await screen.findByRole("alert")).textContent).toBe("This code is wrong, or too old.");
    expect(code.getAttribute("aria-invalid")).toBe("true");
  });

  test("sends another code, or says when it may be asked for again", async () => {
    await page();
    await click("Send another code");
    expect(await screen.findByText("Another code was sent to ann@example.com.")).toBeTruthy();
    expect(signIn.mock.lastCall).toEqual(["password", { flow: "signUp", ...details }]);
    signIn.mockRejectedValue(refusal("RATE_LIMITED"));
    await click("Send another code");
    expect(await screen.findByText(/^Too many requests/)).toBeTruthy();
  });

  test("shows the e-mail with the code where the deployment sends none", async () => {
    const convex = new FakeConvex();
    const email = { _id: "email1", subject: "Your code", text: "ABCD-EFGH" };
    convex.answer(api.emails.inbox, { address: "ann@example.com" }, [email]);
    await page(convex);
    const mailbox = await screen.findByRole("region", { name: "Mailbox of this address" });
    expect(mailbox.textContent).toContain("ABCD-EFGH");
  });

  test("goes back to the details as they were typed", async () => {
    await page();
    await click("Use another address");
    expect(field("Name").value).toBe("Ann");
    expect(field("E-mail").value).toBe("ann@example.com");
    expect(field("Password").value).toBe("a long password");
  });
});

describe("choosing a new password", () => {
  test("takes the address, then the code and the password", async () => {
    await renderPage(<ResetForm next={undefined} />);
    await user.type(field("E-mail"), "ann@example.com");
    await click("Send code");
    const code = await screen.findByLabelText("Code");
    expect(signIn.mock.lastCall).toEqual(["password", { flow: "reset", email: "ann@example.com" }]);
    await user.type(code, "ABCD-EFGH");
    await user.type(field("New password"), "short");
    await click("Set password");
    expect(await screen.findByRole("alert")).toBeTruthy();
    expect(signIn).toHaveBeenCalledOnce();
    await user.type(field("New password"), " no longer");
    await click("Set password");
    expect(signIn.mock.lastCall).toMatchObject([
      "password",
      { flow: "setPassword", email: "ann@example.com", password: "short no longer" },
    ]);
  });
});
