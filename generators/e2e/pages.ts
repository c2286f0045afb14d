// The pages of the generated entities in Chromium, and what a person does on them.
import { join } from "node:path";
import axe from "axe-core";
import { type Browser, type Locator, type Page, chromium } from "playwright-core";
import type { Account } from "./dev.ts";

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
  });
}

/** A tab in a profile of its own. `problems` collects what the page could not handle. */
export async function openTab(browser: Browser, problems: string[]): Promise<Page> {
  const context = await browser.newContext();
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // A component that broke is caught by the page around it, and told here.
    if (message.type() === "error" && /above error|re-renders/.test(message.text())) {
      problems.push(message.text());
    }
  });
  return page;
}

/** Keeps what a person would see now, in the folder that `E2E_PICTURES` names, if it names one. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_PICTURES;
  if (folder === undefined) return;
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Signs in with an account that `pnpm dev` has printed, and waits for its notes. */
export async function signIn(page: Page, web: string, { email, password }: Account) {
  await page.goto(`${web}/sign-in?next=/notes`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Notes", level: 1 }).waitFor();
}

/** Signs somebody up, with the code from the mailbox that an admin has open in another tab. */
export async function signUp(page: Page, web: string, name: string, admin: Page): Promise<void> {
  const email = `${name.toLowerCase()}@example.com`;
  await page.goto(`${web}/sign-in?mode=sign-up&next=/notes`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("long enough for all");
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByLabel("Code").waitFor();
  await admin.getByRole("link", { name: "E-mails", exact: true }).click();
  const emails = admin.getByRole("list", { name: "E-mails" }).getByRole("listitem");
  const text = await emails
    .filter({ hasText: `To ${email}` })
    .first()
    .innerText();
  await page.getByLabel("Code").fill(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(text)?.[0] ?? text);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Notes", level: 1 }).waitFor();
}

/** The button at the top of every page that names the team whose pages the navigation leads to. */
export function teamSwitcher(page: Page, name: string): Locator {
  return page.getByRole("button", { name: new RegExp(`^Team:\\s*${name}$`) });
}

/** Chooses the team whose pages the navigation leads to; its own first page opens. */
export async function chooseTeam(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Team:/ }).click();
  await page.getByRole("menuitemradio", { name, exact: true }).click();
  await teamSwitcher(page, name).waitFor();
}

/** Creates a team, whose first page opens. */
export async function createTeam(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Team:/ }).click();
  await page.getByRole("menuitem", { name: "New team" }).click();
  const dialog = page.getByRole("dialog", { name: "New team" });
  await dialog.getByLabel("Team name").fill(name);
  await dialog.getByRole("button", { name: "Create team" }).click();
  await teamSwitcher(page, name).waitFor();
}

/** The page of one entity. */
export class EntityPage {
  readonly page: Page;
  readonly one: string;
  readonly many: string;

  /**
   * @param one a row in a sentence: `customer`
   * @param many the title of its page: `Customers`
   */
  constructor(page: Page, one: string, many: string) {
    this.page = page;
    this.one = one;
    this.many = many;
  }

  /** The link to it: one of a team's pages is there for people who are in a team. */
  get link(): Locator {
    return this.page.getByRole("link", { name: this.many, exact: true });
  }

  async open(): Promise<this> {
    await this.link.click();
    await this.page.getByRole("heading", { name: this.many, level: 1 }).waitFor();
    return this;
  }

  /** The form that adds a row. */
  get form(): Locator {
    return this.page.getByRole("form", { name: `New ${this.one}` });
  }

