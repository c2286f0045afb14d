// How a feature shows what it keeps of people, for the test of removed people.
import type { Id } from "../convex/_generated/dataModel";
import type { Person, TestApp } from "./setup.ts";

/** What somebody does with a feature, and where words of theirs are found then. */
export interface Use {
  run: (
    app: TestApp,
    people: {
      ann: Person;
      bob: Person;
      /** Of both. */
      teamId: Id<"teams">;
      /** Of Ann's alone. */
      alone: Id<"teams">;
      mark: string;
      sharedMark: string;
    },
  ) => Promise<void>;
  /** Where Ann's words are while she is there. */
  before: readonly string[];
  /** Where some are left for a time once she has gone. */
  bounded: readonly string[];
  /** Where others keep some. */
  theirs: readonly string[];
}
