// The whole way through the app without a pointer: no click, no focus set by the test.
import type { Locator, Page } from "playwright-core";

import { test } from "./app/test.ts";
import { demoAccount } from "./app/browser.ts";

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < most; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${target.toString()} within ${most} presses.`);
}

test("sign in, create a task, move it, find it with the palette, sign out", async ({ app }) => {
  const page = await app.open("visitor", "/sign-in");
  const { email, password } = demoAccount("member");
  const press = (key: string) => page.keyboard.press(key);
  await tabTo(page, page.getByLabel("E-mail"));
  await page.keyboard.type(email);
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type(password);
  await press("Enter");
  const columns = (name: string) => page.getByRole("region", { name, exact: true });
  await columns("Open").getByRole("list").waitFor();

  await press("c");
  const dialog = page.getByRole("dialog", { name: "New task" });
  await tabTo(page, dialog.getByLabel("Title"));
  await page.keyboard.type("Typed without a pointer");
  await tabTo(page, dialog.getByRole("button", { name: "Create task" }));
  await press("Enter");
  const heading = { name: "Typed without a pointer" };
  await columns("Open").getByRole("heading", heading).waitFor();

  await tabTo(page, page.getByRole("button", { name: "Move “Typed without a pointer”" }).last());
  await press("Enter");
  const choice = page.getByRole("menuitem", { name: "In progress" });
  await choice.waitFor();
  while (!(await choice.evaluate((element) => element === document.activeElement))) {
    await press("ArrowDown");
  }
  await press("Enter");
  await columns("In progress").getByRole("heading", heading).waitFor();

  await press("Control+k");
  await page.getByRole("dialog", { name: "Command palette" }).waitFor();
  await page.keyboard.type("without a pointer");
  await page.getByRole("option", { name: /Typed without a pointer/ }).waitFor();
  await press("Enter");
  await page.getByRole("dialog", { name: "Typed without a pointer" }).waitFor();
  await press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await tabTo(page, page.getByTestId("signed-in-as"));
  await press("Enter");
  const signOut = page.getByRole("menuitem", { name: "Sign out" });
  await signOut.waitFor();
  while (!(await signOut.evaluate((element) => element === document.activeElement))) {
    await press("ArrowDown");
  }
  await press("Enter");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.context().close();
});

test("a card is picked up, moved and dropped with the keyboard, and what happens is said", async ({
  app,
}) => {
  const page = await app.open("member", "/");
  await page.waitForURL(/\/t\/\w+\/tasks/);
  const drag = page.getByRole("button", { name: /^Drag “/ }).first();
  await tabTo(page, drag);
  const title = /“(.+)”/.exec((await drag.getAttribute("aria-label")) ?? "")?.[1] ?? "";
  await page.keyboard.press("Space");
  await page.getByText(`${title} is picked up, over`).waitFor({ state: "attached" });
  await page.keyboard.press("ArrowRight");
  await page.getByText(/is picked up, over (?!Open)/).waitFor({ state: "attached" });
  await page.keyboard.press("Space");
  await page.getByText(/ moved to /).waitFor({ state: "attached" });
  await page.close();
});

test("the shortcuts are listed, and the first Tab skips to the content", async ({ app }) => {
  const page = await app.open("member", "/notes");
  await page.getByRole("heading", { name: "Notes", level: 1 }).waitFor();
  await page.keyboard.press("Tab");
  await page.getByRole("link", { name: "Skip to content" }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: /shortcuts/i }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("f");
  await page.getByRole("heading", { name: "Files", level: 1 }).waitFor();
  await page.close();
});
