// A design that is read from code, with what only people can say kept from the design that is there.
import type { ComponentDesign, Design, EntityDesign, VariableDesign } from "../design.ts";
import { tableOfEntity } from "../described/entities.ts";

/** What no code says. */
const ofPeople = ["features", "memory", "limits", "criteria"] as const;

/**
 * Puts together what code says and what people said.
 * @param read from the code
 * @param known the design that is there; null without one
 */
export function withWords(read: Design, known: Design | null): Design {
  if (known === null) return read;
  const kept = Object.fromEntries(
    ofPeople.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]])),
  ) as Partial<Design>;
  return {
    ...read,
    name: known.name || read.name,
    about: known.about,
    ...kept,
    // What the design says of its flows goes before the code that proves them.
    flows: { ...read.flows, ...known.flows },
    entities: each(withKeys(read.entities, known.entities), known.entities, entityWords),
    components: each(read.components, known.components, componentWords),
    environment: each(read.environment, known.environment, variableWords),
    roles: each(read.roles, known.roles, (role, { about }) => ({ ...role, ...said({ about }) })),
    functions: each(read.functions, known.functions, (fn, { about }) => ({
      ...fn,
      ...said({ about }),
    })),
  };
}

type Entities = NonNullable<Design["entities"]>;

/** The entities that are read by the names that the design has for them. */
function withKeys(read: Entities = {}, known: Entities = {}): Entities {
  const keys = new Map(
    Object.entries(known).map(([key, entity]) => [tableOfEntity(key, entity), key]),
  );
  const named = Object.entries(read).map(([key, { plural: _, ...entity }]) => {
    const table = tableOfEntity(key, read[key]!);
    const name = keys.get(table) ?? key;
    return [name, { ...(tableOfEntity(name, {}) !== table && { plural: table }), ...entity }];
  });
  return Object.fromEntries(named) as Entities;
}

function each<Entry>(
  read: Readonly<Record<string, Entry>> = {},
  known: Readonly<Record<string, Entry>> = {},
  together: (entry: Entry, other: Entry) => Entry,
): Record<string, Entry> {
  const entries = Object.entries(read).map(([key, entry]) => {
    const other = Object.hasOwn(known, key) ? known[key] : undefined;
    return [key, other === undefined ? entry : together(entry, other)];
  });
  return Object.fromEntries(entries) as Record<string, Entry>;
}

const entityWords = (entity: EntityDesign, { about, scale }: EntityDesign): EntityDesign => ({
  ...said({ about }),
  ...entity,
  ...said({ scale }),
});

const componentWords = (
  component: ComponentDesign,
  { because }: ComponentDesign,
): ComponentDesign => ({ ...component, because: because || component.because });

const variableWords = (variable: VariableDesign, { about }: VariableDesign): VariableDesign => ({
  ...variable,
  about: about || variable.about,
});

/** An object without what was not said. */
function said<Words extends object>(words: Words): Partial<Words> {
  const entries = Object.entries(words).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Words>;
}
