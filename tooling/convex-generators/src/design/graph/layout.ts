// Where boxes and arrows of a graph are. The library places boxes in columns and finds ways around them; arrows turn
// only between columns, so that none crosses a box.
import { Graph as Dagre, layout } from "@dagrejs/dagre";
import type { Arrow, Box, Graph } from "./graph.ts";

/** Sizes in pixels. A letter of the fixed-width fonts that the picture names is at most `letter` wide. */
export const sizes = { letter: 7.4, row: 18, title: 26, pad: 10, gap: 24, between: 72, margin: 16 };

export interface Point {
  x: number;
  y: number;
}

/** A box with its upper left corner. */
export interface PlacedBox extends Box, Point {
  width: number;
  height: number;
}

/** The points of an arrow, from the referring row to the title that it leads to. Every second stretch is level. */
export interface PlacedArrow extends Arrow {
  points: readonly Point[];
}

export interface Layout {
  title: string;
  width: number;
  height: number;
  boxes: readonly PlacedBox[];
  arrows: readonly PlacedArrow[];
}

/** What a picture may be wide before what is not connected goes below. */
const WIDEST = 1100;

/**
 * Lays out a graph.
 * @param graph boxes of one id each; arrows between them
 * @returns the same for the same graph
 */
export function layoutOf(graph: Graph): Layout {
  const parts = partsOf(graph).map(layoutOfPart);
  const placed = { boxes: [] as PlacedBox[], arrows: [] as PlacedArrow[] };
  const at = { x: sizes.margin, y: sizes.margin, shelf: 0 };
  const most = Math.max(WIDEST, ...parts.map(({ width }) => width));
  let width = 0;
  for (const part of parts) {
    if (at.x > sizes.margin && at.x + part.width > most + sizes.margin) {
      Object.assign(at, { x: sizes.margin, y: at.y + at.shelf + sizes.gap, shelf: 0 });
    }
    const moved = <At extends Point>(point: At): At => ({
      ...point,
      x: point.x + at.x,
      y: point.y + at.y,
    });
    placed.boxes.push(...part.boxes.map(moved));
    placed.arrows.push(
      ...part.arrows.map((arrow) => ({ ...arrow, points: arrow.points.map(moved) })),
    );
    width = Math.max(width, at.x + part.width);
    at.x += part.width + sizes.gap;
    at.shelf = Math.max(at.shelf, part.height);
  }
  return {
    title: graph.title,
    width: width + sizes.margin,
    height: at.y + at.shelf + sizes.margin,
    ...placed,
  };
}

/** The parts of a graph that no arrow connects: of tables the largest first, of flows in their order. */
function partsOf({ boxes, arrows, ...graph }: Graph): Graph[] {
  const partOf = new Map(boxes.map(({ id }, at) => [id, at]));
  for (const { from, to } of arrows) {
    const [one, other] = [partOf.get(from)!, partOf.get(to)!];
    for (const [id, part] of partOf) if (part === other) partOf.set(id, one);
  }
  const parts = [...new Set(partOf.values())].map((part) => ({
    ...graph,
    boxes: boxes.filter(({ id }) => partOf.get(id) === part),
    arrows: arrows.filter(({ from }) => partOf.get(from) === part),
  }));
  if (graph.leads === "right") return parts;
  return parts.toSorted((one, other) => other.boxes.length - one.boxes.length);
}

function sizeOf({ title, rows }: Box): { width: number; height: number } {
  const letters = rows.map(
    ({ left, right }) => left.length + (left === "" || right === "" ? 0 : 2) + right.length,
  );
  const longest = Math.max(title.length, ...letters);
  return {
    width: Math.ceil(longest * sizes.letter) + 2 * sizes.pad,
    height: sizes.title + rows.length * sizes.row + (rows.length > 0 ? sizes.pad : 0),
  };
}

function layoutOfPart({ boxes, arrows, title, leads }: Graph): Layout {
  const dagre = new Dagre({ multigraph: true });
  dagre.setGraph({
    rankdir: "LR",
    nodesep: sizes.gap,
    edgesep: sizes.gap / 2,
    ranksep: sizes.between,
  });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const box of boxes) dagre.setNode(box.id, { ...sizeOf(box) });
  const isLeft = leads === "left";
  const ends = ({ from, to }: Arrow): [string, string] => (isLeft ? [to, from] : [from, to]);
  arrows.forEach((arrow, at) => dagre.setEdge(...ends(arrow), {}, String(at)));
  layout(dagre);
  const placed = boxes.map((box): PlacedBox => {
    const { x, y, width, height } = dagre.node(box.id) as Point & { width: number; height: number };
    return { ...box, width, height, x: Math.round(x - width / 2), y: Math.round(y - height / 2) };
  });
  const columns = columnsOf(placed);
  const { width = 0, height = 0 } = dagre.graph() as { width?: number; height?: number };
  return {
    ...{ title, width: Math.ceil(width), height: Math.ceil(height), boxes: placed },
    arrows: arrows.map((arrow, at) => {
      const { points } = dagre.edge(...ends(arrow), String(at)) as { points: Point[] };
      const way = isLeft ? points.toReversed() : points;
      return { ...arrow, points: wayOf(arrow, way, placed, columns) };
    }),
  };
}

/** From where to where each column of boxes reaches. */
interface Column {
  left: number;
  right: number;
}

function columnsOf(boxes: readonly PlacedBox[]): Column[] {
  const columns: Column[] = [];
  for (const { x, width } of boxes.toSorted((one, other) => one.x - other.x)) {
    const last = columns.at(-1);
    if (last !== undefined && x < last.right) last.right = Math.max(last.right, x + width);
    else columns.push({ left: x, right: x + width });
  }
  return columns;
}

/** The way of an arrow: out of its row, level through each column, and into the title. */
function wayOf(
  { from, row, to }: Arrow,
  points: readonly Point[],
  boxes: readonly PlacedBox[],
  columns: readonly Column[],
): Point[] {
  const [start, end] = [from, to].map((id) => boxes.find((box) => box.id === id)!) as [
    PlacedBox,
    PlacedBox,
  ];
  const isLeftward = end.x < start.x;
  const outOf = ({ left, right }: Column) => (isLeftward ? left : right);
  const into = ({ left, right }: Column) => (isLeftward ? right : left);
  const columnOf = (x: number) => columns.find(({ left, right }) => x >= left && x <= right);
  const startY =
    start.y + (row < 0 ? sizes.title / 2 : sizes.title + (row + 0.5) * sizes.row + sizes.pad / 2);
  const endY = end.y + sizes.title / 2;
  const [first, last] = [start, end].map(({ x, width }) => ({ left: x, right: x + width })) as [
    Column,
    Column,
  ];
  const through = points.slice(1, -1).flatMap(({ x, y }) => {
    const column = columnOf(x);
    const isEnd = column === undefined || [start, end].some((box) => columnOf(box.x) === column);
    return isEnd
      ? []
      : [
          { x: into(column), y: Math.round(y) },
          { x: outOf(column), y: Math.round(y) },
        ];
  });
  const way = [
    { x: outOf(first), y: startY },
    { x: outOf(columnOf(start.x)!), y: startY },
    ...through,
    { x: into(columnOf(end.x)!), y: endY },
    { x: into(last), y: endY },
  ];
  return way.filter(({ x, y }, at) => at === 0 || x !== way[at - 1]!.x || y !== way[at - 1]!.y);
}
