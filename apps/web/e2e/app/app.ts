// One app for one test file: a backend of its own with the demo, its pages, a browser, and people in it.
import { startStored } from "@repo/backend/embedded/app";
import type { Embedded } from "@repo/backend/embedded/backend";
import type { ConvexHttpClient } from "convex/browser";
import type { Browser, BrowserContext, Page } from "playwright-core";

import { allOrNone } from "./all-or-none.ts";
import { demoAccount, openBrowser } from "./browser.ts";
import { CallRecord } from "./calls.ts";
import { clientOf } from "./client.ts";
import { Problems } from "./problems.ts";
import { serveSite, type Site } from "./site.ts";

/** Somebody at a browser of their own; the two with a demo account are signed in. */
export type Who = "admin" | "member" | "visitor";

/** Folders with what `prepare` has made. */
export interface Prepared {
  data: string;
  pages: string;
}

/** How long a page may take for anything, in milliseconds. */
const PATIENCE_MS = 30_000;

export class App {
  readonly backend: Embedded;
  readonly browser: Browser;
  readonly url: string;
  /** What went wrong on pages. */
  readonly problems = new Problems();
  readonly #site: Site;
  readonly #people = new Map<Who, Promise<BrowserContext>>();
  readonly #records = new WeakMap<Page, CallRecord>();

  private constructor(backend: Embedded, site: Site, browser: Browser) {
    this.backend = backend;
    this.browser = browser;
    this.url = site.url;
    this.#site = site;
  }

  static async start({ data, pages }: Prepared): Promise<App> {
    const site = await serveSite(pages);
    // Only pages of this origin may read what HTTP routes answer.
    const [backend, browser] = await allOrNone<[Embedded, Browser]>(
      [startStored(data, { SITE_URL: site.url }), openBrowser()],
      (begun) => begun.close(),
    ).catch(async (error: unknown) => {
      await site.close();
      throw error;
    });
    site.backend = backend;
    return new App(backend, site, browser);
  }

  async close(): Promise<void> {
    await Promise.all([this.browser.close(), this.#site.close(), this.backend.close()]);
  }

  /**
   * Opens a page in the browser of a person.
   * @param who the person; a visitor gets a new browser each time
   * @param path the address, from its slash
   * @param before what to do with the page before it loads
   */
  async open(who: Who, path: string, before?: (page: Page) => Promise<unknown>): Promise<Page> {
    const page = await this.newPage(await this.#contextOf(who));
    await before?.(page);
    await page.goto(this.url + path);
    return page;
  }

  /** The official client, signed in as a person: for what happens behind the page that is tested. */
  async client(who: "admin" | "member"): Promise<ConvexHttpClient> {
    return await clientOf(this.backend, who);
  }

  /** Opens an empty page, whose calls are recorded. */
  async newPage(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    this.#records.set(page, new CallRecord(page));
    this.problems.watch(page);
    return page;
  }

  /** Opens a browser that knows nobody. */
  async newContext(): Promise<BrowserContext> {
    const context = await this.browser.newContext({ reducedMotion: "reduce" });
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  }

  /** The calls of a page that `newPage` has opened. */
  recordOf(page: Page): CallRecord {
    const record = this.#records.get(page);
    if (!record) throw new Error("This page was not opened by the app, so its calls are unknown.");
    return record;
  }

  async #contextOf(who: Who): Promise<BrowserContext> {
    if (who === "visitor") return await this.newContext();
    const known = this.#people.get(who) ?? this.#signedIn(who);
    this.#people.set(who, known);
    return await known;
  }

  async #signedIn(who: "admin" | "member"): Promise<BrowserContext> {
    const context = await this.newContext();
    const page = await this.newPage(context);
    await page.goto(`${this.url}/sign-in?next=/account`);
    const { email, password } = demoAccount(who);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Account", level: 1 }).waitFor();
    await page.close();
    return context;
  }
}
