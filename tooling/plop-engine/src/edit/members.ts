// A property of an object or an element of an array, found and named by its key.
import type { Node } from "oxc-parser";
import type { Fragment } from "../plan.ts";
import { type Anchor, type List, findList, findVariable } from "./anchors.ts";
import type { FragmentEditor } from "../fragment-editor.ts";
import { setIn, setOut } from "./indent.ts";
import { type Brackets, insertMember, removeMember } from "./list.ts";
import { type Source, indentAt, parseModule, spliced } from "./source.ts";
import { commentsIn, findAll, nameOf, stringValue, unwrap } from "./syntax.ts";
import { isSameCode } from "./same-code.ts";

/** Where a kind of member lives, and in what order its list is kept. */
export interface MemberPlace {
  anchor: Anchor;
  /** By their keys, as far as the list is in that order; with "end", at the end. */
  order: "keys" | "end";
}

/**
 * Makes the editor of one kind of member.
 * @param place where its list is
 */
export function memberEditor(place: MemberPlace): FragmentEditor {
  const isObject = place.anchor.holds === "object";
  const wrap = (text: string) => (isObject ? `({\n${text}\n});` : `([\n${text}\n]);`);
  const isSame = (one: string, other: string) => isSameCode(one, other, wrap);

  return {
    isSame,

    has(path, text, fragment) {
      const source = parseModule(path, text);
      let list: List;
      try {
        list = findList(source, place.anchor, fragment);
      } catch (error) {
        // A person may have pasted it where we cannot follow: a function that makes the object.
        if (
          membersAnywhere(source).some((member) => isSame(textOf(source, member), fragment.text))
        ) {
          return true;
        }
        throw error;
      }
      return keysOf(list).includes(fragment.key) || isInSpread(source, list, fragment.key);
    },

    add(path, text, fragment) {
      const source = parseModule(path, text);
      const list = findList(source, place.anchor, fragment);
      const after =
        place.order === "keys" ? placeByKey(list, fragment.key) : membersOf(list).length - 1;
      const render = (indent: string) => setIn(fragment.text, indent, source.style, wrap);
      return spliced(source, insertMember(source, bracketsOf(list), after, render));
    },

    read(path, text, fragment) {
      const source = parseModule(path, text);
      const found = locate(source, place, fragment, wrap);
      if (found === null) return null;
      const { start, end } = found;
      return setOut(source.code.slice(start, end), indentAt(source.code, start), wrap);
    },

    remove(path, text, fragment) {
      const source = parseModule(path, text);
      const found = locate(source, place, fragment, wrap);
      if (found === null) return text;
      return spliced(
        source,
        removeMember(source, bracketsOf(found.list), found.index, found.start),
      );
    },
  };
}

function membersOf(list: List): Node[] {
  const members: (Node | null)[] =
    list.type === "ObjectExpression" ? list.properties : list.elements;
  return members.filter((member) => member !== null);
}

function bracketsOf(list: List): Brackets {
  const kind = list.type === "ObjectExpression" ? "object" : "array";
  return { open: list.start, close: list.end - 1, members: membersOf(list), kind };
}

/** The key of each member, of a spread its text; null for one that is known at run time only. */
function keysOf(list: List): (string | null)[] {
  return membersOf(list).map((member) => {
    if (member.type === "Property") return nameOf(member.key, member.computed);
    if (member.type !== "SpreadElement") return stringValue(unwrap(member)) ?? pathOf(member);
    return member.argument.type === "Identifier" ? spreadKey(member.argument.name) : null;
  });
}

/** What an element refers to: `internal.migrations.fill`; null for any other expression. */
function pathOf(node: Node): string | null {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression" || node.computed) return null;
  const object = pathOf(node.object);
  const property = nameOf(node.property);
  return object === null || property === null ? null : `${object}.${property}`;
}

const SPREAD = "...";

/**
 * Names the member that spreads a record into the list.
 * @param record the variable that holds the record: `noteTables`
 */
export function spreadKey(record: string): string {
  return SPREAD + record;
}

function isInSpread(source: Source, list: List, key: string): boolean {
  return membersOf(list).some((member) => {
    if (member.type !== "SpreadElement" || member.argument.type !== "Identifier") return false;
    const init = findVariable(source, member.argument.name)?.init;
    const value = init && unwrap(init);
    return value?.type === "ObjectExpression" && keysOf(value).includes(key);
  });
}

function membersAnywhere(source: Source): Node[] {
  return findAll(source, (node): node is Node => ["Property", "SpreadElement"].includes(node.type));
}

function textOf({ code }: Source, { start, end }: Node): string {
  return code.slice(start, end);
}

/**
 * The member that a new one follows: the last that comes before it in the order of what stands before the
 * dot in the keys, so that "notes.read" goes with the other "notes". What is spread comes first, also in order.
 */
function placeByKey(list: List, key: string): number {
  const keys = keysOf(list);
  const isSpread = (other: string | null) => other === null || other.startsWith(SPREAD);
  const comesBefore = (other: string | null) =>
    other !== null && isSpread(other) === isSpread(key) && groupOf(other) <= groupOf(key);
  const firstOfKeys = keys.findLastIndex(isSpread) + 1;
  return Math.max(keys.findLastIndex(comesBefore), isSpread(key) ? -1 : firstOfKeys - 1);
}

function groupOf(key: string): string {
  return key.startsWith(SPREAD) ? key : key.split(".")[0]!;
}

interface Located {
  list: List;
  index: number;
  start: number;
  end: number;
}

/** Finds a member by its key, together with as many of the remarks above it as the fragment has. */
function locate(
  source: Source,
  { anchor }: MemberPlace,
  fragment: Fragment,
  wrap: (text: string) => string,
): Located | null {
  const list = findList(source, anchor, fragment);
  const index = keysOf(list).indexOf(fragment.key);
  if (index === -1) return null;
  const members = membersOf(list);
  const { start, end } = members[index]!;
  const above = commentsIn(source, members[index - 1]?.end ?? list.start, start);
  const count = remarksBefore(fragment.text, wrap);
  const first = count === 0 ? undefined : above.slice(-count)[0];
  return { list, index, start: first?.start ?? start, end };
}

/** How many remarks a fragment has above its member. */
function remarksBefore(text: string, wrap: (text: string) => string): number {
  const source = parseModule("fragment.ts", wrap(text));
  const first = findAll(source, (node): node is Node =>
    ["Property", "Literal"].includes(node.type),
  )[0];
  return first ? commentsIn(source, 0, first.start).length : 0;
}
