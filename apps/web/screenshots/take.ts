// `pnpm screenshots`: the picture of the README, taken from the app that `pnpm dev` runs with its demo data.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { openBrowser, signInAs } from "../e2e/browser.ts";

const MAX_BYTES = 200_000;
const folder = join(import.meta.dirname, "..", "..", "..", "docs", "screenshots");
const [web = "http://localhost:5173"] = process.argv.slice(2);

const isRunning = await fetch(web).then(
  ({ ok }) => ok,
  () => false,
);
if (!isRunning) {
  console.error(
    `APP_NOT_RUNNING: nothing answers at ${web}. Run \`pnpm dev\`, then \`pnpm screenshots <its web address>\`.`,
  );
  process.exit(1);
}

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
try {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 800 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await signInAs(page, web, "admin");
  await page.getByRole("list", { name: "Notes" }).waitFor();
  const path = join(folder, "notes.png");
  await page.screenshot({ path, animations: "disabled" });
  const { size } = statSync(path);
  if (size > MAX_BYTES) {
    throw new Error(`SCREENSHOT_TOO_LARGE: ${path} has ${size} bytes; the limit is ${MAX_BYTES}.`);
  }
  console.log(`${path}: ${size} bytes`);
} finally {
  await browser.close();
}
