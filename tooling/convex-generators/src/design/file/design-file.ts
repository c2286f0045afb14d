// A design that was read, and the places of what it says.
import type { Problem } from "@groundwork/plop-engine/plan";
import type { Design } from "../design.ts";

/** The keys and indexes that lead to a value: `["entities", "ticket", "fields", "subject"]`. */
export type DesignPath = readonly (string | number)[];

/** Both from 1. */
export interface Place {
  line: number;
  column: number;
}

export interface DesignFile {
  /** Its path in the repository. */
  path: string;
  design: Design;
  /**
   * The place of a value; where there is none, that of the key of what it would be in.
   * @param offset of a text: characters from its start
   */
  placeOf(at: DesignPath, offset?: number): Place;
  /** The place of the key of a value; of an item of a list, its own. */
  keyPlaceOf(at: DesignPath): Place;
}

/** What is wrong, without where. */
export type Fault = Omit<Problem, "arg" | "at">;

/** A problem of a value of the design. Its `arg` is `path:line:column`. */
export function problemAt(
  file: DesignFile,
  at: DesignPath,
  fault: Fault,
  offset?: number,
): Problem {
  return { ...fault, arg: placeText(file.path, file.placeOf(at, offset)) };
}

/** A problem of a key of the design. */
export function problemAtKey(file: DesignFile, at: DesignPath, fault: Fault): Problem {
  return { ...fault, arg: placeText(file.path, file.keyPlaceOf(at)) };
}

/** A place as compilers write it. */
export function placeText(path: string, { line, column }: Place): string {
  return `${path}:${line}:${column}`;
}

/** Problems in the order of their places in a file; those without a place come last. */
export function inOrder<Of extends Problem>(problems: readonly Of[]): Of[] {
  return problems.toSorted((one, other) => {
    const [line, column] = placeIn(one);
    const [otherLine, otherColumn] = placeIn(other);
    return line - otherLine || column - otherColumn;
  });
}

function placeIn({ arg = "" }: Problem): [line: number, column: number] {
  const found = /:(\d+):(\d+)$/.exec(arg);
  return found === null ? [Number.MAX_SAFE_INTEGER, 0] : [Number(found[1]), Number(found[2])];
}
