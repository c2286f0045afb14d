// What tests over the whole app need to know of the demo.

/** Queries that look for rows which are not there. */
export const demoFindsNone = ["demo:isWorldMissing"];
