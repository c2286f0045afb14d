// Takes proofs out of the criteria of a design that are gone, and names actions by their new numbers.
import { literalText } from "../described/findings.ts";
import type { MovedActions } from "./flows.ts";
import { type EditedDesign, designIn, without, withValue } from "./places.ts";

interface Left {
  actions: MovedActions;
  /** Tables that are gone. */
  tables: ReadonlySet<string>;
  isThere: (path: string) => boolean;
}

/** Leaves out proofs of what is gone, and criteria that nothing proves any more. */
export function criteriaWithout(file: EditedDesign, left: Left): void {
  for (const [name, { proof }] of Object.entries(designIn(file.path, file.text).criteria ?? {})) {
    const proofs = proof.flatMap((one) => proofLeft(one, left) ?? []);
    if (proofs.join("\n") === proof.join("\n")) continue;
    const at = ["criteria", name];
    file.text =
      proofs.length === 0
        ? without(file.path, file.text, at)
        : withValue(file.path, file.text, [...at, "proof"], literalText(proofs));
  }
}

/** A proof as it is now; null for one that is gone. */
function proofLeft(proof: string, { actions, tables, isThere }: Left): string | null {
  const [, kind = "", of = ""] = /^(\w+):(.*)$/s.exec(proof) ?? [];
  if (kind === "access") return tables.has(of.split(".")[0]!) ? null : proof;
  if (kind === "test") return isThere(of.split(">")[0]!) ? proof : null;
  if (kind !== "flow" || !actions.has(of)) return proof;
  const number = actions.get(of)!;
  return number === null ? null : `flow:${of.slice(0, of.lastIndexOf("#"))}#${number}`;
}
