// What the form of a page asks for: a control for each argument of a mutation, and the shape that checks them.
import type { CallExpression, Node } from "oxc-parser";
import { declarationsOf, namesOf, written } from "@groundwork/plop-engine/edit/import-names";
import { type Source, parseModule } from "@groundwork/plop-engine/edit/source";
import { childrenOf, nameOf, unwrap, walk } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";
import { memberOf } from "../repository/exported-calls.ts";
import { layout } from "../repository/layout.ts";
import { packageName } from "../repository/settings.ts";
import type { ControlModel, MutationModel } from "./model.ts";
import { type Member, type Validator, optionsOf, withoutNull } from "./promised.ts";

/** Texts of several lines, by their names. */
const LONG = /(body|text|description|comment|message|note|content|bio|details)$/i;

/** The control of an argument; null where no control gives its value. */
export function controlOf(name: string, { fieldType, optional }: Member): ControlModel | null {
  const control = (kind: ControlModel["kind"], values: string[] = []) => ({
    ...{ name, kind, values, isOptional: optional },
  });
  const { bare, isNullable }: { bare: Validator; isNullable: boolean } = withoutNull(fieldType);
  if (isNullable) return null;
  if (bare.type === "string") return control(LONG.test(name) ? "lines" : "line");
  if (bare.type === "number") return control(name.endsWith("At") ? "moment" : "number");
  if (bare.type === "boolean") return control("bool");
  if (bare.type === "array" && bare.value.type === "string") return control("list");
  const options = optionsOf(bare);
  return options === null || options.length === 0 ? null : control("option", options);
}

/**
 * Reads the zod shape of a function's arguments as code that other packages can have, too.
 * @param call the call that makes the function
 * @param names the arguments that the form asks for
 * @returns the code with its imports; or the name that only the module of the function has
 */
export function shapeCode(
  tree: Tree,
  module: string,
  call: CallExpression,
  names: readonly string[],
): Pick<MutationModel, "shape" | "imports"> | { local: string } {
  const path = layout.backendModule(module);
  const source = parseModule(path, tree.read(path) ?? "");
  const args = memberOf(call.arguments[0], "args");
  const parts = args === null ? [] : partsOf(source, args, names);
  const used = parts.flatMap(({ node }) => rootsOf(node));
  const shared = importsOf(source);
  const local = used.find((name) => !shared.has(name));
  if (local !== undefined) return { local };
  const picked = `{ ${names.map((name) => `${name}: true`).join(", ")} }`;
  const isSpread = parts.some(({ text }) => text.startsWith("..."));
  const [only] = parts;
  const whole = /^\.\.\.(\w+)\.shape$/.exec(parts.length === 1 ? (only?.text ?? "") : "")?.[1];
  const object = whole ?? `z.object({ ${parts.map(({ text }) => text).join(", ")} })`;
  return {
    shape: isSpread ? `${object}.pick(${picked})` : object,
    imports: [
      ...new Set([
        ...used.map((name) => shared.get(name)!),
        ...(whole === undefined ? ['import { z } from "zod";'] : []),
      ]),
    ],
  };
}

/** The members of the shape that the form needs: by name, and whole shapes that are spread. */
function partsOf(
  source: Source,
  args: Node,
  names: readonly string[],
): { text: string; node: Node }[] {
  const textOf = ({ start, end }: Node) => source.code.slice(start, end);
  if (args.type !== "ObjectExpression") return [{ text: `...${textOf(args)}`, node: args }];
  return args.properties.flatMap((property) => {
    if (property.type === "SpreadElement") {
      return [{ text: textOf(property), node: property.argument }];
    }
    const name = nameOf(property.key, property.computed);
    if (name === null || !names.includes(name)) return [];
    return [{ text: textOf(property), node: unwrap(property.value) }];
  });
}

/** The names that an expression starts from: `note` of `note.shape.title`. */
function rootsOf(expression: Node): string[] {
  const roots: string[] = [];
  const inside = (node: Node): Node[] => {
    if (node.type === "MemberExpression" && !node.computed) return [node.object];
    if (node.type === "Property" && !node.computed) return [node.value];
    return childrenOf(node);
  };
  walk(
    expression,
    (node) => {
      if (node.type === "Identifier") roots.push(node.name);
    },
    inside,
  );
  return roots;
}

/** Names that a module imports from packages that the web app has, too, each with its import. */
function importsOf(source: Source): Map<string, string> {
  const validators = `${packageName("validators")}/`;
  const names = declarationsOf(source).flatMap((declaration) => namesOf(declaration));
  const isShared = (specifier: string) => specifier === "zod" || specifier.startsWith(validators);
  return new Map(
    names.flatMap((name): [string, string][] =>
      name.local !== null && isShared(name.specifier) ? [[name.local, written(name)]] : [],
    ),
  );
}
