// `pnpm screenshots`: a picture of every page of the app with the demo, light and dark, on a desktop and on a phone,
// from a backend of its own. With words it takes the pages whose names have one of them: `pnpm screenshots tasks`.
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { App } from "../e2e/app/app.ts";
import { prepare } from "../e2e/app/prepare.ts";
import { allPages, openPage, showAs, sizeNames, sizes, themes } from "../e2e/pages.ts";

const docs = join(import.meta.dirname, "..", "..", "..", "docs", "screenshots");
const all = join(import.meta.dirname, "taken");

/** The pictures of the README, by the names of their pages. */
const README: Readonly<Record<string, string>> = {
  "t-team-tasks": "board.png",
  "t-asked-knowledge-tab-ask": "knowledge.png",
};
/** How large a picture of the README may be. */
const MAX_BYTES = 200_000;

const words = process.argv.slice(2);
const prepared = await prepare();
const app = await App.start(prepared);
try {
  const pages = await allPages(app);
  const wanted = pages.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (words.length === 0) rmSync(all, { recursive: true, force: true });
  mkdirSync(all, { recursive: true });
  mkdirSync(docs, { recursive: true });
  for (const shown of wanted) {
    const page = await openPage(app, shown);
    for (const size of sizeNames) {
      for (const theme of themes) {
        await showAs(page, size, theme);
        const path = join(all, `${shown.name}.${size}.${theme}.png`);
        await page.screenshot({ path, fullPage: true, animations: "disabled" });
      }
    }
    const picture = README[shown.name];
    if (picture) {
      await showAs(page, "desktop", "light");
      const path = join(docs, picture);
      const clip = { x: 0, y: 0, ...sizes.desktop };
      await page.screenshot({ path, clip, animations: "disabled" });
      const { size } = statSync(path);
      if (size > MAX_BYTES) {
        throw new Error(
          `SCREENSHOT_TOO_LARGE: ${path} has ${size} bytes; the limit is ${MAX_BYTES}.`,
        );
      }
    }
    console.log(shown.name);
    await page.close();
  }
  console.log(`${wanted.length} pages are in ${all}.`);
} finally {
  await app.close();
  await prepared.remove();
}
// The backend keeps threads for its functions.
process.exit();
