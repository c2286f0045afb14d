// Runs `pnpm plop design graph`.
import type { RegisteredCommand } from "@groundwork/plop-engine/project";
import { diskTree } from "@groundwork/plop-engine/tree";
import { entitiesOf } from "../../facts/entities.ts";
import { designIn } from "../applied.ts";
import { flowsGraph, tablesGraph } from "../../graph/graph.ts";
import { textOf } from "../../graph/text.ts";

/**
 * Draws the tables of a design, or its flows.
 * @returns the picture as text, or as SVG; as JSON also its boxes and arrows
 * @throws GeneratorError (2) or (4) where there is no design, or one that cannot be read
 */
export const drawGraph: RegisteredCommand["run"] = async ({ args: { flags }, io }) => {
  const { design, applied } = designIn(diskTree(io.root));
  const graph =
    flags.flows === true ? flowsGraph(design) : tablesGraph(entitiesOf(design, applied));
  const isSvg = flags.svg === true;
  const drawn = isSvg ? await svgText(graph) : textOf(graph);
  return {
    ...{ ok: true, command: "design graph", exit: 0, run: null },
    data: { ...graph, ...(isSvg && { svg: drawn }) },
    text: drawn.trimEnd().split("\n"),
  };
};

async function svgText(graph: Parameters<typeof textOf>[0]): Promise<string> {
  const [{ layoutOf }, { svgOf }] = await Promise.all([
    import("../../graph/layout.ts"),
    import("../../graph/svg.ts"),
  ]);
  return svgOf(layoutOf(graph));
}
