// The tests of a file, by its syntax: their titles, and whether they run.
import type { CallExpression, Node } from "oxc-parser";
import { lineOf, parseModule } from "@groundwork/plop-engine/edit/source";
import { childrenOf, nameOf, stringValue, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../../repository/layout.ts";

export type Found =
  | { kind: "noFile" }
  | { kind: "noTest"; titles: string[] }
  | { kind: "found"; path: string; line: number }
  | { kind: "skipped"; path: string; line: number };

interface WrittenTest {
  /** Those of the blocks around it, and its own. */
  titles: readonly string[];
  isSkipped: boolean;
  start: number;
}

/**
 * Finds a test, or a block of tests.
 * @param file its path from the root, or from the backend
 * @param title its own title, or those of the blocks around it and its own, joined by " > "
 */
export function testIn(tree: Tree, file: string, title: string): Found {
  const path = [file, `${layout.backend}/${file}`].find((one) => tree.read(one) !== null);
  if (path === undefined || !/\.[cm]?[jt]sx?$/.test(path)) return { kind: "noFile" };
  const { program, code } = parseModule(path, tree.read(path)!);
  const tests: WrittenTest[] = [];
  collect(program, { titles: [], isSkipped: false }, tests);
  const wanted = title.replace(/\s*>\s*/g, " > ");
  const found = tests.find(
    ({ titles }) => titles.at(-1) === title || titles.join(" > ") === wanted,
  );
  if (found === undefined)
    return { kind: "noTest", titles: tests.map(({ titles }) => titles.at(-1)!) };
  return { kind: found.isSkipped ? "skipped" : "found", path, line: lineOf(code, found.start) };
}

function collect(node: Node, around: Omit<WrittenTest, "start">, tests: WrittenTest[]): void {
  const block = node.type === "CallExpression" ? blockOf(node) : null;
  let inside = around;
  if (block !== null) {
    inside = {
      titles: [...around.titles, block.title],
      isSkipped: around.isSkipped || block.isSkipped,
    };
    tests.push({ ...inside, start: node.start });
  }
  for (const child of childrenOf(node)) collect(child, inside, tests);
}

/** `test("…")`, `describe.skip("…")`, `test.each(rows)("…")`. */
function blockOf(call: CallExpression): { title: string; isSkipped: boolean } | null {
  const title = stringValue(call.arguments[0] && unwrap(call.arguments[0]));
  const words: string[] = [];
  let callee: Node = unwrap(call.callee);
  for (;;) {
    if (callee.type === "CallExpression") callee = unwrap(callee.callee);
    else if (callee.type === "MemberExpression") {
      words.push(nameOf(callee.property) ?? "");
      callee = unwrap(callee.object);
    } else break;
  }
  const isTest = callee.type === "Identifier" && /^(test|it|describe)$/.test(callee.name);
  if (title === null || !isTest) return null;
  return { title, isSkipped: words.some((word) => word === "skip" || word === "todo") };
}
