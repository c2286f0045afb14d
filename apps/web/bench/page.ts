// The page of the documentation that `pnpm --filter @repo/web bench --write` writes.
import type { Comparison } from "./in-browser.ts";

/** What a page loads, in bytes of compressed JavaScript, and how many it may. */
export interface PageSize {
  page: string;
  bytes: number;
  budget: number;
}

export const sizeText = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

export const numberText = (value: number) =>
  Number.isInteger(value) ? String(value) : value.toFixed(1);

/**
 * Describes a run of the benchmarks.
 * @param machine what it ran on, in words
 * @param sizes what each page loads
 * @param comparisons times of the app beside those of the bare page
 * @returns the page, in Markdown as Prettier writes it
 */
export function benchmarkPage(
  machine: string,
  sizes: readonly PageSize[],
  comparisons: readonly Comparison[],
): string {
  return `# Benchmarks of the web app

\`pnpm --filter @repo/web bench --write\` measures the app and writes this page. Times depend on the machine, so each stands
beside a bare page of React and Vite in the same run. No test asserts them; sizes are held to their budgets by
\`apps/web/bundle/build.test.ts\`.

Measured on ${machine}.

## JavaScript

What each page adds to what is loaded before it, compressed with gzip.

${table(
  ["Page", "Size", "Of its budget"],
  sizes.map(({ page, bytes, budget }) => [page, sizeText(bytes), share(bytes, budget)]),
)}

## In Chromium

${table(
  ["What", "App", "Bare page", "App / bare"],
  comparisons.map(({ what, unit, app, bare }) => [
    what,
    `${numberText(app)} ${unit}`,
    `${numberText(bare)} ${unit}`,
    share(app, bare),
  ]),
)}
`;
}

const share = (value: number, of: number) => (value / of).toFixed(2);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]!.length), title.length),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
