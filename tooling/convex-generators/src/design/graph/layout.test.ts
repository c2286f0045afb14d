import { describe, expect, test } from "vitest";
import type { Design } from "../design.ts";
import { parseField } from "../../fields/parse.ts";
import type { EntityFacts } from "../facts/entities.ts";
import { type Arrow, type Graph, flowsGraph, tablesGraph } from "./graph.ts";
import { type Layout, type PlacedBox, type Point, layoutOf, sizes } from "./layout.ts";
import { svgOf } from "./svg.ts";
import { textOf } from "./text.ts";

/** Tables that refer to others, drawn from a number: the same for the same number. */
function tables(count: number, seed: number): Graph {
  let state = seed;
  const draw = (below: number) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const boxes = Array.from({ length: count }, (_, at) => ({
    id: `table${at}`,
    title: `table${at}`,
    rows: Array.from({ length: 2 + draw(9) }, (_, row) => ({
      left: `field${row}`,
      right: row < 3 ? `→ table${row}` : "string".repeat(1 + draw(3)),
    })),
  }));
  const arrows = boxes.flatMap(({ id, rows }, at): Arrow[] =>
    rows.slice(0, Math.min(3, at)).map((_, row) => {
      return { from: id, row, to: `table${draw(at)}`, isOptional: row === 1 };
    }),
  );
  return { title: "Tables", leads: "left", boxes, arrows };
}

const isInside = ({ x, y }: Point, box: PlacedBox) =>
  x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + 1 && y < box.y + box.height - 1;

/** Points on the way of an arrow, as the picture draws it: curves between columns are level at both ends. */
function pointsOn(points: readonly Point[]): Point[] {
  return points.slice(1).flatMap((to, at) => {
    const from = points[at]!;
    return Array.from({ length: 21 }, (_, step) => {
      const t = step / 20;
      const middle = (from.x + to.x) / 2;
      const [a, b, c] = [(1 - t) ** 3, 3 * t * (1 - t), t ** 3];
      return {
        x: a * from.x + b * middle + c * to.x,
        y: (1 - t) ** 2 * (1 + 2 * t) * from.y + t ** 2 * (3 - 2 * t) * to.y,
      };
    });
  });
}

function overlaps({ boxes }: Layout): string[] {
  return boxes.flatMap((one, at) =>
    boxes.slice(at + 1).flatMap((other) => {
      const isApart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      return isApart ? [] : [`${one.id} ${other.id}`];
    }),
  );
}

describe.each([1, 2, 3, 4])("fifteen tables, drawn from %d", (seed) => {
  const layout = layoutOf(tables(15, seed));

  test("no box is on another, and all are in the picture", () => {
    expect(overlaps(layout)).toEqual([]);
    const beyond = layout.boxes.filter(
      ({ x, y, width, height }) =>
        x < 0 || y < 0 || x + width > layout.width || y + height > layout.height,
    );
    expect(beyond).toEqual([]);
  });

  test("no arrow crosses a box", () => {
    const crossed = layout.arrows.flatMap(({ from, to, points }) =>
      pointsOn(points).flatMap((point) =>
        layout.boxes.filter((box) => isInside(point, box)).map(({ id }) => `${from}>${to}: ${id}`),
      ),
    );
    expect([...new Set(crossed)]).toEqual([]);
  });

  test("every text has room in its box", () => {
    for (const { rows, title, width } of layout.boxes) {
      const texts = [title, ...rows.map(({ left, right }) => `${left}  ${right}`)];
      for (const text of texts)
        expect(text.length * sizes.letter).toBeLessThanOrEqual(width - 2 * sizes.pad);
    }
  });

  test("the same graph makes the same picture", () => {
    expect(svgOf(layoutOf(tables(15, seed)))).toBe(svgOf(layout));
  });
});

test("a table that most others refer to gets no arrows", () => {
  const table = (name: string, to: string): EntityFacts => ({
    ...{ name, table: name, words: name, design: { fields: {} }, model: null, grants: {} },
    fields: [{ name: "toId", text: `ref(${to})`, field: parseField(`toId:ref(${to})`).field }],
  });
  const graphOf = (count: number) =>
    tablesGraph([
      ...[table("hub", "users"), table("leaf", "t0")],
      ...Array.from({ length: count }, (_, at) => table(`t${at}`, "hub")),
    ]);
  expect(graphOf(8).arrows).toHaveLength(9);
  expect(graphOf(9).arrows).toEqual([{ from: "leaf", row: 0, to: "t0", isOptional: false }]);
});

const lending: Pick<Design, "flows"> = {
  flows: {
    "Lend <tools>": {
      actions: Array.from({ length: 7 }, (_, at) => ({
        ...{ as: "ann", does: `take step ${at + 1}`, proves: "It is done." },
        calls: ["tools.list", { call: "tools.get" }],
      })),
    },
  },
};

describe("flows", () => {
  const graph = flowsGraph(lending as Design);
  const layout = layoutOf(graph);

  test("actions go from left to right, and a long flow goes on below", () => {
    const [first, second] = layout.boxes;
    const sixth = layout.boxes.find(({ title }) => title.endsWith(" 6"))!;
    expect(second!.x).toBeGreaterThan(first!.x);
    expect(sixth.x).toBeLessThan(second!.x);
    expect(sixth.y).toBeGreaterThan(first!.y);
    expect(overlaps(layout)).toEqual([]);
  });

  test("the picture escapes what a person wrote", () => {
    const svg = svgOf(layout);
    expect(svg).toContain("Lend &lt;tools&gt; 1");
    expect(svg).not.toContain("<tools>");
    expect(svg).toContain("prefers-color-scheme: dark");
  });

  test("a terminal shows the same as text", () => {
    expect(textOf(graph).split("\n").slice(0, 5)).toEqual([
      ...["Lend <tools> 1", "  ann: take step 1", "  1. tools.list", "  2. tools.get", ""],
    ]);
  });
});
