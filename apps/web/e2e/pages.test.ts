// Every page fits a desktop and a phone, and axe finds nothing serious on it: on every second one light on a desktop, on
// the others dark on a phone. E2E_FULL asks for each page in each theme on each screen, as the nightly run does.
import { expect } from "vitest";

import { test } from "./app/test.ts";
import { seriousFaults } from "./app/browser.ts";
import { allPages, openPage, showAs, sizeNames, sizes, themes } from "./pages.ts";

const shown = [
  { size: "desktop", theme: "light" },
  { size: "phone", theme: "dark" },
] as const;
const all = sizeNames.flatMap((size) => themes.map((theme) => ({ size, theme })));
const isFull = process.env.E2E_FULL !== undefined;
const looks = isFull ? all : shown;

test("no page has a serious fault in any theme or size", async ({ app }) => {
  const found: string[] = [];
  for (const [index, shownPage] of (await allPages(app)).entries()) {
    const page = await openPage(app, shownPage);
    for (const [look, { size, theme }] of looks.entries()) {
      await showAs(page, size, theme);
      const at = `${shownPage.path} (${size}, ${theme})`;
      if (isFull || index % looks.length === look) {
        found.push(...(await seriousFaults(page)).map((fault) => `${at}: ${fault}`));
      }
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > sizes[size].width) found.push(`${at}: ${width} pixels wide`);
    }
    await page.close();
  }
  expect(found).toEqual([]);
});
