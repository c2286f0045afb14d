// Chromium, and what a person does in the app.
import { demoAccounts, type DemoAccount } from "@repo/validators/demo";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * A tab in a profile of its own. `problems` collects what the page could not handle, and what React and the libraries
 * report in development as errors.
 */
export async function openTab(browser: Browser, problems: string[] = []): Promise<Page> {
  const context = await browser.newContext();
  context.setDefaultTimeout(180_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return page;
}

/** Signs in, and goes on to the notes. */
export async function signIn(page: Page, web: string, email: string, password: string) {
  await page.goto(`${web}/sign-in?next=/notes`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in as the seeded account with this role and waits for its notes. */
export async function signInAs(page: Page, web: string, role: "admin" | "member") {
  const { email, password } = demoAccount(role);
  await signIn(page, web, email, password);
  await page.getByRole("heading", { name: "Notes", level: 1 }).waitFor();
}

/** The seeded account with this role. */
export function demoAccount(role: "admin" | "member"): DemoAccount {
  const account = demoAccounts.find((candidate) => candidate.role === role);
  if (!account) throw new Error(`There is no demo account with the role ${role}.`);
  return account;
}

/** Opens the menu of the account and chooses an item. */
export async function chooseInAccountMenu(page: Page, item: string) {
  await page.getByTestId("signed-in-as").click();
  await page.getByRole("menuitem", { name: item }).click();
}

export async function addNote(page: Page, title: string, body = "") {
  const form = page.getByRole("form", { name: "New note" });
  await form.getByLabel("Title").fill(title);
  await form.getByLabel("Body").fill(body);
  await form.getByRole("button", { name: "Add note" }).click();
}

/** The heading of a note in the list. */
export function note(page: Page, title: string) {
  return page
    .getByRole("list", { name: "Notes" })
    .getByRole("heading", { name: title, exact: true });
}

type Axe = typeof axe;

/**
 * Runs axe on the page.
 * @param rules those to apply; default: all
 * @returns what it finds serious, as a line each: the rule, and an element, at most three for each rule
 */
export async function seriousFaults(page: Page, rules: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  return await page.evaluate(
    async (runOnly) => {
      const { axe } = globalThis as unknown as { axe: Axe };
      const options = { resultTypes: ["violations" as const] };
      const { violations } = await axe.run(
        document,
        runOnly.length > 0 ? { ...options, runOnly } : options,
      );
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => `${id}: ${html}`));
    },
    [...rules],
  );
}
