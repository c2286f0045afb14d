// Accounts: signing up, in and out, the profile, and people as an admin sees them.
import { codeFor } from "@repo/backend/embedded/people";
import type { Page } from "playwright-core";
import { expect } from "vitest";

import type { App } from "./app/app.ts";
import { picture } from "./app/files.ts";
import { flow, test } from "./app/test.ts";
import { chooseInAccountMenu, demoAccount, signIn } from "./app/browser.ts";

const newcomer = { name: "Noa New", email: "noa@example.com", password: "correct horse" };

const signedInAs = (page: Page, name: string) =>
  page.getByRole("button", { name: `Your account: ${name}` });

async function newcomerPage(app: App): Promise<Page> {
  const page = await app.newPage(await app.newContext());
  await signIn(page, app.url, newcomer.email, newcomer.password);
  await signedInAs(page, newcomer.name).waitFor();
  return page;
}

flow("sign up with a mailed code", async (app, act) => {
  const page = await app.open("visitor", "/");
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Name").fill(newcomer.name);
  await page.getByLabel("E-mail").fill(newcomer.email);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByText("Use at least 8 characters.").waitFor();
  await page.getByLabel("Password").fill(newcomer.password);
  await act(page, async () => {
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.getByLabel("Code").waitFor();
  });
  await page.getByLabel("Code").fill("0000-0000");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("alert").getByText("This code is wrong").waitFor();
  await page.getByLabel("Code").fill(await codeFor(app.backend, newcomer.email));
  await act(page, async () => {
    await page.getByRole("button", { name: "Continue" }).click();
    await signedInAs(page, newcomer.name).waitFor();
  });
  await page.context().close();
});

flow("find the code in the mailbox of a demo", async (app, act) => {
  const page = await app.open("visitor", "/sign-in?mode=sign-up");
  const email = "pia@example.com";
  await page.getByLabel("Name").fill("Pia Post");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("correct horse");
  await act(page, async () => {
    await page.getByRole("button", { name: "Sign up" }).click();
    const mailbox = page.getByRole("region", { name: "Mailbox of this address" });
    await mailbox.waitFor();
    await mailbox.getByText(await codeFor(app.backend, email)).waitFor();
  }, ["auth:signIn"]);
  await page.context().close();
});

flow("sign in", async (app, act) => {
  const page = await app.open("visitor", "/sign-in");
  const { email, password, name } = demoAccount("member");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("not the password");
  await act(page, async () => {
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").getByText("Wrong e-mail address or password").waitFor();
  });
  await page.getByLabel("Password").fill(password);
  await act(page, async () => {
    await page.getByRole("button", { name: "Sign in" }).click();
    await signedInAs(page, name).waitFor();
  });
  await page.context().close();
});

flow("sign in on a known device", async (app, act) => {
  const page = await newcomerPage(app);
  await page.waitForFunction(() => localStorage.getItem("signed-in-device") !== null);
  await chooseInAccountMenu(page, "Sign out");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.getByLabel("E-mail").fill(newcomer.email);
  await page.getByLabel("Password").fill(newcomer.password);
  await act(page, async () => {
    await page.getByRole("button", { name: "Sign in" }).click();
    await signedInAs(page, newcomer.name).waitFor();
  });
  const signedIn = app.recordOf(page).calls.findLast(({ name }) => name === "auth:signIn");
  expect(signedIn?.args).toContain('"device"');
  await page.context().close();
});

flow("see the sign-in methods", async (app, act) => {
  const page = await app.open("visitor", "/");
  const signIn = async () => {
    await page.getByRole("link", { name: "Sign in" }).first().click();
    await page.getByLabel("Password").waitFor();
  };
  await act(page, signIn, [], "isQuiet");
  expect(await page.getByRole("button", { name: /Sign in with/ }).count()).toBe(0);
  await page.context().close();
});

flow("reset a password", async (app, act) => {
  const page = await app.open("visitor", "/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail").fill(newcomer.email);
  await act(page, async () => {
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("New password").waitFor();
  });
  newcomer.password = "another horse";
  await page.getByLabel("New password").fill(newcomer.password);
  await page.getByLabel("Code").fill(await codeFor(app.backend, newcomer.email));
  await act(page, async () => {
    await page.getByRole("button", { name: "Set password" }).click();
    await signedInAs(page, newcomer.name).waitFor();
  });
  await page.context().close();
});

flow("end the other sessions", async (app, act) => {
  const [here, there] = await Promise.all([newcomerPage(app), newcomerPage(app)]);
  await here.goto(`${app.url}/account`);
  await here.getByRole("button", { name: "Sign out everywhere else" }).waitFor();
  await act(here, async () => {
    await here.getByRole("button", { name: "Sign out everywhere else" }).click();
    await here.getByText("Signed out there.").waitFor();
  });
  await there.getByRole("button", { name: /^Sign in/ }).waitFor();
  await Promise.all([here.context().close(), there.context().close()]);
});

flow("change the password", async (app, act) => {
  const page = await newcomerPage(app);
  await page.goto(`${app.url}/account`);
  const form = page.getByRole("form", { name: "Change password" });
  await form.getByLabel("Current password").fill("not the password");
  await form.getByLabel("New password").fill("a third horse");
  await act(page, async () => {
    await form.getByRole("button", { name: "Change password" }).click();
    await form.getByRole("alert").waitFor();
  });
  await form.getByLabel("Current password").fill(newcomer.password);
  newcomer.password = "a third horse";
  await act(page, async () => {
    await form.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Password changed.").waitFor();
  });
  await page.context().close();
  await (await newcomerPage(app)).context().close();
});

