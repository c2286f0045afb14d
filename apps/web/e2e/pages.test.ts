// Every page, light and dark, on a desktop and on a phone: axe finds nothing serious, and nothing is wider than the screen.
import { expect } from "vitest";

import { test } from "./app/test.ts";
import { seriousFaults } from "./app/browser.ts";
import { allPages, openPage, showAs, sizeNames, sizes, themes } from "./pages.ts";

test("no page has a serious fault in any theme or size", async ({ app }) => {
  const found: string[] = [];
  for (const shown of await allPages(app)) {
    const page = await openPage(app, shown);
    for (const size of sizeNames) {
      for (const theme of themes) {
        await showAs(page, size, theme);
        // A theme changes colors alone.
        const faults = await seriousFaults(page, theme === "light" ? [] : ["color-contrast"]);
        found.push(...faults.map((fault) => `${shown.path} (${size}, ${theme}): ${fault}`));
      }
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > sizes[size].width) found.push(`${shown.path} (${size}): ${width} pixels wide`);
    }
    await page.close();
  }
  expect(found).toEqual([]);
  expect(app.problems).toEqual([]);
});
