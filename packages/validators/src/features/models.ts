// What models add to the lists of the core. Each is spread there in one line.

/** Tables that are not counted, each with what bounds it instead. */
export const modelUncounted = { usage: "one for each person" } as const;
