// Holds a design against the code that it designs.
import type { Problem } from "@groundwork/plop-engine/plan";
import { compareEntities } from "./compare-entities.ts";
import { compareFunctions } from "./compare-functions.ts";
import { compareParts } from "./compare-parts.ts";
import type { Described } from "./described.ts";
import { Findings, type PlacedDesign } from "./findings.ts";

/**
 * Compares a design with a backend.
 * @param file the design, and where its values stand
 * @param described what the backend is
 * @returns what the code lacks or says otherwise, with places of the design; and what the design does not name, with
 *   places of the code: `isUndesigned` tells these
 */
export function compareDesign(file: PlacedDesign, described: Described): Problem[] {
  return findingsOf(file, described).problems;
}

/** What of a backend a design does not name, by where it would stand in the design. */
export function unnamedIn(file: PlacedDesign, described: Described): Findings["unnamed"] {
  return findingsOf(file, described).unnamed;
}

function findingsOf(file: PlacedDesign, described: Described): Findings {
  const findings = new Findings(file, described);
  compareEntities(file.design, findings);
  compareFunctions(file.design, findings);
  compareParts(file.design, findings);
  return findings;
}

/** Whether a problem is that the design does not name what the code has: a remark, unless the check is strict. */
export function isUndesigned({ code }: Problem): boolean {
  return code.endsWith("_UNDESIGNED");
}