  get rows(): Locator {
    return this.page.getByRole("list", { name: this.many }).getByRole("listitem");
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  /** Shows the rows alone that have one value of a field. */
  async filter(field: string, option: string): Promise<void> {
    const filters = this.page.locator("main").getByLabel(field, { exact: true });
    await filters.last().selectOption({ label: option });
  }

  async isEmpty(): Promise<void> {
    await this.page.getByText(`No ${this.many.toLowerCase()} yet`).waitFor();
  }

  async add(values: Values): Promise<void> {
    await fill(this.form, values);
    await this.form.getByRole("button", { name: `Add ${this.one}` }).click();
  }

  /** Opens the window that changes a row, and waits for it. */
  async startEdit(row: Locator): Promise<Locator> {
    await row.getByRole("button", { name: /^Edit / }).click();
    const dialog = this.page.getByRole("dialog", { name: `Edit ${this.one}` });
    await dialog.waitFor();
    return dialog;
  }

  async edit(row: Locator, values: Values): Promise<void> {
    await this.save(await this.startEdit(row), values);
  }

  /** Changes what is in an open window, and waits for the answer. */
  async save(dialog: Locator, values: Values): Promise<void> {
    await fill(dialog, values);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
  }

  async remove(row: Locator): Promise<void> {
    await row.getByRole("button", { name: /^Remove / }).click();
    await this.page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  }
}

/**
 * Says what is wrong with a page once its rows are there; the frame around it is the app's.
 * @returns what axe finds serious, as a line each: the rule, and the first element; and whether it is too wide
 */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  // What is loading has a status of its own.
  await page.getByText(/^Loading/).waitFor({ state: "detached" });
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe, document, innerWidth } = globalThis as unknown as Window;
    const { violations } = await axe.run("main");
    const width = document.documentElement.scrollWidth;
    return [
      ...violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      ...(width > innerWidth ? [`${width} pixels wide`] : []),
    ];
  });
}

interface Window {
  axe: typeof axe;
  document: { documentElement: { scrollWidth: number } };
  innerWidth: number;
}

/** Whether an element has the focus. */
export async function hasFocus(element: Locator): Promise<boolean> {
  return await element.evaluate((node) => node === node.ownerDocument.activeElement);
}

/**
 * Spoils what a page asks for, so that the server refuses it: a query of a searched word gets one that is
 * too long. Takes hold of pages that are opened afterwards.
 * @returns what ends it
 */
export async function spoilSearch(page: Page, word: string): Promise<() => void> {
  let isOn = true;
  await page.routeWebSocket(/\/sync$/, (socket) => {
    const server = socket.connectToServer();
    const [from, to] = [word, "x".repeat(201)].map((term) => JSON.stringify({ term }).slice(1, -1));
    socket.onMessage((message) =>
      server.send(isOn ? String(message).replace(from!, to!) : message),
    );
  });
  return () => {
    isOn = false;
  };
}

/**
 * Listens to what a page asks for, from before it is opened.
 * @returns the queries that it has asked for by now, as `notes:list`, each with its arguments
 */
export function askedBy(page: Page): () => { query: string; args: Record<string, unknown> }[] {
  const asked: { query: string; args: Record<string, unknown> }[] = [];
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const { modifications = [] } = JSON.parse(String(payload)) as Frame;
      for (const { type, udfPath = "", args = [] } of modifications) {
        if (type === "Add") asked.push({ query: udfPath, args: args[0] ?? {} });
      }
    }),
  );
  return () => asked;
}

/** What the client sends when the queries change that it wants answered. */
interface Frame {
  modifications?: { type: string; udfPath?: string; args?: Record<string, unknown>[] }[];
}

/** By label: what is typed, what is ticked, the option that is chosen, or the files that are sent. */
export type Values = Record<
  string,
  string | boolean | { choose: string } | { files: { name: string; text: string }[] }
>;

async function fill(form: Locator, values: Values): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const field = form.getByLabel(label, { exact: true });
    if (typeof value === "string") await field.fill(value);
    else if (typeof value === "boolean") await field.setChecked(value);
    else if ("choose" in value) await choose(field, value.choose);
    else {
      await field.setInputFiles(
        value.files.map(({ name, text }) => ({
          name,
          mimeType: "text/plain",
          buffer: Buffer.from(text),
        })),
      );
      const ready = value.files.length === 1 ? "One file is ready." : /files are ready\./;
      await form.getByText(ready).first().waitFor();
    }
  }
}

/** The options may come with the answer of a query, which is made when somebody turns to the field. */
async function choose(field: Locator, label: string): Promise<void> {
  await field.focus();
  await field.locator("option", { hasText: label }).first().waitFor({ state: "attached" });
  await field.selectOption({ label });
}
