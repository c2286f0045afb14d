// The values of constants, as far as their syntax says them: numbers and what follows from them, texts, lists and
// objects of them.
import type { Node } from "oxc-parser";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import { type Modules, type Place, answerOf } from "./modules.ts";

/** What a value is that only running the code would tell. */
export const unknown = Symbol("unknown");

type Names = Readonly<Record<string, unknown>>;

/**
 * Evaluates the syntax of an expression.
 * @param names what the parameters of a function stand for
 * @returns the value, or `unknown`
 */
export function constant(modules: Modules, place: Place, names: Names = {}): unknown {
  const node = unwrap(place.node);
  const inside = (node: Node) => constant(modules, { ...place, node }, names);
  switch (node.type) {
    case "Literal":
      return node.value;
    case "TemplateLiteral":
      return node.expressions.length === 0 ? node.quasis[0]!.value.cooked : unknown;
    case "UnaryExpression":
      return negated(node.operator, inside(node.argument));
    case "BinaryExpression":
      return combined(node.operator, inside(node.left), inside(node.right));
    case "ArrayExpression":
      return allKnown(
        node.elements.flatMap((element) => {
          if (element?.type !== "SpreadElement") return [element ? inside(element) : unknown];
          const more = inside(element.argument);
          return Array.isArray(more) ? (more as unknown[]) : [unknown];
        }),
      );
    case "ObjectExpression": {
      const members = [...modules.members({ ...place, node })];
      return Object.fromEntries(
        members.map(([name, member]) => [name, constant(modules, member, names)]),
      );
    }
    case "Identifier": {
      if (Object.hasOwn(names, node.name)) return names[node.name];
      const found = modules.find(place.module, node.name);
      return found === null ? unknown : constant(modules, found);
    }
    case "MemberExpression":
      return memberOf(inside(node.object), node.computed ? null : nameOf(node.property));
    case "CallExpression":
      return called(modules, { ...place, node }, inside);
    default:
      return unknown;
  }
}

/** A number that is known, else undefined. */
export function numberAt(modules: Modules, place: Place | null): number | undefined {
  const value = place === null ? unknown : constant(modules, place);
  if (typeof value === "bigint") return Number(value);
  return typeof value === "number" ? value : undefined;
}

/** Texts that are known, else null. */
export function textsAt(modules: Modules, place: Place | null): string[] | null {
  const value = place === null ? unknown : constant(modules, place);
  const isTexts = Array.isArray(value) && value.every((one) => typeof one === "string");
  return isTexts ? (value as string[]) : null;
}

/** A text that is known, else null. */
export function textAt(modules: Modules, place: Place | null): string | null {
  const value = place === null ? unknown : constant(modules, place);
  return typeof value === "string" ? value : null;
}

function allKnown(values: unknown[]): unknown {
  return values.includes(unknown) ? unknown : values;
}

function negated(operator: string, value: unknown): unknown {
  if (operator === "-" && typeof value === "number") return -value;
  if (operator === "-" && typeof value === "bigint") return -value;
  return unknown;
}

function combined(operator: string, left: unknown, right: unknown): unknown {
  const isBig = typeof left === "bigint" && typeof right === "bigint";
  if (!isBig && (typeof left !== "number" || typeof right !== "number")) return unknown;
  const [one, other] = [left, right] as [number, number];
  switch (operator) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    case "/":
      return one / other;
    case "**":
      return one ** other;
    default:
      return unknown;
  }
}

function memberOf(value: unknown, name: string | null): unknown {
  if (name === "length" && (typeof value === "string" || Array.isArray(value))) return value.length;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject || name === null || !Object.hasOwn(value, name)) return unknown;
  return (value as Record<string, unknown>)[name];
}

function called(
  modules: Modules,
  { module, node }: Place,
  inside: (node: Node) => unknown,
): unknown {
  if (node.type !== "CallExpression") return unknown;
  const args = node.arguments.map(inside);
  const { callee } = node;
  if (callee.type === "MemberExpression" && callee.object.type === "Identifier") {
    const called = `${callee.object.name}.${nameOf(callee.property)}`;
    const [first] = args;
    if (called === "Object.keys" && typeof first === "object" && first !== null)
      return Object.keys(first);
    if (called === "Date.UTC" && args.every((one) => typeof one === "number"))
      return Date.UTC(...(args as [number]));
    return unknown;
  }
  const found = callee.type === "Identifier" ? modules.find(module, callee.name) : null;
  const does = found && answerOf(found.node);
  if (found === null || does === null) return unknown;
  const names = Object.fromEntries(does.params.map((name, at) => [name, args[at] ?? unknown]));
  return constant(modules, { module: found.module, node: does.answer }, names);
}
