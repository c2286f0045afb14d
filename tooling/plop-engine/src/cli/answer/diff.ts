// Unified diffs of planned files, small ones in little time: what the plans of this package change.

/**
 * Compares two texts line by line.
 * @param path how the file is named in the header
 * @param before the text as it is; null when there is no file
 * @param after the text as it will be; null when there will be no file
 * @returns a unified diff with three lines of context, or "" when nothing changes
 */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  const edits = compareLines(linesOf(before), linesOf(after));
  const header = [
    before === null ? "--- /dev/null" : `--- a/${path}`,
    after === null ? "+++ /dev/null" : `+++ b/${path}`,
  ];
  return [...header, ...hunks(edits).flatMap(renderHunk), ""].join("\n");
}

/**
 * Counts what a change adds and removes.
 * @returns lines added and lines removed
 */
export function countChanges(before: string | null, after: string | null) {
  const edits = compareLines(linesOf(before), linesOf(after));
  const count = (sign: Edit["sign"]) => edits.filter((edit) => edit.sign === sign).length;
  return { added: count("+"), removed: count("-") };
}

interface Edit {
  sign: " " | "+" | "-";
  line: string;
  /** Line numbers in both texts, from 1, at which this line stands or would stand. */
  from: number;
  to: number;
}

/** Lines with a mark on a last one that has no end, so that its end is a change like any other. */
function linesOf(text: string | null): string[] {
  if (text === null || text === "") return [];
  const lines = text.split("\n");
  const last = lines.pop()!;
  if (last !== "") lines.push(`${last}\n\\ No newline at end of file`);
  return lines;
}

/** Equal ends are cut off first, which leaves little between them: an edit of ours is a few lines. */
function compareLines(from: string[], to: string[]): Edit[] {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let end = 0;
  const room = Math.min(from.length, to.length) - start;
  while (end < room && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;

  const signs: { sign: Edit["sign"]; line: string }[] = [
    ...from.slice(0, start).map((line) => ({ sign: " " as const, line })),
    ...compareMiddle(from.slice(start, from.length - end), to.slice(start, to.length - end)),
    ...from.slice(from.length - end).map((line) => ({ sign: " " as const, line })),
  ];
  const at = { from: 1, to: 1 };
  return signs.map(({ sign, line }) => {
    const edit = { sign, line, ...at };
    if (sign !== "+") at.from++;
    if (sign !== "-") at.to++;
    return edit;
  });
}

/** More cells than this are not compared: the old lines go, the new ones come. */
const CELLS_MAX = 4_000_000;

/** The longer text with whether each line is new; undefined when it lacks a line of the shorter, or their order. */
function onlyAdded(
  shorter: string[],
  longer: string[],
): [line: string, isNew: boolean][] | undefined {
  let at = 0;
  const lines = longer.map((line): [string, boolean] => {
    const isNew = line !== shorter[at];
    if (!isNew) at++;
    return [line, isNew];
  });
  return at === shorter.length ? lines : undefined;
}

/** The longest common subsequence, by the textbook's table. */
function compareMiddle(from: string[], to: string[]): { sign: Edit["sign"]; line: string }[] {
  const kept = (line: string) => ({ sign: " " as const, line });
  const removed = (line: string) => ({ sign: "-" as const, line });
  const added = (line: string) => ({ sign: "+" as const, line });
  const only = onlyAdded(from, to)?.map(([line, isNew]) => (isNew ? added(line) : kept(line)));
  if (only !== undefined) return only;
  const back = onlyAdded(to, from)?.map(([line, isNew]) => (isNew ? removed(line) : kept(line)));
  if (back !== undefined) return back;
  if (from.length * to.length > CELLS_MAX) {
    return [...from.map(removed), ...to.map(added)];
  }
  const width = to.length + 1;
  const common = new Uint32Array((from.length + 1) * width);
  for (let row = from.length - 1; row >= 0; row--) {
    for (let column = to.length - 1; column >= 0; column--) {
      common[row * width + column] =
        from[row] === to[column]
          ? common[(row + 1) * width + column + 1]! + 1
          : Math.max(common[(row + 1) * width + column]!, common[row * width + column + 1]!);
    }
  }
  const edits: { sign: Edit["sign"]; line: string }[] = [];
  let row = 0;
  let column = 0;
  while (row < from.length && column < to.length) {
    if (from[row] === to[column]) {
      edits.push({ sign: " ", line: from[row]! });
      row++;
      column++;
    } else if (common[(row + 1) * width + column]! >= common[row * width + column + 1]!) {
      edits.push(removed(from[row++]!));
    } else {
      edits.push(added(to[column++]!));
    }
  }
  return [...edits, ...from.slice(row).map(removed), ...to.slice(column).map(added)];
}

const CONTEXT = 3;

/** Groups the edits that stand near each other, each group with the lines around it. */
function hunks(edits: Edit[]): Edit[][] {
  const groups: [start: number, end: number][] = [];
  edits.forEach(({ sign }, index) => {
    if (sign === " ") return;
    const start = Math.max(0, index - CONTEXT);
    const end = Math.min(edits.length, index + CONTEXT + 1);
    const last = groups.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else groups.push([start, end]);
  });
  return groups.map(([start, end]) => edits.slice(start, end));
}

function renderHunk(edits: Edit[]): string[] {
  const first = edits[0]!;
  const range = (start: number, without: Edit["sign"]) => {
    const length = edits.filter(({ sign }) => sign !== without).length;
    const line = length === 0 ? start - 1 : start;
    return length === 1 ? `${line}` : `${line},${length}`;
  };
  return [
    `@@ -${range(first.from, "+")} +${range(first.to, "-")} @@`,
    ...edits.map(({ sign, line }) => `${sign}${line}`),
  ];
}
