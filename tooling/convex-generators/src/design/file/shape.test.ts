import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Node } from "oxc-parser";
import { type Source, parseModule } from "@groundwork/plop-engine/edit/source";
import { nameOf, stringValue } from "@groundwork/plop-engine/edit/syntax";
import type { Shape } from "@groundwork/plop-engine/shape";
import { expect, test } from "vitest";
import { designShape } from "./shape.ts";

const types = join(import.meta.dirname, "../design.ts");

/** The keys of an interface, in any order: its own, and those of what it extends. A `?` marks the optional. */
function keysOf(path: string, name: string): string[] {
  const source = parseModule(path, readFileSync(path, "utf8"));
  for (const statement of source.program.body) {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (node?.type !== "TSInterfaceDeclaration" || node.id.name !== name) continue;
    const own = node.body.body.flatMap((member) =>
      member.type === "TSPropertySignature"
        ? [nameOf(member.key)! + (member.optional ? "?" : "")]
        : [],
    );
    const inherited = node.extends.flatMap(({ expression, typeArguments }) =>
      keysOfType(source, nameOf(expression)!, typeArguments?.params ?? []),
    );
    return [...inherited, ...own];
  }
  throw new Error(`${path} has no interface ${name}.`);
}

/** Of a name, or of `Omit<name, keys>`. */
function keysOfType(source: Source, name: string, [of, keys]: readonly Node[]): string[] {
  if (name !== "Omit") return keysOf(fileOf(source, name), name);
  const options = keys!.type === "TSUnionType" ? keys!.types : [keys!];
  const without = options.map((one) => one.type === "TSLiteralType" && stringValue(one.literal));
  const all = of!.type === "TSTypeReference" ? nameOf(of!.typeName) : null;
  return keysOfType(source, all!, []).filter((key) => !without.includes(key.replace("?", "")));
}

function fileOf(source: Source, name: string): string {
  for (const node of source.program.body) {
    const isFrom =
      node.type === "ImportDeclaration" && node.specifiers.some(({ local }) => local.name === name);
    if (isFrom) return join(dirname(source.path), node.source.value);
  }
  return source.path;
}

/** The keys that a shape takes, with a `?` for the optional. */
function keysIn(shape: Shape): string[] {
  if (shape.type !== "object") return [];
  const { properties, required = [] } = shape;
  return Object.keys(properties).map((key) => (required.includes(key) ? key : `${key}?`));
}

const root = designShape as Extract<Shape, { type: "object" }>;

/** The shape at some keys; `*` is that of every entry, of a record or a list. */
function at(...steps: string[]): Shape {
  return steps.reduce<Shape>((shape, step) => {
    if (shape.type === "array") return shape.items;
    if (shape.type === undefined) return shape.anyOf!.find((one) => one.type === "object")!;
    if (shape.type !== "object") throw new Error(`${step} is in no object.`);
    return step === "*" ? (shape.additionalProperties as Shape) : shape.properties[step]!;
  }, root);
}

const input = (generator: string) => join(import.meta.dirname, `../../${generator}/input.ts`);

test.each<[string, Shape, string, string, string[]?]>([
  ["a design", root, types, "Design"],
  ["a feature", at("features", "*"), types, "FeatureDesign"],
  ["a role", at("roles", "*"), types, "RoleDesign"],
  ["an entity", at("entities", "*"), types, "EntityDesign"],
  ["a function", at("functions", "*"), types, "FunctionDesign"],
  ["a cron", at("crons", "*"), input("cron"), "CronInput", ["title"]],
  ["a job", at("jobs", "*"), input("job"), "JobInput", ["name"]],
  ["a route", at("http", "*"), input("http"), "HttpInput", ["method", "path"]],
  ["an e-mail", at("emails", "*"), types, "EmailDesign"],
  ["a page", at("pages", "*"), input("page"), "PageInput", ["path"]],
  ["a component", at("components", "*"), types, "ComponentDesign"],
  ["knowledge", at("rag", "*"), input("rag"), "RagInput", ["table"]],
  ["memory", at("memory"), types, "MemoryDesign"],
  ["a variable", at("environment", "*"), types, "VariableDesign"],
  ["limits", at("limits"), types, "LimitsDesign"],
  ["a flow", at("flows", "*"), types, "FlowDesign"],
  ["an action", at("flows", "*", "actions", "*"), types, "ActionDesign"],
  ["a call", at("flows", "*", "actions", "*", "calls", "*", "call"), types, "CallDesign"],
  ["a criterion", at("criteria", "*"), types, "CriterionDesign"],
])("the schema of %s has the keys of its type", (_, shape, path, name, keys = []) => {
  const typed = keysOf(path, name).filter((key) => !keys.includes(key));
  expect(keysIn(shape).toSorted()).toEqual(typed.toSorted());
});
