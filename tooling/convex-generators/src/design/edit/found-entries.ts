// Adds to a design what the code has and it does not name; all that is written stays as it is.
import { unnamedIn } from "../described/compare.ts";
import type { Described } from "../described/described.ts";
import type { DesignPath } from "../file/design-file.ts";
import { literalText } from "../described/findings.ts";
import { designIn, has, keyText, withMember } from "./places.ts";

/**
 * Adds to a design what it does not name.
 * @param path of the file
 * @param text of the file
 * @param described what the code has
 * @returns the text, not formatted yet
 * @throws SHAPE_UNSUPPORTED (4) for a file that is no design
 */
export function withFoundEntries(path: string, text: string, described: Described): string {
  const placeOf = () => ({ line: 1, column: 1 });
  const found = unnamedIn({ path, design: designIn(path, text), placeOf }, described);
  return found.reduce((file, { at, value }) => withEntry(path, file, at, value), text);
}

function withEntry(path: string, text: string, at: DesignPath, value: unknown): string {
  const list = at.slice(0, -1);
  const isElement = at.includes("index");
  const name = String(at.at(-1));
  const member = isElement ? literalText(value) : `${keyText(name)}: ${literalText(value)}`;
  if (has(path, text, list)) return withMember(path, text, list, member);
  // A section, or a list of an entity, that is not there yet.
  const opened = isElement ? `[${member}]` : `{ ${member} }`;
  return withMember(path, text, list.slice(0, -1), `${keyText(String(list.at(-1)))}: ${opened}`);
}
