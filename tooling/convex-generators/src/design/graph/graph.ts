// What a diagram shows: boxes with rows, and arrows between them.
import type { EntityFacts } from "../facts/entities.ts";
import type { ActionDesign, Design } from "../design.ts";

export interface Row {
  left: string;
  right: string;
}

export interface Box {
  /** Unique in its graph. */
  id: string;
  title: string;
  rows: readonly Row[];
}

export interface Arrow {
  from: string;
  /** The row that it starts at; the title where it is -1. */
  row: number;
  to: string;
  /** Whether the other end may be missing. */
  isOptional: boolean;
}

export interface Graph {
  /** What a reader who cannot see the picture gets to know. */
  title: string;
  /** Where arrows lead: to what stands before, or to what comes next. */
  leads: "left" | "right";
  boxes: readonly Box[];
  arrows: readonly Arrow[];
}

/** Arrows into one table: with more, they would show nothing but that most tables refer to it. */
const MOST_ARROWS = 8;

/**
 * The tables and their references. References to tables of the template, such as `users`, and to one that most refer to, are
 * rows without an arrow.
 */
export function tablesGraph(entities: readonly EntityFacts[]): Graph {
  const tables = new Set(entities.map(({ table }) => table));
  const boxes = entities.map(({ table, fields }) => ({
    ...{ id: table, title: table },
    rows: fields.map(({ name, text, field }) => ({ left: name, right: typeText(text, field) })),
  }));
  const all = entities.flatMap(({ table, fields }) =>
    fields.flatMap(({ field }, row): Arrow[] => {
      const to = field?.table ?? null;
      if (to === null || to === table || !tables.has(to)) return [];
      return [{ from: table, row, to, isOptional: field!.isOptional }];
    }),
  );
  const arrows = all.filter(
    ({ to }) => all.filter((other) => other.to === to).length <= MOST_ARROWS,
  );
  return { title: "Tables and their references", leads: "left", boxes, arrows };
}

function typeText(text: string, field: EntityFacts["fields"][number]["field"]): string {
  if (field === null) return text;
  const { type, table, list, isOptional } = field;
  const one = table === null ? type : `→ ${table}`;
  return `${one}${isOptional ? "?" : ""}${list === null ? "" : "[]"}`;
}

/** Actions of a flow beside each other, at most. */
const ACROSS = 5;

/** The flows: their actions in order, each with its calls. */
export function flowsGraph({ flows = {} }: Design): Graph {
  const chains = Object.entries(flows).map(([title, { actions }]) => {
    const ids = actions.map((_, at) => `${title}#${at + 1}`);
    return {
      boxes: actions.map((action, at) => actionBox(ids[at]!, `${title} ${at + 1}`, action)),
      arrows: ids.flatMap((to, at): Arrow[] => {
        const from = ids[at - 1];
        // A long flow goes on below.
        return from === undefined || at % ACROSS === 0
          ? []
          : [{ from, row: -1, to, isOptional: false }];
      }),
    };
  });
  return {
    title: "Flows and their calls",
    leads: "right",
    boxes: chains.flatMap(({ boxes }) => boxes),
    arrows: chains.flatMap(({ arrows }) => arrows),
  };
}

function actionBox(id: string, title: string, { as, does, calls }: ActionDesign): Box {
  const rows = calls.map((call, at) => `${at + 1}. ${typeof call === "string" ? call : call.call}`);
  return { id, title, rows: [`${as}: ${does}`, ...rows].map((left) => ({ left, right: "" })) };
}
