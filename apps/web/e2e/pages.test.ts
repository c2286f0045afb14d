// Every page, light on a desktop and dark on a phone: axe finds nothing serious, and nothing is wider than the screen.
// E2E_FULL asks for each theme on each screen, as the nightly run does.
import { expect } from "vitest";

import { test } from "./app/test.ts";
import { seriousFaults } from "./app/browser.ts";
import { allPages, openPage, showAs, sizeNames, sizes, themes } from "./pages.ts";

const shown = [
  { size: "desktop", theme: "light" },
  { size: "phone", theme: "dark" },
] as const;
const all = sizeNames.flatMap((size) => themes.map((theme) => ({ size, theme })));
const looks = process.env.E2E_FULL === undefined ? shown : all;

test("no page has a serious fault in any theme or size", async ({ app }) => {
  const found: string[] = [];
  for (const shownPage of await allPages(app)) {
    const page = await openPage(app, shownPage);
    for (const { size, theme } of looks) {
      await showAs(page, size, theme);
      const at = `${shownPage.path} (${size}, ${theme})`;
      found.push(...(await seriousFaults(page)).map((fault) => `${at}: ${fault}`));
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > sizes[size].width) found.push(`${at}: ${width} pixels wide`);
    }
    await page.close();
  }
  expect(found).toEqual([]);
});
