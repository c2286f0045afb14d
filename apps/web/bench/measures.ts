// What is measured on a page in Chromium, the same way in the app and on the bare page.
import type { Page } from "playwright-core";

const TIMES = 5;
/** Frames of one scroll, and how far each goes, in pixels. */
const FRAMES = 180;
const STEP = 40;

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

/**
 * Measures several times how long a page takes from its start until its first row is painted.
 * @param open opens an empty page
 * @param url its address
 * @returns milliseconds, the median
 */
export async function timeToFirstRow(open: () => Promise<Page>, url: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < TIMES; run += 1) {
    const page = await open();
    await page.addInitScript(noteFirstRow);
    await page.goto(url);
    const time = await page.waitForFunction(() => (globalThis as { firstRow?: number }).firstRow);
    times.push((await time.jsonValue())!);
    await page.close();
  }
  return median(times);
}

function noteFirstRow(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector("article")) return;
    observer.disconnect();
    const note = () => Object.assign(globalThis, { firstRow: performance.now() });
    requestAnimationFrame(() => requestAnimationFrame(note));
  });
  observer.observe(document, { childList: true, subtree: true });
}

/**
 * Measures the time from a click until the row that it moves is painted in the other list.
 * @param page the page
 * @param list the name of the other list
 * @param click the click; what has to be opened before it is open
 * @returns milliseconds
 */
export async function clickToPaint(
  page: Page,
  list: string,
  click: () => Promise<unknown>,
): Promise<number> {
  await page.evaluate(notePaint, list);
  await click();
  const time = await page.waitForFunction(() => (globalThis as { painted?: number }).painted);
  return (await time.jsonValue())!;
}

function notePaint(list: string): void {
  const target = document.querySelector(`section[aria-label="${list}"]`)!;
  const rows = () => target.querySelectorAll("article h2, article h3").length;
  const before = rows();
  delete (globalThis as { painted?: number }).painted;
  let start = NaN;
  document.addEventListener("click", () => (start = performance.now()), {
    capture: true,
    once: true,
  });
  const observer = new MutationObserver(() => {
    if (rows() <= before || Number.isNaN(start)) return;
    observer.disconnect();
    const note = () => Object.assign(globalThis, { painted: performance.now() - start });
    requestAnimationFrame(() => requestAnimationFrame(note));
  });
  observer.observe(target, { childList: true, subtree: true });
}

/**
 * Scrolls a list from its start, a step for each frame.
 * @param page the page
 * @param scroller a selector of what scrolls
 * @param step how far each step goes, in pixels; 0 measures the screen alone
 * @returns the time between each frame and the next, in milliseconds
 */
export async function frameTimes(page: Page, scroller: string, step = STEP): Promise<number[]> {
  return await page.evaluate(
    async ({ scroller, frames, step }) => {
      const list = document.querySelector(scroller)!;
      list.scrollTop = 0;
      const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const times: number[] = [];
      let last = await next();
      for (let frame = 0; frame < frames; frame += 1) {
        list.scrollTop += step;
        const now = await next();
        times.push(now - last);
        last = now;
      }
      return times;
    },
    { scroller, frames: FRAMES, step },
  );
}

/**
 * Counts the frames of a scroll that came in time: no later than one and a half times the interval of the screen.
 * @param times between each frame and the next
 * @param interval of the screen: the median where nothing is drawn
 */
export function framesInTime(times: readonly number[], interval: number): number {
  return times.filter((time) => time <= 1.5 * interval).length;
}

/**
 * Scrolls to the end of a list until all of it is loaded.
 * @param page the page
 * @param scroller a selector of what scrolls
 * @param rows how many there are
 */
export async function loadAll(page: Page, scroller: string, rows: number): Promise<void> {
  await page.waitForFunction(
    ({ scroller, rows }) => {
      const list = document.querySelector(scroller)!;
      list.scrollTop = list.scrollHeight;
      return list.querySelector(`[aria-setsize="${rows}"]`) !== null;
    },
    { scroller, rows },
    { timeout: 300_000, polling: "raf" },
  );
}
