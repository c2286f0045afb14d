// What the modules of `convex/` export, as Convex itself reads it from them. Tests hold rules over it,
// and the reference pages are printed from it.
import type { Value } from "convex/values";
import { type Policy, type Shapes, policyOf, shapesOf } from "../convex/builders/functions.ts";

/** A validator as Convex writes it down. */
export type Shape =
  | { type: "null" | "number" | "bigint" | "boolean" | "string" | "bytes" | "any" }
  | { type: "literal"; value: Value }
  | { type: "id"; tableName: string }
  | { type: "array"; value: Shape }
  | { type: "record"; keys: Shape; values: Field }
  | { type: "object"; value: Record<string, Field> }
  | { type: "union"; value: Shape[] };
export type Field = { fieldType: Shape; optional: boolean };

export type Kind = "query" | "mutation" | "action";

/** One function of the app. */
export interface AppFunction {
  /** As Convex names it: `notes:list`. */
  name: string;
  module: string;
  kind: Kind;
  isPublic: boolean;
  /** Undefined for an internal function, and for one that our builders did not make. */
  policy: Policy | undefined;
  /** Undefined for one that our builders did not make. */
  shapes?: Shapes | undefined;
  args: Shape;
  /** Null when the function promises nothing. */
  returns: Shape | null;
}

/** Modules by path from `convex/`, such as `"./notes.ts"`, each with what loads it. */
export type Modules = Record<string, () => Promise<Record<string, unknown>>>;

/**
 * Lists every function that a deployment of some modules gets.
 * @param modules those that Convex would push; generated ones are left out
 * @returns the functions in the order of the modules
 */
export async function functionsOf(modules: Modules): Promise<AppFunction[]> {
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
        shapes: shapesOf(fn),
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
