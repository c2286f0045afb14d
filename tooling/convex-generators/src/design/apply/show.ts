// Runs `pnpm plop design plan`: says what applying the design would change.
import type { RegisteredCommand } from "@groundwork/plop-engine/project";
import { diskTree } from "@groundwork/plop-engine/tree";
import type { DesignFile } from "../file/design-file.ts";
import { readDesignIn } from "../file/in-tree.ts";
import { planDesign } from "./plan.ts";
import type { Change } from "./change.ts";

/**
 * Lists the changes.
 * @returns a line for each, with its mark and its place; what only the code has; the steps of a person
 * @throws GeneratorError (2), (3) or (4) where the design cannot be applied, with every problem
 */
export const showPlan: RegisteredCommand["run"] = async ({ args: { flags }, io }) => {
  const tree = diskTree(io.root);
  const file = readDesignIn(tree);
  const { changes, plan, onlyInCode, removable } = planDesign(
    file,
    tree,
    flags.web === true ? { web: true } : {},
  );
  const placed = changes.map((change) => ({ ...change, place: placeOf(file, change) }));
  const files = plan.files.filter(({ before, after }) => before !== after).map(({ path }) => path);
  return Promise.resolve({
    ...{ ok: true, command: "design plan", exit: 0, run: null },
    data: { changes: placed, files, onlyInCode, next: plan.next },
    text: [
      ...(placed.length === 0 ? ["Nothing to do: the code is what the design says."] : []),
      ...placed.map(
        ({ mark, place, what, detail }) => `${mark.padEnd(9)} ${place}  ${what}: ${detail}`,
      ),
      ...section(
        "Only in the code, where it stays:",
        removable.map((table) => `${table}: pnpm plop remove ${table}`),
      ),
      ...(onlyInCode.length > removable.length
        ? [
            "",
            `The design does not name ${onlyInCode.length} parts of the code: pnpm plop design check lists them.`,
          ]
        : []),
      ...section("Afterwards:", plan.next),
      ...(placed.length === 0
        ? []
        : ["", `${files.length} files. To write them: pnpm plop design apply`]),
    ],
  });
};

function placeOf(file: DesignFile, { at }: Change): string {
  return `${file.path}:${file.placeOf(at).line}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}
