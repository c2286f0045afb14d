// Reads a design from its syntax: nothing is run, and everything that is wrong is said at once, with its place.
import type { CallExpression, Node, ObjectExpression, Program } from "oxc-parser";
import { mismatches, pathText } from "@groundwork/plop-engine/cli/input/check-shape";
import { literalOf } from "@groundwork/plop-engine/edit/plain-data";
import {
  parseModule,
  positionOf,
  syntaxFaults,
  withoutMark,
} from "@groundwork/plop-engine/edit/source";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import { GeneratorError, type Problem } from "@groundwork/plop-engine/plan";
import type { Design } from "../design.ts";
import { type DesignFile, type DesignPath, type Fault, inOrder, placeText } from "./design-file.ts";
import { faultOf } from "./no-literal.ts";
import { Places } from "./places.ts";
import { designShape } from "./shape.ts";

const CALL = "export default defineDesign({ … })";

/**
 * Reads a design.
 * @param text the module, whose one export is `defineDesign({ … })`; or JSON, where the path ends so
 * @param path its path in the repository, for errors
 * @returns the design with the places of its values
 * @throws GeneratorError (2) with every problem; the `arg` of each is `path:line:column`
 */
export function readDesign(text: string, path: string): DesignFile {
  const isJson = path.endsWith(".json");
  // JSON is an expression of the language.
  const code = withoutMark(isJson ? `(${withoutMark(text)}\n)` : text);
  const program = programOf(path, code, isJson);
  const problems: Problem[] = [];
  const places = new Places(isJson ? withoutMark(text) : code, isJson ? 1 : 0);
  const refuse = (node: Node, fault: Fault) => {
    problems.push({ ...fault, arg: placeText(path, places.of(node)) });
  };
  const data = isJson ? dataOfJson(program) : dataOfModule(program, refuse);
  if (data === null) {
    if (problems.length === 0) problems.push(nothingIn(path));
    throw new GeneratorError(2, problems);
  }
  const unread: DesignPath[] = [];
  const twice: DesignPath[] = [];
  const design = literalOf(data, {
    otherwise: (node, at) => {
      refuse(node, faultOf(node));
      if (node.type !== "SpreadElement" && node.type !== "Property") unread.push(at);
    },
    found: (at, value, key) => {
      if (places.add(at, value, key) || key === null || twice.some((one) => isIn(one, at))) return;
      twice.push(at);
      const message = `"${pathText(at)}" is written twice, and only the last would count.`;
      refuse(key, { code: "DESIGN_KEY_TWICE", message, fix: "Leave out one of them." });
    },
  });
  problems.push(...misshapen(design, unread, { path, places }));
  if (problems.length > 0) throw new GeneratorError(2, inOrder(problems));
  const { placeOf, keyPlaceOf } = places;
  return { path, design: design as Design, placeOf, keyPlaceOf };
}

function programOf(path: string, code: string, isJson: boolean): Program {
  const name = isJson ? `${path}.js` : path;
  const faults = syntaxFaults(name, code);
  if (faults.length === 0) {
    if (isJson) refuseOtherThanJson(path, code);
    return parseModule(name, code).program;
  }
  throw new GeneratorError(
    2,
    faults.map(({ message, offset }) => {
      const { line, column } = positionOf(code, offset);
      const place = { line, column: isJson && line === 1 ? Math.max(1, column - 1) : column };
      return {
        code: "DESIGN_SYNTAX",
        arg: placeText(path, place),
        message: `This is not valid ${isJson ? "JSON" : "TypeScript"}: ${message.replace(/\.$/, "")}.`,
      };
    }),
  );
}

/** Refuses what the language has and JSON has not: comments, other quotes, a comma at the end. */
function refuseOtherThanJson(path: string, code: string): void {
  try {
    JSON.parse(code.slice(1, code.lastIndexOf(")")));
  } catch (error) {
    const message = `This is not valid JSON: ${(error as Error).message.replace(/\.$/, "")}.`;
    const arg = placeText(path, { line: 1, column: 1 });
    throw new GeneratorError(2, { code: "DESIGN_SYNTAX", arg, message });
  }
}

/** The object that the one export of the module defines; null where there is none. */
function dataOfModule(
  { body }: Program,
  refuse: (node: Node, fault: Fault) => void,
): ObjectExpression | null {
  let data: ObjectExpression | null = null;
  for (const statement of body) {
    if (statement.type === "ImportDeclaration" || statement.type === "EmptyStatement") continue;
    if (statement.type !== "ExportDefaultDeclaration") {
      const message = `The module of a design has imports and ${CALL}, and nothing else.`;
      refuse(statement, { code: "DESIGN_EXPORT", message, fix: "Leave it out." });
      continue;
    }
    const call = unwrap(statement.declaration);
    if (data !== null) {
      const message = "A module has one design, and this is the second.";
      refuse(statement, { code: "DESIGN_EXPORT", message, fix: "Leave out one of them." });
    } else if (isDefinition(call)) data = argumentOf(call, refuse);
    else refuse(call, { code: "DESIGN_EXPORT", message: `Write ${CALL}: it types what follows.` });
  }
  return data;
}

function isDefinition(node: Node): node is CallExpression {
  return node.type === "CallExpression" && nameOf(node.callee) === "defineDesign";
}

function argumentOf(
  call: CallExpression,
  refuse: (node: Node, fault: Fault) => void,
): ObjectExpression | null {
  const [argument, extra] = call.arguments;
  const data = argument === undefined ? call : unwrap(argument);
  if (data.type !== "ObjectExpression") {
    const message = "defineDesign takes the design as an object that is written there: { … }.";
    refuse(data, { code: "DESIGN_EXPORT", message, fix: CALL });
    return null;
  }
  if (extra === undefined) return data;
  refuse(extra, { code: "DESIGN_EXPORT", message: "defineDesign takes one object." });
  return data;
}

function dataOfJson({ body }: Program): Node | null {
  const [statement] = body;
  return statement?.type === "ExpressionStatement" ? statement.expression : null;
}

function nothingIn(path: string): Problem {
  return {
    code: "DESIGN_EXPORT",
    arg: placeText(path, { line: 1, column: 1 }),
    message: `There is no design in ${path}: it has one ${CALL}.`,
    fix: "pnpm plop design new",
  };
}

/** What does not fit the shape of a design, but for values that could not be read. */
function misshapen(
  design: unknown,
  unread: readonly DesignPath[],
  { path, places }: { path: string; places: Places },
): Problem[] {
  return mismatches(designShape, design, "design").flatMap(({ path: at, problem }) => {
    if (unread.some((one) => isIn(one, at))) return [];
    const isOfValue = problem.code === "INPUT_TYPE";
    const place = isOfValue ? places.placeOf(at) : places.keyPlaceOf(at);
    return [{ ...problem, arg: placeText(path, place) }];
  });
}

/** Whether a path is another one, or leads into it. */
function isIn(outer: DesignPath, inner: DesignPath): boolean {
  return outer.every((step, index) => inner[index] === step);
}
