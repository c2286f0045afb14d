// Names that code and Convex accept, and why others are refused.
import { camelCase, withoutAccents, wordsOf } from "@groundwork/plop-engine/names/words";

/** The longest name of a table, field, index or module that Convex takes. */
export const LONGEST_NAME = 64;

/** Why a name is refused. */
export interface NameFault {
  code: string;
  /** The offset of the fault in the name. */
  at: number;
  message: string;
  /** A name to use instead. */
  fix?: string;
}

/**
 * Checks the characters and the length of a name that is to be an identifier.
 * @param name what was typed; words may be joined by "-" or "_"
 * @param what names the thing in the message: `field`
 * @returns the fault, or null
 */
export function faultOfIdentifier(name: string, what: string): NameFault | null {
  if (name.trim() === "") return { code: "NAME_EMPTY", at: 0, message: `the ${what} has no name.` };
  if (name !== name.trim()) {
    const message = `${what} "${shown(name)}" has white space around it.`;
    return { code: "NAME_SPACE", at: 0, message, fix: name.trim() };
  }
  const path = /[/\\:]|\.\.|%2e|%2f|%5c/i.exec(name);
  if (path !== null) {
    const message = `${what} "${shown(name)}" contains "${path[0]}". Names are identifiers, not paths.`;
    return { code: "NAME_PATH", at: path.index, message };
  }
  if (name.startsWith("_")) {
    const message = `${what} "${name}" starts with "_", which Convex reserves for system fields.`;
    return { code: "NAME_SYSTEM", at: 0, message };
  }
  const odd = /[^A-Za-z0-9_-]/u.exec(name);
  if (odd !== null) {
    const plain = withoutAccents(name);
    const fix = /^[A-Za-z][A-Za-z0-9_-]*$/.test(plain) ? { fix: plain } : {};
    return { code: "NAME_CHAR", at: odd.index, message: oddCharacter(name, odd[0], what), ...fix };
  }
  if (!/^[A-Za-z]/.test(name)) {
    const message = `${what} "${name}" starts with "${name[0]}". A name starts with a letter.`;
    return { code: "NAME_CHAR", at: 0, message };
  }
  if (name.length > LONGEST_NAME) {
    const message = `${what} "${name}" has ${name.length} characters; Convex allows at most ${LONGEST_NAME}.`;
    return { code: "NAME_LONG", at: LONGEST_NAME, message };
  }
  return null;
}

function oddCharacter(name: string, char: string, what: string): string {
  const code = char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  return `${what} "${shown(name)}" contains "${shown(char)}" (U+${code}). Use ASCII letters and digits.`;
}

/** A name with invisible characters escaped. */
function shown(text: string): string {
  return text.replace(/[\p{C}\p{Z}]/gu, (char) =>
    char === " " ? " " : `\\u{${char.codePointAt(0)!.toString(16)}}`,
  );
}

/** Members that every object has: a field of such a name is there even when it is not. */
const objectMembers: readonly string[] = Object.getOwnPropertyNames(Object.prototype);

/** Names that generated functions give to their own arguments. */
const ownArguments: Readonly<Record<string, string>> = {
  id: "the row's id in the arguments of get, update and remove",
  paginationOpts: "an argument of every list",
};

/**
 * Checks the name of a property of an object that generated code reads.
 * @param name what was typed
 * @param what names the thing in the message: `argument`
 * @returns the fault, or null
 */
export function faultOfMember(name: string, what: string): NameFault | null {
  const fault = faultOfIdentifier(name, what);
  if (fault !== null) return fault;
  if (objectMembers.includes(name)) {
    const message = `every object has a member "${name}", so one of that name cannot be missing.`;
    return { code: "NAME_TAKEN", at: 0, message };
  }
  const camel = name.includes("_") || name.includes("-") ? camelCase(wordsOf(name)) : name;
  const wanted = /^[A-Z]/.test(camel) ? camelCase(wordsOf(camel)) : camel;
  if (wanted === name) return null;
  const message = `${what} "${name}" must be camelCase: "${wanted}".`;
  return { code: "FIELD_CASE", at: 0, message, fix: wanted };
}

/**
 * Checks the name of a field.
 * @param name what stands before the colon
 * @returns the fault, or null
 */
export function faultOfFieldName(name: string): NameFault | null {
  const fault = faultOfMember(name, "field");
  if (fault !== null) return fault;
  const taken = Object.hasOwn(ownArguments, name) ? ownArguments[name] : undefined;
  if (taken !== undefined) {
    const message = `field "${name}" has the name of ${taken}.`;
    return { code: "NAME_TAKEN", at: 0, message };
  }
  return null;
}

/** Words that JavaScript reserves: no variable can have such a name. */
const keywords = wordSet(`
  arguments await break case catch class const continue debugger default delete do else enum eval export
  extends false finally for function if implements import in instanceof interface let new null package
  private protected public return static super switch this throw true try typeof undefined var void while
  with yield async of NaN Infinity
`);

/** File names that Windows reserves for devices. */
const devices = wordSet(
  `con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3`,
);

/** Whether JavaScript reserves a name, in any case, so that no variable can have it. */
export function isKeyword(name: string): boolean {
  return keywords.has(name.toLowerCase());
}

/** Whether Windows reserves a file name for a device, whatever extension follows. */
export function isDevice(name: string): boolean {
  return devices.has(name.toLowerCase());
}

/** The words of a text, in lower case. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().trim().split(/\s+/));
}
