// What the editor of each kind of fragment can do with a file.
import type { Fragment } from "./plan.ts";

export interface FragmentEditor {
  /** Whether the file has code with the fragment's key. Throws SHAPE_UNSUPPORTED (4). */
  has(path: string, text: string, fragment: Fragment): boolean;
  /** The file's text with the fragment, which it lacks so far. Throws SHAPE_UNSUPPORTED (4). */
  add(path: string, text: string, fragment: Fragment): string;
  /** The code under the fragment's key, indented from column 0; null when there is none. */
  read(path: string, text: string, fragment: Fragment): string | null;
  /** Whether two texts of this kind are the same code. */
  isSame(one: string, other: string): boolean;
  /**
   * The file's text without the fragment; null when the rest of the file uses it.
   * The same text when the file has nothing under its key.
   */
  remove(path: string, text: string, fragment: Fragment): string | null;
}
