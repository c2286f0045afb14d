// The input of `pnpm plop component`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { componentCommand } from "./command.ts";

export interface ComponentInput {
  /** Which one: `sharded-counter`; with a package, what it is called in the app. */
  component: string;
  /** What it is called in the app; absent: as it calls itself. */
  name?: string;
  /** The package of a component that this generator does not know. */
  package?: string;
  /** Of such a one: why its tables hold nothing about a person who left. */
  holds?: string;
}

/** The same as JSON Schema. */
export const componentShape = shapeOf(componentCommand, "A mounted Convex component", {
  component: {
    type: "string",
    description: "the component; with a package, what it is called in the app",
    examples: ["sharded-counter", "action-retrier"],
  },
});
