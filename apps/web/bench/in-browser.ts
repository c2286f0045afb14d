// The app in Chromium beside a bare page of React and Vite, in the same run, so that the machine matters little.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { importRows, rowsOf } from "@repo/backend/embedded/admin";
import { api } from "@repo/backend/_generated/api";
import { ranksOf } from "@repo/validators/tasks";
import type { Page } from "playwright-core";
import { build, preview } from "vite";

import { App } from "../e2e/app/app.ts";
import { prepare } from "../e2e/app/prepare.ts";
import {
  clickToPaint,
  frameTimes,
  framesInTime,
  loadAll,
  median,
  timeToFirstRow,
} from "./measures.ts";

/** What is measured in the app and on the bare page. */
export interface Comparison {
  what: string;
  unit: string;
  app: number;
  bare: number;
}

const [CARDS, ROWS, MOVES] = [500, 5000, 5];
const PORT = 5397;

/**
 * Measures the app: how long it takes until the first row, from a click to the paint of an optimistic move, and how long
 * a frame takes and how many come in time while a board of 500 cards and a list of 5 000 rows are scrolled.
 * @returns each beside the bare page, and the version of the browser
 */
export async function compareInBrowser(): Promise<{
  comparisons: Comparison[];
  browser: string;
}> {
  const folder = await mkdtemp(join(tmpdir(), "web-bench-"));
  const [prepared, bare] = [await prepare(), await serveBare(folder)];
  const app = await App.start(prepared);
  try {
    const plain = await bareTimes(app, bare.url);
    const [board, list] = [await fill(app, CARDS), await fill(app, ROWS)];
    const openEmpty = () => app.open("member", "/favicon.svg");
    const firstRow = await timeToFirstRow(openEmpty, `${app.url}/t/${board}/tasks`);
    const page = await app.open("member", `/t/${board}/tasks`);
    await page.getByRole("article").first().waitFor();
    const move = await moves(page, moveByMenu);
    const column = '[data-testid="column-open"] .overflow-y-auto';
    await loadAll(page, column, CARDS - MOVES);
    const boardFrames = await frameTimes(page, column);
    await page.close();
    const long = await app.open("member", `/t/${list}/tasks?view=list`);
    await long.getByRole("article").first().waitFor();
    await loadAll(long, "main .overflow-y-auto", ROWS);
    const listFrames = await frameTimes(long, "main .overflow-y-auto");
    const comparisons = [
      { what: "time to the first row", unit: "ms", app: firstRow, bare: plain.firstRow },
      { what: "click to paint of a move", unit: "ms", app: move, bare: plain.move },
      ...frames(`board of ${CARDS} cards`, boardFrames, plain),
      ...frames(`list of ${ROWS} rows`, listFrames, plain),
    ];
    return { comparisons, browser: app.browser.version() };
  } finally {
    await app.close();
    await bare.close();
    await prepared.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

async function bareTimes(app: App, url: string) {
  const context = await app.newContext();
  const firstRow = await timeToFirstRow(() => context.newPage(), url);
  const page = await context.newPage();
  await page.goto(url);
  const move = await moves(page, (page) => () => page.getByText("Move").first().click());
  const scroller = "[data-scroller]";
  const interval = median(await frameTimes(page, scroller, 0));
  const times = await frameTimes(page, scroller);
  await context.close();
  return { firstRow, move, interval, times };
}

/** A scroll of the app beside that of the bare page: how long a frame takes, and how many came in time. */
function frames(
  what: string,
  app: readonly number[],
  { interval, times }: { interval: number; times: readonly number[] },
): Comparison[] {
  const inTime = (of: readonly number[]) => framesInTime(of, interval);
  return [
    { what: `frame, ${what}`, unit: "ms", app: mean(app), bare: mean(times) },
    {
      what: `frames in time, ${what}`,
      unit: `of ${app.length}`,
      app: inTime(app),
      bare: inTime(times),
    },
  ];
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

type Move = (page: Page) => (() => Promise<unknown>) | Promise<() => Promise<unknown>>;

async function moves(page: Page, move: Move): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < MOVES; count += 1) {
    times.push(await clickToPaint(page, "In progress", await move(page)));
  }
  return median(times);
}

/** The menu is opened before the time counts. */
const moveByMenu: Move = async (page) => {
  const card = page.getByTestId("column-open").getByRole("article").first();
  await card
    .getByRole("button", { name: /^Move “/ })
    .last()
    .click();
  const item = page.getByRole("menuitem", { name: "In progress" });
  await item.waitFor();
  return () => item.click();
};

/** A new team with so many open tasks. */
async function fill(app: App, count: number): Promise<string> {
  const name = `Team with ${count} tasks`;
  const teamId = await (await app.client("member")).mutation(api.teams.create, { name });
  const people = await rowsOf(app.backend, "users");
  const creatorId = people.find(({ email }) => email === "member@example.com")!._id;
  const priority = "normal" as const;
  const rows = Array.from({ length: count }, (_, number) => ({
    ...{ teamId, creatorId, title: `Task ${number + 1}`, status: "open", priority },
    ...ranksOf({ priority }),
  }));
  await importRows(app.backend, "tasks", "append", rows);
  return teamId;
}

async function serveBare(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  const root = join(import.meta.dirname, "bare");
  const shared = { root, configFile: false, logLevel: "error" } as const;
  await build({ ...shared, mode: "production", build: { outDir: folder, emptyOutDir: true } });
  const server = await preview({
    ...shared,
    build: { outDir: folder },
    preview: { host: "127.0.0.1", port: PORT, strictPort: true },
  });
  return { url: `http://127.0.0.1:${PORT}`, close: () => server.close() };
}
