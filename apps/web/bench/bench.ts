// `pnpm bench`: what a person downloads for each page of the app, beside what it may weigh, and how fast the app is in
// Chromium, beside a bare page.
import { budgets, buildApp, sizesOf } from "../bundle/measure.ts";
import { compareInBrowser } from "./in-browser.ts";

const numberText = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(1));

interface Row {
  page: string;
  bytes: number;
  budget: number;
}

const { landing, client, landingLater, signInFirst, signIn, frame, frameLater, pages } = sizesOf(
  await buildApp(),
);
const rows: Row[] = [
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
for (const { page, bytes, budget } of rows) {
  const size = `${(bytes / 1000).toFixed(1)} kB`;
  console.log(
    `${page.padEnd(28)} ${size.padStart(9)}   ${(bytes / budget).toFixed(2)} × its budget`,
  );
}

console.log("\nIn Chromium, beside a bare page of React and Vite in the same run\n");
for (const { what, unit, app, bare } of await compareInBrowser()) {
  const times = `${numberText(app)} ${unit}, bare ${numberText(bare)} ${unit}`;
  console.log(
    `${what.padEnd(36)} ${times.padStart(30)}   ${(app / bare).toFixed(2)} × the bare page`,
  );
}
// The backend keeps threads for its functions.
process.exit();
