// What a test file sets up before each of its tests, so that a block which is added need not do it again.
import type { Node } from "oxc-parser";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { declaredNames, nameOf, stringValue, unwrap } from "@groundwork/plop-engine/edit/syntax";

/** The app and the people of a file. */
export interface SetUp {
  people: { name: string; role: string }[];
  /** Every name that the file declares. */
  taken: ReadonlySet<string>;
}

/**
 * Reads the set-up of a test file.
 * @param path the file's path, by which errors name it
 * @param text its text
 * @returns null when it does more before each test than start the app and sign people in, or less
 */
export function setUpOf(path: string, text: string): SetUp | null {
  const source = parseModule(path, text);
  const hooks = source.program.body.map(hookOf).filter((hook) => hook !== null);
  const [hook] = hooks;
  if (hook === undefined || hooks.length > 1) return null;
  const assigned = hook.map(assignmentOf);
  if (!assigned.some((one) => one?.name === "app" && one.calls === "initTest")) return null;
  if (!assigned.every((one) => one !== null && one.calls !== "")) return null;
  const people = assigned.flatMap((one) =>
    one !== null && one.calls === "signedInAs" && one.role !== null
      ? [{ name: one.name, role: one.role }]
      : [],
  );
  return { people, taken: declaredNames(source) };
}

/** The statements of a `beforeEach` at the top of the file. */
function hookOf(node: Node): Node[] | null {
  if (node.type !== "ExpressionStatement") return null;
  const call = unwrap(node.expression);
  if (call.type !== "CallExpression" || nameOf(call.callee) !== "beforeEach") return null;
  const [run] = call.arguments;
  const body = run?.type === "ArrowFunctionExpression" ? run.body : null;
  return body?.type === "BlockStatement" ? body.body : [];
}

interface Assignment {
  name: string;
  /** The function that gives the value; "literal" for a literal, empty for anything else. */
  calls: string;
  /** The role of the person who is signed in. */
  role: string | null;
}

/** `app = initTest()`, `ann = await signedInAs(app, "member")`, `made = 0`. */
function assignmentOf(node: Node): Assignment | null {
  if (node.type !== "ExpressionStatement") return null;
  const { expression } = node;
  if (expression.type !== "AssignmentExpression" || expression.left.type !== "Identifier") {
    return null;
  }
  const { name } = expression.left;
  const value = unwrap(expression.right);
  const given = value.type === "AwaitExpression" ? unwrap(value.argument) : value;
  if (given.type === "Literal") return { name, calls: "literal", role: null };
  const calls = given.type === "CallExpression" ? (nameOf(given.callee) ?? "") : "";
  const isKnown = ["initTest", "signedInAs"].includes(calls);
  const role = given.type === "CallExpression" ? stringValue(given.arguments[1]) : null;
  return { name, calls: isKnown ? calls : "", role };
}
