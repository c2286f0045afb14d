// Adds and removes a member of a list in brackets: the properties of an object, the elements of an
// array, the names of an import. Only the text around the place changes; comments stay where they are.
import type { Node } from "oxc-parser";
import { type Source, type Splice, indentAt, lineEnd, lineStart } from "./source.ts";
import { commentsIn, findMark } from "./syntax.ts";

export interface Brackets {
  /** Where the opening bracket starts, and where the closing one does. */
  open: number;
  close: number;
  members: readonly Pick<Node, "start" | "end">[];
  /** Objects stay on several lines when they are; formatters join arrays and imports that fit on one. */
  kind: "object" | "array" | "import";
}

/** The width that the repository's formatter fills. */
export const PRINT_WIDTH = 100;

/**
 * Adds a member to a list.
 * @param after the index of the member that it follows; -1 for the front
 * @param render the member's text, given the indentation of the place, without a comma
 * @returns the edits that do it
 */
export function insertMember(
  source: Source,
  list: Brackets,
  after: number,
  render: (indent: string) => string,
): Splice[] {
  const texts = textsOf(source, list);
  const inner = indentAt(source.code, list.open) + source.style.unit;
  const whole = laidOut(source, list, texts.toSpliced(after + 1, 0, render(inner)));
  if (whole !== null) return [whole];
  if (list.members.length === 0) return insertFirst(source, list, render(inner));
  return insertBeside(source, list, after, render);
}

/**
 * Removes a member of a list, with its comma, and the line when nothing else is on it.
 * @param index which member
 * @param start where the member's own text starts, when comments before it are part of it
 * @returns the edits that do it
 */
export function removeMember(
  source: Source,
  list: Brackets,
  index: number,
  start: number = list.members[index]!.start,
): Splice[] {
  const { code } = source;
  const whole = laidOut(source, list, textsOf(source, list).toSpliced(index, 1));
  if (whole !== null) return [whole];

  const member = list.members[index]!;
  const comma = commaAfter(source, list, index);
  const end = comma === null ? member.end : comma + 1;
  const isOnly = code.slice(list.open + 1, start) + code.slice(end, list.close);
  if (isOnly.trim() === "") return [{ start: list.open + 1, end: list.close, text: "" }];

  const line = lineStart(code, start);
  const isLineOfItsOwn =
    line > list.open &&
    code.slice(line, start).trim() === "" &&
    code.slice(end, lineEnd(code, end)).trim() === "";
  const splices: Splice[] = [];
  if (isLineOfItsOwn) {
    splices.push({ start: lineEnd(code, lineStart(code, line - 1)), end, text: "" });
  } else if (comma === null) {
    const space = /[ \t]*$/.exec(code.slice(0, start))![0].length;
    splices.push({ start: start - space, end, text: "" });
  } else {
    const space = /^[ \t]*/.exec(code.slice(end))![0].length;
    splices.push({ start, end: end + space, text: "" });
  }
  const joint = comma === null && index > 0 ? commaAfter(source, list, index - 1) : null;
  if (joint !== null) splices.push({ start: joint, end: joint + 1, text: "" });
  return splices;
}

function insertBeside(
  source: Source,
  list: Brackets,
  after: number,
  render: (indent: string) => string,
): Splice[] {
  const { code, style } = source;
  const previous = after === -1 ? null : list.members[after]!;
  const next = list.members[after + 1] ?? null;
  const comma = previous && commaAfter(source, list, after);
  const from = comma === null ? (previous?.end ?? list.open + 1) : comma + 1;
  const until = next?.start ?? list.close;
  const line = lineEnd(code, from);
  const remarks = commentsIn(source, from, until).filter(({ start }) => start <= line);
  const isOpenLine = until > line;

  // A remark on the same line belongs to what stands there. On one line it leads the next member.
  const at = isOpenLine || next === null ? (remarks.at(-1)?.end ?? from) : from;
  const indent = memberIndent(source, list);
  const isFollowed = next !== null || comma !== null;
  const text = isOpenLine ? style.eol + indent + render(indent) : " " + render(indent);
  const ending = isFollowed ? "," : "";
  if (previous !== null && comma === null) {
    // Before a remark to the end of the line, which would swallow the comma.
    const joint = { start: previous.end, end: previous.end, text: "," };
    if (isOpenLine && at > previous.end) return [joint, { start: at, end: at, text }];
    return [{ start: at, end: at, text: "," + text }];
  }
  return [{ start: at, end: at, text: text + ending }];
}

/** Into brackets that hold nothing but remarks: on a line of its own, after them. */
function insertFirst({ code, style }: Source, { open, close }: Brackets, text: string): Splice[] {
  const outer = indentAt(code, open);
  const kept = code.slice(open + 1, close).trimEnd();
  const line = style.eol + outer + style.unit + text + "," + style.eol + outer;
  return [{ start: open + 1 + kept.length, end: close, text: line }];
}

/**
 * Writes the whole list again, as a formatter would, where it was written so before.
 * @returns null when it was not, or has remarks inside: then only the place itself may change
 */
function laidOut(source: Source, list: Brackets, texts: readonly string[]): Splice | null {
  const { code, style } = source;
  const { open, close, kind } = list;
  if (commentsIn(source, open, close).length > 0) return null;
  const outer = indentAt(code, open);
  const space = kind === "array" ? "" : " ";
  const flat = (texts: readonly string[]) =>
    texts.length === 0 ? "" : space + texts.join(", ") + space;
  const broken = (texts: readonly string[]) =>
    texts.map((text) => style.eol + outer + style.unit + text + ",").join("") + style.eol + outer;

  const old = code.slice(open + 1, close);
  const oldTexts = textsOf(source, list);
  const wasFlat = old === flat(oldTexts) && !old.includes("\n");
  const isEmptyObject = kind === "object" && oldTexts.length === 0;
  const wasBroken = kind !== "object" && old === broken(oldTexts);
  if (isEmptyObject || !(wasFlat || wasBroken)) return null;

  const before = code.slice(lineStart(code, open), open + 1);
  const line = before + flat(texts) + code.slice(close, lineEnd(code, close));
  const isShort = line.length <= PRINT_WIDTH || (kind === "import" && texts.length === 1);
  const fits = isShort && !texts.some((text) => text.includes("\n"));
  return { start: open + 1, end: close, text: fits ? flat(texts) : broken(texts) };
}

function textsOf({ code }: Source, { members }: Brackets): string[] {
  return members.map(({ start, end }) => code.slice(start, end));
}

/** The comma that follows a member, or null when there is none. */
function commaAfter(source: Source, list: Brackets, index: number): number | null {
  const until = list.members[index + 1]?.start ?? list.close;
  const at = findMark(source, ",", list.members[index]!.end, until);
  return at === -1 ? null : at;
}

/** How far the members are indented: as the first that starts a line, else one step in. */
function memberIndent({ code, style }: Source, { open, members }: Brackets): string {
  const first = members.find(
    ({ start }) => code.slice(lineStart(code, start), start).trim() === "",
  );
  return first ? indentAt(code, first.start) : indentAt(code, open) + style.unit;
}
