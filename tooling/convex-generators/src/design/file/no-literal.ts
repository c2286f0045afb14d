// What stands in a design and is no data, and what to write instead.
import type { Node } from "oxc-parser";
import type { Fault } from "./design-file.ts";

/** Says what an expression is that should be a literal. */
export function faultOf(node: Node): Fault {
  const [what, fix] = descriptionOf(node);
  return {
    code: "DESIGN_LITERAL",
    message: `This is ${what}, and a design is plain data: it is read, not run.`,
    ...(fix !== undefined && { fix }),
  };
}

function descriptionOf(node: Node): [what: string, fix?: string] {
  switch (node.type) {
    case "SpreadElement":
      return ["a spread", "Write what it would add in its place."];
    case "Property":
      return ["a key that is computed", 'Write the key as a name or in quotes: "notes.list".'];
    case "Identifier":
      if (node.name === "undefined") return ["undefined", "Leave out the key."];
      return [`the variable ${node.name}`, "Write its value."];
    case "CallExpression":
    case "NewExpression":
      return ["a call", "Write its result."];
    case "TemplateLiteral":
    case "TaggedTemplateExpression":
      return ["a text with values that are put in when it runs", "Write the text as it comes out."];
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return ["a function", "Say in words what it does, in `about`."];
    case "ArrayExpression":
      return ["a list with a hole", "Take out the comma that is too many."];
    case "Literal":
      return ["regex" in node ? "a regular expression" : "a bigint"];
    case "BinaryExpression":
      return ["a calculation", "Write its result, a text on one line."];
    default:
      return ["an expression", "Write its value."];
  }
}
