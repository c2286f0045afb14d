// What tests over the whole app need to know of the demo.

/** Fields of people that are public on purpose, as `manifest.test.ts` lists them. */
export const demoToldOfPeople = ["demo:accounts [].email"];

/** Queries that look for rows which are not there. */
export const demoFindsNone = ["demo:isWorldMissing"];
