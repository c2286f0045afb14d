// Entities that need each other, states that no row is in, and sizes that contradict each other.
import type { Problem } from "@groundwork/plop-engine/plan";
import { readStates } from "../../../entity/states.ts";
import { parseField } from "../../../fields/parse.ts";
import type { EntityDesign } from "../../design.ts";
import { type DesignFile, problemAt, problemAtKey } from "../../file/design-file.ts";
import { type Rule, entriesOf } from "./rule.ts";

/** No row has to be there before itself. */
export const references: Rule = (file, { tableOf }) => {
  const needed = new Map(
    entriesOf(file.design.entities).map(([entity, { fields }]) => [
      tableOf.get(entity)!,
      { entity, refs: requiredRefs(fields) },
    ]),
  );
  const told = new Set<string>();
  return [...needed].flatMap(([table, { entity, refs }]) =>
    refs.flatMap(({ field, to }) => {
      const way = to === table ? null : wayTo(table, to, needed);
      if (way === null || way.some((one) => told.has(one))) return [];
      told.add(table);
      const message = `A row of "${table}" needs one of "${to}", which needs one of "${way.slice(1).join('", which needs one of "')}": none of them could be the first.`;
      const at = ["entities", entity, "fields", field];
      const fix = "Make one of these references optional: ref(…)?.";
      return [problemAt(file, at, { code: "DESIGN_REF_CIRCLE", message, fix })];
    }),
  );
};

type Needed = ReadonlyMap<string, { refs: readonly { to: string }[] }>;

/** The tables from one to another, both included; null when none leads there. */
function wayTo(goal: string, from: string, needed: Needed, seen: string[] = []): string[] | null {
  if (from === goal) return [goal];
  if (seen.includes(from)) return null;
  for (const { to } of needed.get(from)?.refs ?? []) {
    const rest = wayTo(goal, to, needed, [...seen, from]);
    if (rest !== null) return [from, ...rest];
  }
  return null;
}

function requiredRefs(fields: EntityDesign["fields"]): { field: string; to: string }[] {
  return entriesOf(fields).flatMap(([name, text]) => {
    const { field } = parseField(`${name}:${text}`);
    const isNeeded = field?.type === "ref" && !field.isOptional && field.list === null;
    return isNeeded && field.table !== null ? [{ field: name, to: field.table }] : [];
  });
}

/** A row gets into every state from the one that it starts in, and out of that one. */
export const states: Rule = (file, { roles }) =>
  entriesOf(file.design.entities).flatMap(([entity, { states: text, fields }]) => {
    if (text === undefined) return [];
    const parsed = entriesOf(fields).flatMap(([name, type]) => {
      const { field } = parseField(`${name}:${type}`);
      return field === null ? [] : [{ text: `${name}:${type}`, field }];
    });
    const read = readStates(text, { fields: parsed, roles, problems: [] });
    const field = parsed.find((one) => one.field.name === read?.field)?.field;
    if (read === null || field === undefined) return [];
    const given = field.default?.kind === "literal" ? field.default.value : field.values[0];
    const start = String(given);
    return faultsOfStates(
      file,
      { entity, field: read.field, start, values: field.values },
      read.moves,
    );
  });

interface Machine {
  entity: string;
  field: string;
  start: string;
  values: readonly string[];
}

function faultsOfStates(
  file: DesignFile,
  { entity, field, start, values }: Machine,
  moves: readonly { from: string; to: string }[],
): Problem[] {
  const at = ["entities", entity, "states"];
  if (!moves.some(({ from }) => from === start)) {
    const message = `A row starts as "${start}", and no move leads out of it.`;
    const fix = `Add a move from it, or start otherwise: =${moves[0]!.from}.`;
    return [problemAt(file, at, { code: "DESIGN_STATE_STUCK", message, fix })];
  }
  const reached = new Set([start]);
  for (const state of reached) {
    for (const { from, to } of moves) if (from === state) reached.add(to);
  }
  return values
    .filter((value) => !reached.has(value))
    .map((value) => {
      const message = `No move leads to "${value}" from "${start}", in which a row starts.`;
      const fix = `Add a move to it, or take it out of ${field}.`;
      const from = moves.some((move) => move.from === value);
      const place = from ? at : ["entities", entity, "fields", field];
      return problemAt(file, place, { code: "DESIGN_STATE_UNREACHED", message, fix });
    });
}

/** No owner has more rows than there are. */
export const scale: Rule = (file) =>
  entriesOf(file.design.entities).flatMap(([entity, { scale: size }]) => {
    if (size?.perOwner === undefined || size.perOwner <= size.rows) return [];
    const message = `One owner has ${size.perOwner} rows, of ${size.rows} in all.`;
    const at = ["entities", entity, "scale", "perOwner"];
    return [problemAt(file, at, { code: "DESIGN_SCALE", message })];
  });

/** Every entity is there for something: a feature, a flow or a criterion names it, or another entity needs it. */
export const purposes: Rule = (file, { tableOf }) => {
  const { features, flows, criteria, entities, pages, rag, memory } = file.design;
  const told = JSON.stringify([flows, criteria, pages, Object.keys(rag ?? {}), memory]);
  const named = new Set(entriesOf(features).flatMap(([, feature]) => feature.entities ?? []));
  const isTold = (table: string) => new RegExp(`(?<!\\w)${table}\\.`).test(told);
  const needed = entriesOf(entities).flatMap(([, { fields, parent }]) => [
    ...requiredRefs(fields).map(({ to }) => to),
    ...(parent === undefined ? [] : [parent]),
  ]);
  return entriesOf(entities).flatMap(([entity]) => {
    const table = tableOf.get(entity)!;
    if (named.has(entity) || isTold(table) || needed.includes(table)) return [];
    const message = `No feature, flow or criterion has to do with "${entity}".`;
    const fix = `Name it in the entities of a feature, or leave it out.`;
    return [
      problemAtKey(file, ["entities", entity], { code: "DESIGN_ENTITY_UNUSED", message, fix }),
    ];
  });
};
