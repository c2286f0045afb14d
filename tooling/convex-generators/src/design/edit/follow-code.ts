// Brings a design in line with what a run takes out of its code: what is gone leaves it, what changed says what the
// code says now, and nothing is added that the design did not name.
import type { Tree } from "@groundwork/plop-engine/plan";
import { describeBackend } from "../described/describe.ts";
import type { Described } from "../described/described.ts";
import { tableOfEntity } from "../described/entities.ts";
import { literalText } from "../described/findings.ts";
import type { Design } from "../design.ts";
import type { DesignPath } from "../file/design-file.ts";
import { criteriaWithout } from "./criteria.ts";
import { type Gone, flowsWithout } from "./flows.ts";
import { type EditedDesign, designIn, has, without, withValue } from "./places.ts";

/** What a run takes out. */
export interface TakenOut {
  /** The project before and after it. */
  before: Tree;
  after: Tree;
  /** The names of features that go. */
  features: readonly string[];
}

/**
 * Takes out of a design what a run takes out of the code.
 * @param path of the file
 * @param text of the file
 * @param taken what goes
 * @returns the text, not formatted yet
 * @throws SHAPE_UNSUPPORTED or SYNTAX_ERROR (4) for a file that cannot be read
 */
export function withoutTaken(path: string, text: string, taken: TakenOut): string {
  const [before, after] = [describeBackend(taken.before), describeBackend(taken.after)];
  const file = { path, text };
  followSections(file, before, after);
  for (const name of taken.features) file.text = without(path, file.text, ["features", name]);
  const gone = goneFrom(before, after);
  forgetEntities(file, designIn(path, text), gone.tables);
  const actions = flowsWithout(file, { before: before.design, after: after.design, gone });
  criteriaWithout(file, {
    actions,
    tables: gone.tables,
    isThere: (one) => taken.after.read(one) !== null,
  });
  return file.text;
}

function goneFrom(before: Described, after: Described): Gone {
  const missing = (all: readonly string[], left: readonly string[]) =>
    new Set(all.filter((one) => !left.includes(one)));
  const tables = ({ design }: Described) =>
    Object.entries(design.entities ?? {}).map(([key, entity]) => tableOfEntity(key, entity));
  const functions = ({ design, brought }: Described) => [
    ...Object.keys(design.functions ?? {}),
    ...brought,
  ];
  return {
    tables: missing(tables(before), tables(after)),
    functions: missing(functions(before), functions(after)),
  };
}

const sections = [
  ...(["roles", "entities", "functions", "crons", "jobs", "http", "emails", "pages"] as const),
  ...(["components", "rag", "environment"] as const),
] as const;

function followSections(file: EditedDesign, before: Described, after: Described): void {
  const design = designIn(file.path, file.text);
  for (const section of sections) {
    for (const [key, entry] of Object.entries(design[section] ?? {})) {
      const [old, now] = [before, after].map((one) => entryOf(one.design, section, key, entry));
      if (old === undefined) continue;
      const at = [section, key];
      if (now === undefined) file.text = without(file.path, file.text, at);
      else followEntry(file, at, old, now);
    }
  }
}

/** What describes an entry of a design: an entity by its table, others by their keys. */
function entryOf(design: Design, section: (typeof sections)[number], key: string, entry: object) {
  const entries = Object.entries((design[section] ?? {}) as Record<string, object>);
  const table = section === "entities" ? tableOfEntity(key, entry) : null;
  const found = entries.find(([name, one]) =>
    table === null ? name === key : tableOfEntity(name, one) === table,
  );
  return found?.[1] as Values | undefined;
}

type Values = Readonly<Record<string, unknown>>;

function followEntry(file: EditedDesign, at: DesignPath, old: Values, now: Values): void {
  for (const [name, value] of Object.entries(old)) {
    const [path, left] = [[...at, name], now[name]];
    if (literalText(value) === literalText(left ?? null) || !has(file.path, file.text, path))
      continue;
    if (left === undefined) file.text = without(file.path, file.text, path);
    else if (isObject(value) && isObject(left)) followEntry(file, path, value, left);
    else file.text = withValue(file.path, file.text, path, literalText(left));
  }
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Features and the memory no longer name what is gone; a memory without a table is none. */
function forgetEntities(file: EditedDesign, design: Design, tables: ReadonlySet<string>): void {
  const keys = Object.entries(design.entities ?? {}).flatMap(([key, entity]) =>
    tables.has(tableOfEntity(key, entity)) ? key : [],
  );
  for (const [name, { entities = [] }] of Object.entries(design.features ?? {}))
    file.text = withoutElements(file, ["features", name, "entities"], entities, (one) =>
      keys.includes(one),
    );
  const remembered = design.memory?.tables ?? [];
  file.text =
    remembered.length > 0 && remembered.every((table) => tables.has(table))
      ? without(file.path, file.text, ["memory"])
      : withoutElements(file, ["memory", "tables"], remembered, (one) => tables.has(one));
}

/** The file without elements of a list; without the list where none is left. */
function withoutElements(
  { path, text }: EditedDesign,
  at: DesignPath,
  elements: readonly string[],
  isGone: (element: string) => boolean,
): string {
  const left = elements.filter((one) => !isGone(one));
  if (left.length === elements.length) return text;
  return left.length === 0 ? without(path, text, at) : withValue(path, text, at, literalText(left));
}
