// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import { me, renderPage } from "@/testing/render";
import type { Session } from "@/session/session";

import { InvitationLinkPage } from "./invitation-link-page";
import { InvitationsPage } from "./invitations-page";

const signOut = vi.fn(async () => {});
let session: Session;
vi.mock("@convex-dev/auth/react", () => ({ useAuthActions: () => ({ signOut }) }));
vi.mock("@/session/session", async (original) => ({
  ...(await original<object>()),
  useSession: () => session,
}));

const token = "a".repeat(43);
const invitation = {
  invitationId: "invitation1",
  teamName: "Crew",
  inviterName: "Ben",
  email: "ann@example.com",
  role: "member",
  expiresAt: 1000,
};

beforeEach(() => {
  session = { kind: "signedIn", me };
});
afterEach(cleanup);

describe("the page of a link", () => {
  async function page(found: object | null = invitation) {
    const convex = new FakeConvex();
    convex.answer(api.invitations.preview, { token }, found);
    const { router } = await renderPage(<InvitationLinkPage token={token} />, { convex });
    return { convex, router, user: userEvent.setup() };
  }

  test("joins, and shows the invitation until the page of the team is there", async () => {
    const { convex, router, user } = await page();
    await user.click(screen.getByRole("button", { name: "Join" }));
    expect(convex.calls[0]).toMatchObject({ name: "invitations:accept", args: { token } });
    // Joining uses the link up.
    convex.answer(api.invitations.preview, { token }, null);
    expect(screen.getByRole("heading").textContent).toBe("Ben invites you to “Crew”");
    convex.calls[0]!.resolve("team1");
    await waitFor(() => expect(router.history.location.pathname).toBe("/t/team1"));
  });

  test("stays when joining is refused", async () => {
    const { convex, user } = await page();
    await user.click(screen.getByRole("button", { name: "Join" }));
    convex.calls[0]!.reject(refusal("CONFLICT", "You are in too many teams."));
    expect(await screen.findByText("You are in too many teams.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Join" })).toBeTruthy();
  });

  test("offers both ways in to somebody who is signed out, and back here", async () => {
    session = { kind: "signedOut" };
    await page();
    const target = (name: string) => screen.getByRole("link", { name }).getAttribute("href");
    const next = encodeURIComponent("/invitation");
    expect(target("Sign in to join")).toBe(`/sign-in?next=${next}`);
    expect(target("Create an account")).toBe(`/sign-in?mode=sign-up&next=${next}`);
  });

  test("offers another account to somebody whom it is not for", async () => {
    const { user } = await page({ ...invitation, email: "kim@example.com" });
    expect(screen.getByRole("alert").textContent).toBe("You are signed in with ann@example.com.");
    expect(screen.queryByRole("button", { name: "Join" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Sign in with another account" }));
    expect(signOut).toHaveBeenCalledOnce();
  });

  test("says that a link was used or has expired", async () => {
    await page(null);
    expect(screen.getByRole("heading").textContent).toBe("This invitation is no longer valid");
  });

  test("says the same of half a link, and asks the server nothing", async () => {
    await renderPage(<InvitationLinkPage token="abc" />);
    expect(screen.getByRole("heading").textContent).toBe("This invitation is no longer valid");
  });
});

describe("one's invitations", () => {
  testListStates({
    ui: <InvitationsPage />,
    list: api.invitations.listMine,
    loading: "Loading the invitation",
    empty: "No invitations",
    rows: [invitation],
    shown: "Ben invites you to “Crew”",
  });

  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.invitations.listMine, {}, [invitation]);
    const { router } = await renderPage(<InvitationsPage />, { convex });
    return { convex, router, user: userEvent.setup() };
  }

  test("are accepted, and lead to the team", async () => {
    const { convex, router, user } = await page();
    await user.click(await screen.findByRole("button", { name: "Join Crew" }));
    convex.calls[0]!.resolve("team1");
    await waitFor(() => expect(router.history.location.pathname).toBe("/t/team1"));
  });

  test("stay, with the reason, when declining is refused", async () => {
    const { convex, user } = await page();
    await user.click(await screen.findByRole("button", { name: "Decline the invitation to Crew" }));
    convex.calls[0]!.reject(refusal("RATE_LIMITED"));
    expect(await screen.findByText("The invitation was not declined.")).toBeTruthy();
    expect(screen.getByText("Ben invites you to “Crew”")).toBeTruthy();
  });
});
