// The entities of a backend: each table with its fields, indexes and access, in the words of `pnpm plop entity`.
import { GeneratorError } from "@groundwork/plop-engine/plan";
import { camelCase, pluralOf, singularName, wordsOf } from "@groundwork/plop-engine/names/words";
import type { EntityInput } from "../../entity/input.ts";
import { currentEntityInput } from "../../entity/recorded.ts";
import { type ParsedField, parseFields } from "../../fields/parse.ts";
import { layout } from "../../repository/layout.ts";
import type { Roles } from "../../repository/roles.ts";
import type { EntityDesign, FieldsDesign } from "../design.ts";
import {
  type TableAccessFound,
  accessOf,
  grantTexts,
  inherited,
  rolesOf,
  scopesOf,
} from "./access.ts";
import { constant } from "./syntax/constants.ts";
import { comparedType, isSameType } from "./shapes/field-text.ts";
import type { DescribedProject } from "./project.ts";
import { type Shape, typeText } from "./shapes/shape.ts";
import { type DescribedTable, firstArgument, tablesOf } from "./tables.ts";

export interface DescribedEntities {
  entities: Record<string, EntityDesign>;
  /** The keys of those that a generator made, with the input that makes them. */
  recorded: ReadonlyMap<string, EntityInput>;
  foreignTables: ReadonlySet<string>;
  hasAccess: boolean;
}

/** What an entity says, in the order in which people ask: what it is, what it holds, who may, how it is found. */
const order: readonly (keyof EntityDesign)[] = [
  ...([
    "plural",
    "about",
    "fields",
    "access",
    "parent",
    "unique",
    "index",
    "searchFilter",
  ] as const),
  ...(["states", "trash", "public", "publicWhen", "rateLimit", "web", "icon", "allowAny"] as const),
  "scale",
];

/** Reads every table as an entity. */
export function entitiesOf(project: DescribedProject): DescribedEntities {
  const { tables, foreign } = tablesOf(project);
  const access = accessOf(project);
  const context = { project, access, roles: rolesOf(project), references: referencesOf(project) };
  const recorded = new Map<string, EntityInput>();
  const sorted = tables.toSorted((one, other) => (one.table < other.table ? -1 : 1));
  const entities = sorted.map((table) => {
    const input = recordOf(project, table.table);
    const key = input?.name ?? singularName(table.table);
    if (input !== null) recorded.set(key, input);
    addPlaces(context, key, table);
    const byHand = handMade(context, key, table);
    const entity = input === null ? byHand : asRecorded(context, input, table, byHand);
    return [key, inOrder(entity)] as const;
  });
  return {
    entities: Object.fromEntries(entities),
    recorded,
    foreignTables: foreign,
    hasAccess: access !== null,
  };
}

function inOrder(entity: EntityDesign): EntityDesign {
  const place = (key: string) => order.indexOf(key as keyof EntityDesign);
  const members = Object.entries(entity).sort(([one], [other]) => place(one) - place(other));
  return Object.fromEntries(members) as unknown as EntityDesign;
}

interface Context {
  project: DescribedProject;
  access: ReadonlyMap<string, TableAccessFound> | null;
  roles: Roles;
  /** Table → field → what removing the other row does. */
  references: Readonly<Record<string, Record<string, { onRemove?: string }>>>;
}

/** The table of an entity of a design. */
export function tableOfEntity(key: string, { plural }: Pick<EntityDesign, "plural">): string {
  if (plural !== undefined) return camelCase(wordsOf(plural));
  const words = wordsOf(key);
  return camelCase([...words.slice(0, -1), pluralOf(words.at(-1) ?? "")]);
}

function recordOf({ tree, isOurs }: DescribedProject, table: string): EntityInput | null {
  try {
    const input = isOurs ? currentEntityInput(table, tree) : null;
    return input && { ...input, name: camelCase(wordsOf(input.name)) };
  } catch (error) {
    if (error instanceof GeneratorError) return null;
    throw error;
  }
}

function referencesOf({ modules, isOurs }: DescribedProject): Context["references"] {
  const module = isOurs ? modules.at(layout.references) : null;
  const place = module && firstArgument(module, "defineReferences");
  return place === null ? {} : (constant(modules, place) as Context["references"]);
}

function addPlaces({ project, access }: Context, key: string, table: DescribedTable): void {
  const { found } = project;
  const at = ["entities", key] as const;
  found.add(at, table.place);
  for (const [name, shape] of table.fields) {
    if (shape.place !== null) found.add([...at, "fields", name], shape.place);
    if (shape.isLoose) found.addLoose([...at, "fields", name]);
  }
  for (const { fields, place } of table.indexes) found.add([...at, "index", fields.join()], place);
  const row = access?.get(table.table);
  if (row !== undefined) found.add([...at, "access"], row.place);
}

