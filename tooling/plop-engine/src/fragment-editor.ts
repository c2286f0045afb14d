// What every kind of fragment can do with a file.
import type { Fragment } from "./plan.ts";

export interface FragmentEditor {
  /** Says whether something with the fragment's key is there. Throws SHAPE_UNSUPPORTED (4). */
  has(path: string, text: string, fragment: Fragment): boolean;
  /** The file's text with the fragment, which is not there yet. Throws SHAPE_UNSUPPORTED (4). */
  add(path: string, text: string, fragment: Fragment): string;
  /** What stands there under the fragment's key, from column 0; null when nothing does. */
  read(path: string, text: string, fragment: Fragment): string | null;
  /** Says whether two texts of this kind mean the same. */
  isSame(one: string, other: string): boolean;
  /**
   * The file's text without the fragment; null when the rest of the file has come to need it.
   * The same text when nothing stands there under its key.
   */
  remove(path: string, text: string, fragment: Fragment): string | null;
}
