// Teams: creating one, inviting, joining, roles, leaving. Max owns the team, Ada joins it.
import { rowsOf } from "@repo/backend/embedded/admin";
import type { Page } from "playwright-core";

import type { App } from "./app/app.ts";
import { flow } from "./app/test.ts";
import { tokenIn } from "./pages.ts";

const ada = { name: "Ada Admin", email: "admin@example.com" };

let team = "";
const membersOf = (page: Page) => page.getByRole("list", { name: "Members" });
const invitationsIn = (page: Page) => page.getByRole("list", { name: "Open invitations" });

async function openTeam(app: App, tab?: "Invitations" | "History"): Promise<Page> {
  const page = await app.open("member", `${team}/members`);
  await membersOf(page).waitFor();
  if (tab) await page.getByRole("tab", { name: tab }).click();
  return page;
}

async function invite(page: Page, email: string): Promise<void> {
  const form = page.getByRole("form", { name: "Invite" });
  await form.getByLabel("E-mail").fill(email);
  await form.getByRole("button", { name: "Invite" }).click();
  await invitationsIn(page).getByText(email).waitFor();
}

/** What the newest mail with an invitation links to. */
async function mailedLink(app: App): Promise<string> {
  const mails = await rowsOf(app.backend, "emails");
  return `/invitation#${tokenIn(mails as unknown as Parameters<typeof tokenIn>[0])}`;
}

flow("create a team", async (app, act) => {
  const page = await app.open("member", "/notes");
  await page.getByRole("button", { name: /^Team:/ }).click();
  await page.getByRole("menuitem", { name: "New team" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("Lifeboat crew");
  await act(page, async () => {
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.waitForURL(/\/t\/\w+/);
    await page.getByRole("button", { name: "Team: Lifeboat crew" }).waitFor();
  });
  team = /\/t\/\w+/.exec(page.url())![0];
  await page.close();
});

flow("rename a team", async (app, act) => {
  const page = await openTeam(app);
  await page.getByLabel("Team name").fill("Lifeboat team");
  await act(page, async () => {
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("button", { name: "Team: Lifeboat team" }).waitFor();
  });
  await page.close();
});

flow("invite a person", async (app, act) => {
  const page = await openTeam(app, "Invitations");
  await page.getByText("No open invitations.").waitFor();
  await act(page, () => invite(page, ada.email));
  await page.close();
});

flow("send an invitation again", async (app, act) => {
  const page = await openTeam(app, "Invitations");
  await act(page, async () => {
    await page.getByRole("button", { name: /^Send again/ }).click();
    await page.getByText(`Sent to ${ada.email} again.`).waitFor();
  });
  await page.close();
});

flow("join by the link", async (app, act) => {
  const page = await app.open("admin", await mailedLink(app));
  await page.getByRole("heading", { name: /Lifeboat team/ }).waitFor();
  await act(page, async () => {
    await page.getByRole("button", { name: "Join" }).click();
    await page.waitForURL(new RegExp(team));
    await page.getByRole("button", { name: "Team: Lifeboat team" }).waitFor();
  });
  await page.close();
});

flow("see the people of a team", async (app, act) => {
  const page = await app.open("admin", `${team}/tasks`);
  await page.getByRole("heading", { name: "Tasks", level: 1 }).waitFor();
  await act(page, async () => {
    await page.getByRole("link", { name: "Team", exact: true }).click();
    await membersOf(page).getByText("Max Member").waitFor();
    await membersOf(page).getByText(ada.name).waitFor();
  });
  await page.close();
});

flow("make a member an owner", async (app, act) => {
  const page = await openTeam(app);
  const theirs = await app.open("admin", `${team}/members`);
  await membersOf(theirs).waitFor();
  await act(page, async () => {
    await page.getByLabel(`Role of ${ada.name}`).selectOption({ label: "Owner" });
    await theirs.getByRole("tab", { name: "Invitations" }).waitFor();
  });
  await Promise.all([page.close(), theirs.close()]);
});

flow("see what happened in a team", async (app, act) => {
  const page = await openTeam(app);
  await act(page, async () => {
    await page.getByRole("tab", { name: "History" }).click();
    const events = page.getByRole("list", { name: "What happened" });
    await events
      .getByText(/member → owner/)
      .first()
      .waitFor();
  });
  await page.close();
});

flow("revoke an invitation", async (app, act) => {
  const page = await openTeam(app, "Invitations");
  await invite(page, "late@example.com");
  await act(page, async () => {
    await page.getByRole("button", { name: /^Revoke .*late@example.com/ }).click();
    await page.getByText("No open invitations.").waitFor();
  });
  await page.close();
});

/** Ada leaves the team, and is invited to it again. */
async function inviteAgain(app: App, isMember: boolean): Promise<Page> {
  if (isMember) {
    const theirs = await app.open("admin", `${team}/members`);
    await leave(theirs);
    await theirs.close();
  }
  const page = await openTeam(app, "Invitations");
  await invite(page, ada.email);
  await page.close();
  return await app.open("admin", "/invitations");
}

async function leave(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Leave team" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave team" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith(team));
}

flow("join from the list of invitations", async (app, act) => {
  const page = await inviteAgain(app, true);
  await act(page, async () => {
    await page.getByRole("button", { name: "Join Lifeboat team" }).click();
    await page.waitForURL(new RegExp(team));
  });
  await page.close();
});

flow("decline an invitation", async (app, act) => {
  const page = await inviteAgain(app, true);
  await act(page, async () => {
    await page.getByRole("button", { name: /Decline.*Lifeboat team/ }).click();
    await page.getByText(/No invitations/).waitFor();
  });
  await page.close();
});

flow("remove a member from a team", async (app, act) => {
  const theirs = await inviteAgain(app, false);
  await theirs.getByRole("button", { name: "Join Lifeboat team" }).click();
  await theirs.waitForURL(new RegExp(team));
  const page = await openTeam(app);
  await page.getByRole("button", { name: `Remove ${ada.name}` }).click();
  await act(page, async () => {
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await membersOf(page).getByText(ada.name).waitFor({ state: "detached" });
  });
  await Promise.all([page.close(), theirs.close()]);
});

flow("leave a team", async (app, act) => {
  const mine = await app.open("member", "/");
  await mine.waitForURL(/\/t\/\w+\/tasks/);
  await mine.getByRole("button", { name: /^Team:/ }).click();
  await mine.getByRole("menuitemradio", { name: "Reading room" }).click();
  await mine.getByRole("button", { name: "Team: Reading room" }).waitFor();
  await mine.getByRole("link", { name: "Team", exact: true }).click();
  await membersOf(mine).waitFor();
  await mine.getByRole("button", { name: "Leave team" }).click();
  await act(mine, async () => {
    await mine.getByRole("alertdialog").getByRole("button", { name: "Leave team" }).click();
    await mine.getByRole("button", { name: /^Team: (?!Reading room)/ }).waitFor();
  });
  await mine.close();
});

flow("remove a team", async (app, act) => {
  const page = await openTeam(app);
  await page.getByRole("button", { name: "Remove team" }).click();
  await act(page, async () => {
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove team" }).click();
    await page.waitForURL((url) => !url.pathname.startsWith(team));
  });
  await page.getByRole("button", { name: /^Team:/ }).click();
  await page.getByRole("menuitemradio", { name: "Harbour crew" }).waitFor();
  const left = page.getByRole("menuitemradio", { name: "Lifeboat team" });
  await left.waitFor({ state: "detached" });
  await page.close();
});
