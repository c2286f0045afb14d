// `pnpm bench`: what a person downloads for each page of the app, beside what it may weigh, and how fast the app is in
// Chromium, beside a bare page. With `--write` it writes the page of the documentation, too.
import { writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";

import { budgets, buildApp, sizesOf } from "../bundle/measure.ts";
import { compareInBrowser } from "./in-browser.ts";
import { benchmarkPage, numberText, sizeText, type PageSize } from "./page.ts";

const [load = 0] = loadavg();

const { landing, client, landingLater, signInFirst, signIn, frame, frameLater, pages } = sizesOf(
  await buildApp(),
);
const sizes: PageSize[] = [
  { page: "landing page", bytes: landing, budget: budgets.landing },
  { page: "sign-in page, opened first", bytes: signInFirst, budget: budgets.signInFirst },
  { page: "client of all other pages", bytes: client, budget: budgets.client },
  { page: "other ways in", bytes: landingLater, budget: budgets.further },
  { page: "sign-in page afterwards", bytes: signIn, budget: budgets.further },
  { page: "frame of all other pages", bytes: frame, budget: budgets.further },
  { page: "windows of the frame", bytes: frameLater, budget: budgets.further },
  ...Object.entries(pages).map(([page, bytes]) => ({ page, bytes, budget: budgets.further })),
];

console.log("JavaScript that each page adds, compressed with gzip\n");
for (const { page, bytes, budget } of sizes) {
  console.log(
    `${page.padEnd(28)} ${sizeText(bytes).padStart(9)}   ${(bytes / budget).toFixed(2)} × its budget`,
  );
}

console.log("\nIn Chromium, beside a bare page of React and Vite in the same run\n");
const { comparisons, browser } = await compareInBrowser();
for (const { what, unit, app, bare } of comparisons) {
  const times = `${numberText(app)} ${unit}, bare ${numberText(bare)} ${unit}`;
  console.log(
    `${what.padEnd(36)} ${times.padStart(30)}   ${(app / bare).toFixed(2)} × the bare page`,
  );
}
if (process.argv.includes("--write")) {
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine =
    `${cpus()[0]?.model.trim() ?? "an unknown processor"}, ${cpus().length} cores, ${memory} GB, ` +
    `Node ${process.version}, Chromium ${browser}, with a load of ${load.toFixed(1)} before the run`;
  const page = join(import.meta.dirname, "..", "..", "..", "docs", "benchmarks.md");
  await writeFile(page, benchmarkPage(machine, sizes, comparisons));
}
// The backend keeps threads for its functions.
process.exit();
