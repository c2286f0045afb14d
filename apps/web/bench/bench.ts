// `pnpm bench`: what a person downloads for each page of the app, beside what it may weigh.
import { budgets, buildApp, sizesOf } from "../bundle/measure.ts";

interface Row {
  page: string;
  bytes: number;
  budget: number;
}

const { landing, landingLater, signIn, frame, frameLater, pages } = sizesOf(await buildApp());
const rows: Row[] = [
  { page: "landing page", bytes: landing, budget: budgets.landing },
  { page: "after it is drawn", bytes: landingLater, budget: budgets.further },
  { page: "sign-in page", bytes: signIn, budget: budgets.further },
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
