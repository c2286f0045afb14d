// What the address says after its `?`. Every route reads it before the first page is drawn, so it is checked
// without zod, which only forms need. A value that does not fit is left out, as if it were not in the address.

/** Reads the value of one parameter; undefined where it does not fit. */
type Read<Value> = (value: unknown) => Value | undefined;

type Params<Reads extends Record<string, Read<unknown>>> = {
  [Name in keyof Reads]?: ReturnType<Reads[Name]>;
};

/**
 * Makes the `validateSearch` of a route.
 * @param reads the parameters by their names, each with how to read its value
 * @returns a function from what the address has to typed parameters
 */
export function searchParams<Reads extends Record<string, Read<unknown>>>(reads: Reads) {
  return (search: Record<string, unknown>): Params<Reads> =>
    Object.fromEntries(
      Object.entries(reads).map(([name, read]) => [name, read(search[name])]),
    ) as Params<Reads>;
}

/** One of these words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Read<Word> {
  return (value) => words.find((word) => word === value);
}

/** A key of a table of words, such as the names of states. */
export function keyOf<Key extends string>(names: Readonly<Record<Key, unknown>>): Read<Key> {
  return (value) =>
    typeof value === "string" && Object.hasOwn(names, value) ? (value as Key) : undefined;
}

/** Longer than any search or id. */
const TEXT_MAX = 200;

/** A short text. The router parses `?q=2026` as a number; here it is what was typed. */
export const shortText: Read<string> = (value) => {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text.length <= TEXT_MAX ? text : undefined;
};

/** A whole number from 0. */
export const wholeNumber: Read<number> = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;

/** Something that is so, or is not in the address. */
export const flag: Read<true> = (value) => (value === true ? true : undefined);
