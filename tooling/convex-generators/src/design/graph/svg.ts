// Draws a layout as SVG that is readable on light and dark pages.
import { type Layout, type PlacedArrow, type PlacedBox, type Point, sizes } from "./layout.ts";

/**
 * Draws a layout.
 * @returns a whole SVG document; its colors follow those that the reader prefers
 */
export function svgOf({ title, width, height, boxes, arrows }: Layout): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    style,
    marker,
    `<rect class="page" width="${width}" height="${height}" />`,
    ...arrows.map(arrowOf),
    ...boxes.map(boxOf),
    "</svg>",
    "",
  ].join("\n");
}

const style = `<style>
  .page { fill: #ffffff; }
  .box { fill: #f6f8fa; stroke: #8c959f; }
  .head { fill: #d8e3f0; }
  .arrow { fill: none; stroke: #57606a; stroke-width: 1.3; }
  .optional { stroke-dasharray: 5 3; }
  .point { fill: #57606a; }
  text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328; }
  .title { font-weight: bold; }
  .type { fill: #57606a; text-anchor: end; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; }
    .box { fill: #161b22; stroke: #6e7681; }
    .head { fill: #233852; }
    .arrow { stroke: #9da7b3; }
    .point { fill: #9da7b3; }
    text { fill: #e6edf3; }
    .type { fill: #9da7b3; }
  }
</style>`;

const marker =
  '<marker id="point" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="point" d="M0 0 L8 4 L0 8 z" /></marker>';

function boxOf({ title, rows, x, y, width, height }: PlacedBox): string {
  const baseline = (at: number) => y + sizes.title + at * sizes.row + sizes.pad / 2 + 13;
  return [
    "<g>",
    `  <rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="5" />`,
    `  <path class="head" d="M${x + 1} ${y + sizes.title} v${5 - sizes.title + 1} a4 4 0 0 1 4 -4 h${width - 10} a4 4 0 0 1 4 4 v${sizes.title - 6} z" />`,
    `  <text class="title" x="${x + sizes.pad}" y="${y + 17}">${escaped(title)}</text>`,
    ...rows.flatMap(({ left, right }, at) => [
      ...(left === ""
        ? []
        : [`  <text x="${x + sizes.pad}" y="${baseline(at)}">${escaped(left)}</text>`]),
      ...(right === ""
        ? []
        : [
            `  <text class="type" x="${x + width - sizes.pad}" y="${baseline(at)}">${escaped(right)}</text>`,
          ]),
    ]),
    "</g>",
  ].join("\n");
}

function arrowOf({ points, isOptional }: PlacedArrow): string {
  const name = isOptional ? "arrow optional" : "arrow";
  return `<path class="${name}" marker-end="url(#point)" d="${curveOf(points)}" />`;
}

/** Level where points come in pairs, and a curve that starts and ends level between the pairs. */
function curveOf([start, ...rest]: readonly Point[]): string {
  let at = start!;
  const steps = rest.map((to) => {
    const half = (at.x + to.x) / 2;
    const step = at.y === to.y ? `H${to.x}` : `C${half} ${at.y} ${half} ${to.y} ${to.x} ${to.y}`;
    at = to;
    return step;
  });
  return [`M${start!.x} ${start!.y}`, ...steps].join(" ");
}

function escaped(text: string): string {
  const marks: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (mark) => marks[mark]!);
}
