// What is wrong at a place of a design.
import type { Problem } from "@groundwork/plop-engine/plan";
import { type DesignFile, type DesignPath, type Fault, problemAt } from "../file/design-file.ts";

/** A design, and where its values stand in their file. */
export type PlacedDesign = Pick<DesignFile, "path" | "design" | "placeOf">;

/** Takes what is wrong with a value of the design, and goes on. */
export type Refuse = (at: DesignPath, fault: Fault) => void;

/** Collects what is wrong with a design, each with its place. */
export function collecting(file: PlacedDesign): { problems: Problem[]; refuse: Refuse } {
  const problems: Problem[] = [];
  const refuse: Refuse = (at, fault) =>
    void problems.push(problemAt(file as DesignFile, at, fault));
  return { problems, refuse };
}
