// The chapters that the backend has, by the syntax of `flows/`.
import { posix } from "node:path";
import type { Node, ObjectExpression } from "oxc-parser";
import { type Source, lineOf, parseModule } from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf, stringValue, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";
import { layout } from "../../repository/layout.ts";

/** A chapter in code. */
export interface CodeChapter {
  title: string;
  /** Its file. */
  path: string;
  /** Where it is: `path:line`. */
  place: string;
  flows: readonly CodeFlow[];
  /** Functions that it gives a reason for, as designs name them. */
  uncovered: readonly string[];
}

export interface CodeFlow {
  name: string;
  actor: string;
  /** As designs name functions: `tickets.create`. */
  calls: readonly string[];
  proves: string;
  place: string;
}

export const flowsFolder = posix.dirname(layout.flows);

/**
 * Reads the chapters of the backend.
 * @param tree the repository
 * @returns in the order of their files; one whose syntax does not say what it is, is left out
 */
export function chaptersIn(tree: Tree): CodeChapter[] {
  return flowFiles(tree).flatMap(({ path, source }) =>
    objectsIn(source).flatMap((object) => {
      const title = stringValue(memberOf(object, "title"));
      const flows = memberOf(object, "flows");
      if (title === null || flows?.type !== "ArrayExpression") return [];
      const found = flows.elements.flatMap((one) => flowOf(source, one && unwrap(one)) ?? []);
      return [
        {
          title,
          path,
          place: placeOf(source, object),
          flows: found,
          uncovered: uncoveredOf(object),
        },
      ];
    }),
  );
}

/** Functions that no flow calls, as designs name them, with a reason in `flows.ts` itself. */
export function uncoveredApart(tree: Tree): string[] {
  const text = tree.read(layout.flows);
  if (text === null) return [];
  const declared = findAll(
    parseModule(layout.flows, text),
    (node): node is Extract<Node, { type: "VariableDeclarator" }> =>
      node.type === "VariableDeclarator" &&
      node.id.type === "Identifier" &&
      node.id.name === "uncovered",
  );
  return declared.flatMap(({ init }) => keysOf(init && unwrap(init)));
}

/** Whether every file that `flows.ts` takes chapters from is there: else nothing is known of what no flow calls. */
export function isWhole(tree: Tree): boolean {
  const text = tree.read(layout.flows);
  if (text === null) return false;
  return parseModule(layout.flows, text).program.body.every((node) => {
    const from = node.type === "ImportDeclaration" ? node.source.value : "";
    return !from.startsWith("./") || tree.read(posix.join(flowsFolder, from)) !== null;
  });
}

function flowFiles(tree: Tree): { path: string; source: Source }[] {
  return tree
    .list(flowsFolder)
    .filter((name) => /^[\w-]+\.ts$/.test(name) && name !== posix.basename(layout.flows))
    .flatMap((name) => {
      const path = `${flowsFolder}/${name}`;
      const text = tree.read(path);
      return text === null ? [] : [{ path, source: parseModule(path, text) }];
    });
}

function objectsIn(source: Source): ObjectExpression[] {
  return findAll(source, (node): node is ObjectExpression => node.type === "ObjectExpression");
}

function flowOf(source: Source, node: Node | null): CodeFlow | null {
  if (node?.type !== "ObjectExpression") return null;
  const text = (name: string) => stringValue(memberOf(node, name));
  const [name, actor, calls] = [text("name"), text("actor"), memberOf(node, "calls")];
  if (name === null || actor === null || calls?.type !== "ArrayExpression") return null;
  return {
    ...{ name, actor, proves: text("proves") ?? "", place: placeOf(source, node) },
    calls: calls.elements.flatMap((one) => calledBy(one && unwrap(one)) ?? []),
  };
}

/** `api.admin.reports.total` is `admin/reports.total`. */
function calledBy(node: Node | null): string | null {
  const names: string[] = [];
  let at = node;
  while (at?.type === "MemberExpression" && !at.computed) {
    names.unshift(nameOf(at.property) ?? "");
    at = unwrap(at.object);
  }
  if (names.length < 2 || at?.type !== "Identifier") return null;
  return `${names.slice(0, -1).join("/")}.${names.at(-1)}`;
}

function uncoveredOf(chapter: ObjectExpression): string[] {
  return keysOf(memberOf(chapter, "uncovered"));
}

/** `"tickets:update"` is `tickets.update`. */
function keysOf(node: Node | null): string[] {
  if (node?.type !== "ObjectExpression") return [];
  return node.properties.flatMap((property) => {
    const key = property.type === "Property" ? nameOf(property.key, property.computed) : null;
    return key === null ? [] : [key.replace(":", ".")];
  });
}

function memberOf(object: ObjectExpression, name: string): Node | null {
  const found = object.properties.find(
    (property) => property.type === "Property" && nameOf(property.key, property.computed) === name,
  );
  return found?.type === "Property" ? unwrap(found.value) : null;
}

function placeOf({ path, code }: Source, { start }: Node): string {
  return `${path}:${lineOf(code, start)}`;
}