/** An entity as its code says it. */
function handMade(context: Context, key: string, table: DescribedTable): EntityDesign {
  const { access } = context;
  const row = access?.get(table.table);
  const plural = tableOfEntity(key, {}) === table.table ? {} : { plural: table.table };
  const fields = [...table.fields].map(([name, shape]) => [
    name,
    fieldText(context, table, name, shape),
  ]);
  const index = table.indexes.filter(({ kind, fields }) => kind === "index" && fields.length > 1);
  const search = table.indexes.find(({ kind, fields }) => kind === "search" && fields.length > 0);
  return {
    ...plural,
    fields: Object.fromEntries(fields) as FieldsDesign,
    ...(index.length > 0 && { index: index.map(({ fields }) => fields.join()) }),
    ...(search !== undefined && { searchFilter: search.fields.join() }),
    ...(row?.parent && { parent: row.parent }),
    ...(access !== null && { access: grantTexts(row?.grants ?? {}) }),
  };
}

function fieldText(context: Context, table: DescribedTable, name: string, shape: Shape): string {
  const plain = typeText(shape);
  if (plain.startsWith("custom")) return plain;
  const isSearched = table.indexes.some(
    ({ kind, searched }) => kind === "search" && searched === name,
  );
  const isIndexed = table.indexes.some(
    ({ kind, fields }) => kind === "index" && fields.length === 1 && fields[0] === name,
  );
  const isOwner =
    context.access?.get(table.table)?.columns.own === name &&
    shape.table === "users" &&
    !shape.isOptional;
  const marks = [
    ...(isIndexed && shape.base !== "ref" && shape.base !== "file" ? ["index"] : []),
    ...(isSearched ? ["search"] : []),
    ...(isOwner ? ["owner"] : []),
    ...removalOf(context.references[table.table]?.[name]?.onRemove, shape),
  ];
  const text = [plain, ...marks].join("+");
  return comparedType(text, true) === null ? plain : text;
}

/** What removing the other row does, where it does not go without saying. */
function removalOf(onRemove: string | undefined, { base, list }: Shape): string[] {
  const usual = list === null ? "restrict" : "clear";
  return base !== "ref" || onRemove === undefined || onRemove === usual ? [] : [onRemove];
}

/** An entity that a generator made, in the words of its record where the code still is what they say. */
function asRecorded(
  { roles }: Context,
  { name: _, fields: texts, ...said }: EntityInput,
  table: DescribedTable,
  byHand: EntityDesign,
): EntityDesign {
  const parsed = parseFields(texts).fields;
  const fields = parsed.flatMap(({ text, field }: ParsedField) => {
    const written = text.slice(text.indexOf(":") + 1);
    const inCode = byHand.fields[field.name];
    if (field.isComputed) return [[field.name, written]];
    if (inCode === undefined) return [];
    const [one, other] = [comparedType(written, true), comparedType(inCode, true)];
    return [[field.name, one && other && isSameStored(one, other) ? written : inCode]];
  });
  const named = new Set(parsed.map(({ field }) => field.name));
  const more = Object.entries(byHand.fields).filter(
    ([name]) => !named.has(name) && !(said.trash === true && name === "deletedAt"),
  );
  const isHeld = isSameAccess(said.access, byHand.access ?? [], roles);
  return {
    ...said,
    fields: Object.fromEntries([...fields, ...more]) as FieldsDesign,
    ...(!isHeld && { access: byHand.access ?? [] }),
    // Records name every operation.
    ...(isHeld && said.access && { access: grantTexts(scopesOf(said.access, true)) }),
  };
}

/** The field of a row's team, or of its author, may be optional in code where the input says nothing of it. */
function isSameStored(
  one: NonNullable<ReturnType<typeof comparedType>>,
  other: NonNullable<ReturnType<typeof comparedType>>,
): boolean {
  const isOptional = one.field?.isOwner ? other.isOptional : one.isOptional;
  return isSameType({ ...one, isOptional }, other, false);
}

/** Whether two lists of grants say the same: whether an update goes without saying depends on the fields. */
export function isSameAccess(
  one: readonly string[] = ["admin:all"],
  other: readonly string[],
  roles: Roles,
): boolean {
  const text = (texts: readonly string[], hasChanges: boolean) =>
    JSON.stringify(inherited(scopesOf(texts, hasChanges), roles));
  const wanted = [text(other, true), text(other, false)];
  return wanted.includes(text(one, true)) || wanted.includes(text(one, false));
}