flow("change the profile", async (app, act) => {
  const page = await app.open("member", "/account");
  await page.getByLabel("About you").fill("Looks after the members.");
  await act(page, async () => {
    await page.getByRole("button", { name: "Save" }).first().click();
    await page.getByText("Profile saved.").waitFor();
  });
  await page.reload();
  await expect
    .poll(() => page.getByLabel("About you").inputValue())
    .toBe("Looks after the members.");
  await page.close();
});

flow("export one's own data", async (app, act) => {
  const page = await app.open("member", "/account");
  await act(page, async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download my data" }).click();
    expect((await download).suggestedFilename()).toBe("my-data.json");
    await page.getByText("Your data was downloaded.").waitFor();
  });
  await page.close();
});

flow("set a picture", async (app, act) => {
  const page = await app.open("member", "/account");
  await page.getByRole("button", { name: "Choose a picture" }).waitFor();
  await act(page, async () => {
    await page.getByTestId("picture-input").setInputFiles(picture("max.png"));
    await page.getByRole("button", { name: "Remove picture" }).waitFor();
  });
  await page.getByRole("img", { name: "Picture" }).waitFor();
  await page.close();
});

flow("find a person, and make them an admin", async (app, act) => {
  const page = await app.open("admin", "/admin/people");
  const people = page.getByRole("list", { name: "People" });
  await people.getByText("member@example.com").waitFor();
  await act(page, async () => {
    await page.getByLabel("Search by name or address").fill("Noa");
    await people.getByText("member@example.com").waitFor({ state: "detached" });
  });
  await act(page, async () => {
    await people.getByLabel("Role of Noa New").selectOption({ label: "admin" });
  });
  const theirs = await newcomerPage(app);
  await theirs.getByRole("link", { name: "People", exact: true }).waitFor();
  await people.getByLabel("Role of Noa New").selectOption({ label: "member" });
  await theirs.getByRole("link", { name: "People", exact: true }).waitFor({ state: "detached" });
  await theirs.context().close();
  await page.close();
});

flow("see what happened to an account", async (app, act) => {
  const page = await app.open("admin", "/admin/people");
  await act(page, async () => {
    await page.getByRole("link", { name: "Audit log" }).click();
    const events = page.getByRole("list", { name: "What happened" }).getByRole("listitem");
    await events.filter({ hasText: "edited" }).filter({ hasText: newcomer.name }).first().waitFor();
  });
  await page.close();
});

flow("see what a person has done", async (app, act) => {
  const page = await app.open("admin", "/admin/audit");
  await act(page, async () => {
    await page.getByRole("link", { name: "Ada Admin", exact: true }).first().click();
    await page.getByRole("button", { name: /^Done by Ada Admin/ }).waitFor();
  });
  expect(new URL(page.url()).searchParams.get("person")).toBeTruthy();
  await page.close();
});

flow("see how crons have run", async (app, act) => {
  const page = await app.open("admin", "/admin/jobs");
  await act(page, async () => {
    await page.getByRole("tab", { name: "Crons" }).click();
    await page.getByRole("list", { name: "Crons" }).getByRole("listitem").first().waitFor();
    await page
      .getByRole("status")
      .getByText(/as planned|failed or/)
      .waitFor();
  });
  await page.close();
});

flow("read the e-mails that the app sent", async (app, act) => {
  const page = await app.open("admin", "/admin/people");
  await act(page, async () => {
    await page.getByRole("link", { name: "E-mails" }).click();
    const emails = page.getByRole("list", { name: "E-mails" }).getByRole("listitem");
    await emails
      .filter({ hasText: newcomer.email })
      .getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/m)
      .first()
      .waitFor();
  });
  // The headers let its style attributes be.
  await page.getByRole("button", { name: "Show as HTML" }).first().click();
  const body = page.frameLocator("iframe").locator("body");
  expect(await body.evaluate((element) => getComputedStyle(element).maxWidth)).toBe("600px");
  await page.close();
});

test("a page that is not for somebody's role is refused, and not in their navigation", async ({
  app,
}) => {
  const page = await app.open("member", "/admin/people");
  await page.getByRole("heading", { name: "This page is not for your role" }).waitFor();
  expect(await page.getByRole("link", { name: "People", exact: true }).count()).toBe(0);
  await page.close();
});

test("who is not signed in is asked to, and goes on to the page they wanted", async ({ app }) => {
  const page = await app.open("visitor", "/notifications");
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill(newcomer.email);
  await page.getByLabel("Password").fill(newcomer.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Notifications", level: 1 }).waitFor();
  await page.context().close();
});

flow("remove the account", async (app, act) => {
  const page = await newcomerPage(app);
  await page.goto(`${app.url}/account`);
  await page.getByRole("button", { name: /Remove my account/ }).click();
  const dialog = page.getByRole("dialog", { name: "Remove your account?" });
  await dialog.getByLabel(/Type your e-mail address/).fill(newcomer.email);
  await act(page, async () => {
    await dialog.getByRole("button", { name: "Remove for good" }).click();
    await page
      .getByRole("button", { name: "Sign in" })
      .or(page.getByRole("link", { name: "Sign in" }))
      .first()
      .waitFor();
  }, ["auth:signOut"]);
  await signIn(page, app.url, newcomer.email, newcomer.password);
  await page.getByRole("alert").waitFor();
  await page.context().close();
});

flow("sign out", async (app, act) => {
  const page = await app.open("admin", "/notifications");
  await page.getByRole("heading", { name: "Notifications", level: 1 }).waitFor();
  await act(page, async () => {
    await chooseInAccountMenu(page, "Sign out");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });
  await page.goto(`${app.url}/notes`);
  await page.waitForURL(/\/sign-in/);
  await page.close();
});
