// What the app exports, read from the modules themselves, so that tests can hold rules over all of it.
import { type FunctionReference, anyApi } from "convex/server";
import type { Value } from "convex/values";
import type { Id, TableNames } from "./_generated/dataModel";
import { type Policy, policyOf } from "./functions";
import schema from "./schema";
import { type Person, type TestApp, modules } from "./testing.setup";

/** A validator as Convex writes it down. */
export type Shape =
  | { type: "null" | "number" | "bigint" | "boolean" | "string" | "bytes" | "any" }
  | { type: "literal"; value: Value }
  | { type: "id"; tableName: string }
  | { type: "array"; value: Shape }
  | { type: "record"; keys: Shape; values: Field }
  | { type: "object"; value: Record<string, Field> }
  | { type: "union"; value: Shape[] };
type Field = { fieldType: Shape; optional: boolean };

type Kind = "query" | "mutation" | "action";

/** One function of the app. */
export interface AppFunction {
  /** As Convex names it: `notes:list`. */
  name: string;
  module: string;
  kind: Kind;
  isPublic: boolean;
  /** Undefined for an internal function, and for one that our builders did not make. */
  policy: Policy | undefined;
  args: Shape;
  /** Null when the function promises nothing. */
  returns: Shape | null;
}

/**
 * Lists every function that a deployment of the app gets.
 * @returns the functions in the order of their modules' paths
 */
export async function appFunctions(): Promise<AppFunction[]> {
  const found: AppFunction[] = [];
  for (const [path, load] of Object.entries(modules)) {
    if (path.startsWith("./_generated/")) continue;
    const module = path.slice("./".length, path.lastIndexOf("."));
    for (const [name, exported] of Object.entries(await load())) {
      const fn = exported as RegisteredFunction | null | undefined;
      const kind = (["query", "mutation", "action"] as const).find((kind) => fn?.[marks[kind]]);
      if (!fn || kind === undefined) continue;
      found.push({
        name: `${module}:${name}`,
        module,
        kind,
        isPublic: fn.isPublic === true,
        policy: policyOf(fn),
        args: JSON.parse(fn.exportArgs()),
        returns: JSON.parse(fn.exportReturns()),
      });
    }
  }
  return found;
}

const marks = { query: "isQuery", mutation: "isMutation", action: "isAction" } as const;

/** What Convex puts on a registered function for the deployment to read. */
type RegisteredFunction = { [Mark in (typeof marks)[Kind]]?: true } & {
  isPublic?: true;
  exportArgs(): string;
  exportReturns(): string;
};

/**
 * Calls a function by its name.
 * @param caller the app, as nobody or as a person
 * @param fn which function
 * @param args its arguments, as its own validators want them
 * @returns what the function answers
 */
export async function call(
  caller: Pick<TestApp, Kind>,
  fn: AppFunction,
  args: Value | undefined,
): Promise<unknown> {
  const [module, name] = fn.name.split(":") as [string, string];
  const run = caller[fn.kind] as (fn: FunctionReference<Kind>, args: unknown) => Promise<unknown>;
  return await run(anyApi[module]![name] as FunctionReference<Kind>, args);
}

/**
 * Makes a value that a validator takes: short strings, small numbers, null where that is enough, else the first of a union.
 * Ids lead to rows that are made for the purpose and belong to the person.
 * @param app where those rows go
 * @param person whose they are
 * @param shape the validator
 * @returns the value, without optional fields
 */
export async function exampleOf(app: TestApp, person: Person, shape: Shape): Promise<Value> {
  switch (shape.type) {
    case "object": {
      const required = Object.entries(shape.value).filter(([, field]) => !field.optional);
      const fields = required.map(async ([name, { fieldType }]) => {
        return [name, await exampleOf(app, person, fieldType)] as const;
      });
      return Object.fromEntries(await Promise.all(fields));
    }
    case "id":
      return await exampleRow(app, person, shape.tableName as TableNames);
    case "union":
      if (shape.value.some(({ type }) => type === "null")) return null;
      return await exampleOf(app, person, shape.value[0]!);
    case "literal":
      return shape.value;
    case "array":
      return [];
    case "record":
      return {};
    default:
      return scalars[shape.type];
  }
}

const scalars = {
  null: null,
  number: 1,
  bigint: 1n,
  boolean: true,
  string: "x",
  bytes: new ArrayBuffer(0),
  any: null,
};

/**
 * Makes a row of any table.
 * @param app where it goes
 * @param person whom its references to users name
 * @param table which table
 * @returns the row's id
 */
export async function exampleRow<Table extends TableNames>(
  app: TestApp,
  person: Person,
  table: Table,
): Promise<Id<Table>> {
  if (table === "users") return person.userId as string as Id<Table>;
  const row = await exampleOf(app, person, documentOf(table));
  return (await app.run((ctx) => ctx.db.insert(table, row as never))) as Id<Table>;
}

/**
 * Reads a table's definition.
 * @param table which table
 * @returns the validator of its rows
 */
export function documentOf(table: TableNames): Shape {
  // `json` is how a validator hands itself to the deployment; it is not part of its public type.
  return (schema.tables[table].validator as unknown as { json: Shape }).json;
}

/**
 * Visits a validator and all that it is made of.
 * @param shape where to start
 * @param visit called with each part and its path, such as `page[].title`
 */
export function walk(shape: Shape, visit: (part: Shape, path: string) => void, path = ""): void {
  visit(shape, path);
  if (shape.type === "object") {
    for (const [name, { fieldType }] of Object.entries(shape.value)) {
      walk(fieldType, visit, path === "" ? name : `${path}.${name}`);
    }
  }
  if (shape.type === "array") walk(shape.value, visit, `${path}[]`);
  if (shape.type === "record") walk(shape.values.fieldType, visit, `${path}{}`);
  if (shape.type === "union") for (const member of shape.value) walk(member, visit, path);
}
