// Where the parts of a design stand in the syntax of its file, and edits of them that leave the rest as it is written.
import type { ArrayExpression, Node, ObjectExpression } from "oxc-parser";
import { type Brackets, insertMember, removeMember } from "@groundwork/plop-engine/edit/list";
import { argumentOf, valueOf } from "@groundwork/plop-engine/edit/plain-data";
import { type Source, lineEnd, parseModule, spliced } from "@groundwork/plop-engine/edit/source";
import { commentsIn, nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import { memoryTree } from "@groundwork/plop-engine/tree";
import type { Design } from "../design.ts";
import type { DesignPath } from "../file/design-file.ts";

/** The file of a design while it is edited. */
export interface EditedDesign {
  path: string;
  text: string;
}

type List = ObjectExpression | ArrayExpression;

/**
 * Reads the data of a design.
 * @throws SHAPE_UNSUPPORTED (4) for a file that is no design
 */
export function designIn(path: string, text: string): Design {
  const module = { tree: memoryTree({}), source: parseModule(path, text) };
  return valueOf(argumentOf(module, "defineDesign")) as Design;
}

/** A key as code. */
export function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** The object of a design, or a part of it; null where there is none. */
function partAt(source: Source, at: DesignPath): Node | null {
  const module = { tree: memoryTree({}), source };
  let node: Node | null = unwrap(argumentOf(module, "defineDesign").node);
  for (const step of at) {
    const found: Node | undefined = node && memberNode(node, step);
    node = found === undefined ? null : unwrap(found);
    if (node === null) return null;
  }
  return node;
}

function memberNode(node: Node, step: string | number): Node | undefined {
  if (node.type === "ArrayExpression") return node.elements[Number(step)] ?? undefined;
  if (node.type !== "ObjectExpression") return undefined;
  const property = node.properties.find(
    (one) => one.type === "Property" && nameOf(one.key, one.computed) === step,
  );
  return property?.type === "Property" ? property.value : undefined;
}

function listAt(source: Source, at: DesignPath): List | null {
  const node = partAt(source, at);
  return node?.type === "ObjectExpression" || node?.type === "ArrayExpression" ? node : null;
}

function bracketsOf(list: List): Brackets {
  const kind = list.type === "ObjectExpression" ? "object" : "array";
  const members = list.type === "ObjectExpression" ? list.properties : list.elements;
  return {
    ...{ open: list.start, close: list.end - 1, kind },
    members: members.filter((one) => one !== null),
  };
}

/** The file without a part, and the remark above it; as it is where there is none. */
export function without(path: string, text: string, at: DesignPath): string {
  const source = parseModule(path, text);
  const list = listAt(source, at.slice(0, -1));
  const step = at.at(-1);
  if (list === null || step === undefined) return text;
  const brackets = bracketsOf(list);
  const index =
    list.type === "ArrayExpression"
      ? Number(step)
      : list.properties.findIndex(
          (one) => one.type === "Property" && nameOf(one.key, one.computed) === step,
        );
  const member = brackets.members[index];
  if (member === undefined) return text;
  const before = brackets.members[index - 1]?.end ?? list.start;
  const [remark] = commentsIn(source, lineEnd(source.code, before), member.start);
  return spliced(source, removeMember(source, brackets, index, remark?.start ?? member.start));
}

/** The file with another value at a place; as it is where there is none. */
export function withValue(path: string, text: string, at: DesignPath, value: string): string {
  const source = parseModule(path, text);
  const node = partAt(source, at);
  return node === null
    ? text
    : spliced(source, [{ start: node.start, end: node.end, text: value }]);
}

/**
 * The file with one more member at the end of a list.
 * @param at the list; as it is where there is none
 * @param member as code, without a comma
 */
export function withMember(path: string, text: string, at: DesignPath, member: string): string {
  const source = parseModule(path, text);
  const list = listAt(source, at);
  if (list === null) return text;
  const brackets = bracketsOf(list);
  const last = brackets.members.length - 1;
  return spliced(
    source,
    insertMember(source, brackets, last, () => member),
  );
}

/** Whether the file has something at a place. */
export function has(path: string, text: string, at: DesignPath): boolean {
  return partAt(parseModule(path, text), at) !== null;
}
