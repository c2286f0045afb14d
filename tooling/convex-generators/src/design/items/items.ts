// A design as inputs of the generators, in an order in which each can be planned on top of those before.
import { parseFields } from "../../fields/parse.ts";
import { namesTable } from "../../repository/dependency.ts";
import { tableOf } from "../../entity/model/runs.ts";
import type { EntityInput } from "../../entity/input.ts";
import type { RoleInput } from "../../role/input.ts";
import type { Design, FieldsDesign } from "../design.ts";
import type { DesignPath } from "../file/design-file.ts";

/** One input of a generator. */
export interface Item {
  /** The name of its command. */
  generator: string;
  input: object;
  /** What of the design says it. */
  at: DesignPath;
  /** Of an entity whose optional references lead to tables that come later: it comes once more as a whole. */
  isPart?: true;
}

/** A part of the design that names the rows of tables. */
interface Node extends Item {
  /** The table that it makes, or the role. */
  gives: string;
  /** Whether something else has to be there first. */
  needs(other: Node): boolean;
}

/**
 * Turns a design into inputs of the generators.
 * @param design one whose file was read
 * @returns roles and tables, each after those that it names; then what works on them. Where optional references
 *   close a circle, an entity comes first without them, and once more as a whole at the end. A circle of what is
 *   required stays in the order of the design
 */
export function itemsOf(design: Design): Item[] {
  return [...tablesAndRoles(design), ...onTables(design)];
}

/** Fields as the generators take them: `title:string(1..80)`. */
export function fieldTexts(fields: FieldsDesign): string[] {
  return Object.entries(fields).map(([name, type]) => `${name}:${type}`);
}

/** An entity as `pnpm plop entity` takes it. */
export function entityInput(design: Design, key: string): EntityInput {
  const { fields, scale: _, ...options } = design.entities![key]!;
  return { name: key, fields: fieldTexts(fields), ...options };
}

function tablesAndRoles(design: Design): Item[] {
  const roles = Object.entries(design.roles ?? {}).map(([name, { about: _, ...options }]) =>
    roleNode({ name, ...options }),
  );
  const entities = Object.keys(design.entities ?? {}).map((key) =>
    entityNode(entityInput(design, key)),
  );
  return inOrder([...roles, ...entities]);
}

function roleNode(input: RoleInput): Node {
  return {
    ...{ generator: "role", input, at: ["roles", input.name], gives: `role ${input.name}` },
    needs: (other) =>
      other.generator === "role"
        ? input.extends === (other.input as RoleInput).name
        : namesTable(input, other.gives),
  };
}

function entityNode(input: EntityInput): Node {
  return {
    ...{ generator: "entity", input, at: ["entities", input.name] },
    gives: tableOf(input) ?? input.name,
    needs: (other) =>
      other.generator === "role"
        ? (input.access ?? []).some((grant) => mentions(grant, (other.input as RoleInput).name))
        : namesTable({ fields: input.fields }, other.gives),
  };
}

function mentions(grant: string, role: string): boolean {
  return grant.split(/[\s,]+/).some((one) => one.split(":")[0] === role);
}

/** The order in which each comes after what it needs; what is optional and closes a circle comes afterwards. */
function inOrder(nodes: readonly Node[]): Item[] {
  const items: Item[] = [];
  const whole: Item[] = [];
  let left = [...nodes];
  while (left.length > 0) {
    const isFree = (node: Node) =>
      left.every(({ at }, index) => at === node.at || !node.needs(left[index]!));
    const free = left.find(isFree);
    const cut = free ? undefined : left.map((node) => [node, without(node, left)] as const);
    const [one, other] = cut?.find(([, part]) => part !== null && isFree(part)) ?? [];
    const next = free ?? other ?? left[0]!;
    const isPart = free === undefined && one !== undefined;
    items.push({ ...plainItem(next), ...(isPart && { isPart }) });
    if (isPart) whole.push(plainItem(one));
    left = left.filter(({ at }) => at !== next.at);
  }
  return [...items, ...whole];
}

function plainItem({ generator, input, at }: Node): Item {
  return { generator, input, at };
}

/** An entity without optional references to tables that are not there yet; null where that leaves nothing. */
function without(node: Node, left: readonly Node[]): Node | null {
  if (node.generator !== "entity") return null;
  const input = node.input as EntityInput;
  const tables = new Set(left.map(({ gives }) => gives));
  const waiting = parseFields(input.fields).fields.filter(
    ({ field: { isOptional, table } }) =>
      isOptional && table !== null && table !== node.gives && tables.has(table),
  );
  const fields = input.fields.filter((text) => !waiting.some((one) => one.text === text));
  if (waiting.length === 0 || fields.length === 0) return null;
  const names = waiting.map(({ field }) => field.name);
  const isWhole = (list: string) => !list.split(",").some((name) => names.includes(name.trim()));
  const { searchFilter, unique, index, public: shown, ...rest } = input;
  const kept = {
    ...{ ...rest, fields },
    ...(unique && { unique: unique.filter(isWhole) }),
    ...(index && { index: index.filter(isWhole) }),
    ...(searchFilter !== undefined && isWhole(searchFilter) && { searchFilter }),
    ...(shown !== undefined && isWhole(shown) && { public: shown }),
  };
  return { ...entityNode(kept), at: node.at };
}

type Entries = Readonly<Record<string, object>> | undefined;

/** What works on tables, in the order of the generators that may need each other. */
function onTables(design: Design): Item[] {
  const of = (
    section: keyof Design,
    generator: string,
    inputOf: (key: string, options: Record<string, unknown>) => object,
  ): Item[] =>
    Object.entries((design[section] as Entries) ?? {}).map(([key, options]) => ({
      generator,
      input: inputOf(key, { ...options }),
      at: [section, key],
    }));
  const texts = (fields: unknown) => fieldTexts((fields ?? {}) as FieldsDesign);
  return [
    ...of("components", "component", (component, { because: _, ...rest }) => ({
      component,
      ...rest,
    })),
    ...of("functions", "function", (name, { args, ...rest }) => ({
      ...{ name, ...rest },
      ...(args !== undefined && { args: texts(args) }),
    })),
    ...of("crons", "cron", (title, rest) => ({ title, ...rest })),
    ...of("jobs", "job", (name, rest) => ({ name, ...rest })),
    ...of("http", "http", (key, rest) => ({ ...routeOf(key), ...rest })),
    ...of("emails", "email", (name, { values, ...rest }) => ({
      ...{ name, ...rest },
      ...(values !== undefined && { values: texts(values) }),
    })),
    ...of("environment", "variable", (name, { about }) => ({ name, about })),
    ...of("rag", "rag", (table, rest) => ({ table, ...rest })),
    ...of("pages", "page", (path, rest) => ({ path, ...rest })),
  ];
}

/** `POST /webhooks/mail` as a method and a path. */
function routeOf(key: string): { method: string; path: string } {
  const [method = "", ...rest] = key.trim().split(/\s+/);
  return { method, path: rest.join(" ") };
}
