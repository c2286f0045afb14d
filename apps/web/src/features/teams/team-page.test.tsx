// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import { renderPage, type RenderOptions } from "@/testing/render";

import { Invitations } from "./invitation-list";
import { MemberList } from "./member-list";
import { TeamPage } from "./team-page";

const teamId = "team1";
const owner: RenderOptions = { teamIs: { myRole: "owner" } };
const member = (userId: string, name: string, role = "member") => ({
  _id: `membership-${userId}`,
  _creationTime: 1000,
  userId,
  name,
  email: `${name.toLowerCase()}@example.com`,
  role,
});
const people = [member("user1", "Ann", "owner"), member("user2", "Ben")];

describe("the members", () => {
  testListStates({
    ui: <MemberList />,
    list: api.memberships.list,
    args: { teamId },
    loading: "Loading the team",
    empty: "Nobody is in this team.",
    rows: people,
    shown: "Ben",
  });

  async function page(options: RenderOptions) {
    const convex = new FakeConvex();
    convex.answerPage(api.memberships.list, { teamId }, people);
    await renderPage(<MemberList />, { ...options, convex });
    return { convex, user: userEvent.setup() };
  }

  test("can be changed by owners alone", async () => {
    await page({});
    await screen.findByText("Ben");
    expect(screen.queryByRole("combobox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Remove Ben" })).toBeNull();
  });

  test("show a new role at once, and the old one with the reason when it is refused", async () => {
    const { convex, user } = await page(owner);
    const role = await screen.findByRole<HTMLSelectElement>("combobox", { name: "Role of Ann" });
    await user.selectOptions(role, "member");
    expect(role.value).toBe("member");
    expect(convex.calls[0]).toMatchObject({
      name: "memberships:changeRole",
      args: { id: "membership-user1", role: "member" },
    });
    convex.calls[0]!.reject(refusal("CONFLICT", "A team keeps an owner."));
    expect(await screen.findByText("A team keeps an owner.")).toBeTruthy();
    expect(role.value).toBe("owner");
  });

  test("are gone at once when they are removed, after a question", async () => {
    const { convex, user } = await page(owner);
    await user.click(await screen.findByRole("button", { name: "Remove Ben" }));
    expect(convex.calls).toEqual([]);
    const question = screen.getByRole("alertdialog", { name: "Remove Ben from the team?" });
    await user.click(within(question).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.queryByText("Ben")).toBeNull());
    convex.calls[0]!.reject(refusal("FORBIDDEN"));
    expect(await screen.findByText("Ben")).toBeTruthy();
    expect(screen.getByText("The member was not removed.")).toBeTruthy();
  });
});

describe("the invitations", () => {
  const invitation = {
    _id: "invitation1",
    _creationTime: 1000,
    email: "kim@example.com",
    role: "member",
    expiresAt: 2000,
  };

  testListStates({
    ui: <Invitations />,
    list: api.invitations.list,
    args: { teamId },
    loading: "Loading the team",
    empty: "No open invitations.",
    rows: [invitation],
    shown: "kim@example.com",
    options: owner,
  });

  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.invitations.list, { teamId }, [invitation]);
    await renderPage(<Invitations />, { ...owner, convex });
    const user = userEvent.setup();
    const form = within(await screen.findByRole("form", { name: "Invite" }));
    const invite = async (address: string) => {
      await user.type(form.getByLabelText("E-mail"), address);
      await user.click(form.getByRole("button", { name: "Invite" }));
    };
    return { convex, user, form, invite };
  }

  test("send nothing that is no address", async () => {
    const { convex, form, invite } = await page();
    await invite("nobody");
    expect(await form.findByRole("alert")).toBeTruthy();
    expect(convex.calls).toEqual([]);
  });

  test("keep what was typed when they are refused, with the reason at its field", async () => {
    const { convex, form, invite } = await page();
    await invite("ben@example.com");
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    expect(convex.calls[0]!.args).toEqual({ teamId, email: "ben@example.com", role: "member" });
    convex.calls[0]!.reject(refusal("CONFLICT", "Already a member.", "email"));
    expect((await form.findByRole("alert")).textContent).toBe("Already a member.");
    expect(form.getByLabelText<HTMLInputElement>("E-mail").value).toBe("ben@example.com");
  });

  test("are gone at once when they are revoked, and back when that is refused", async () => {
    const { convex, user } = await page();
    const name = "Revoke the invitation to kim@example.com";
    await user.click(await screen.findByRole("button", { name }));
    expect(screen.queryByText("kim@example.com")).toBeNull();
    convex.calls[0]!.reject(refusal("RATE_LIMITED"));
    expect(await screen.findByText("kim@example.com")).toBeTruthy();
  });

  test("are sent again", async () => {
    const { convex, user } = await page();
    const name = "Send again to kim@example.com";
    await user.click(await screen.findByRole("button", { name }));
    expect(convex.calls[0]).toMatchObject({ name: "invitations:resend" });
    convex.calls[0]!.resolve(null);
    expect(await screen.findByText("Sent to kim@example.com again.")).toBeTruthy();
  });
});

describe("an address that names a part", () => {
  async function page(tab: string, options: RenderOptions) {
    const convex = new FakeConvex();
    convex.answerPage(api.memberships.list, { teamId }, people);
    convex.answerPage(api.invitations.list, { teamId }, []);
    await renderPage(<TeamPage />, {
      ...options,
      convex,
      page: {
        path: "t/$team/members",
        address: `/t/team1/members?tab=${tab}`,
        search: z.object({ tab: z.string().optional() }),
      },
    });
    return { convex, user: userEvent.setup() };
  }
  afterEach(cleanup);

  test("shows what is for owners to an owner", async () => {
    await page("invitations", owner);
    expect(await screen.findByText("No open invitations.")).toBeTruthy();
  });

  test("shows the members to anybody else, and asks the server for nothing else", async () => {
    await page("invitations", {});
    expect(await screen.findByText("Ben")).toBeTruthy();
    expect(screen.queryByRole("tab", { name: "Invitations" })).toBeNull();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("shows what the team has stored to a member, live, for one query", async () => {
    const { convex, user } = await page("storage", {});
    expect(screen.getAllByRole("status").map((each) => each.textContent)).toContain(
      "Loading the team",
    );
    const tasks = (used: number) => ({
      table: "tasks",
      rows: { used, limit: 100 },
      bytes: { used: 1000, limit: 50_000_000 },
    });
    convex.answer(api.quotas.ofTeam, { teamId }, [tasks(79)]);
    const list = await screen.findByRole("list", { name: "What the team has stored" });
    expect(within(list).queryByText("Nearly full")).toBeNull();
    convex.answer(api.quotas.ofTeam, { teamId }, [tasks(80)]);
    expect(await within(list).findByText("Nearly full")).toBeTruthy();
    expect(convex.asked(api.memberships.list)).toEqual([]);
    await user.click(screen.getByRole("tab", { name: "Members" }));
    expect(await screen.findByText("Ben")).toBeTruthy();
  });

  test("says why what is stored was refused", async () => {
    const { convex } = await page("storage", {});
    convex.answer(api.quotas.ofTeam, { teamId }, refusal("FORBIDDEN"));
    expect((await screen.findByRole("alert")).textContent).toContain(
      "Your role does not allow this.",
    );
  });
});
