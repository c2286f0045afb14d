// The knowledge of the demo: sources worth asking about, by team.
import type { SourceTextInput } from "@repo/validators/knowledge/sources";
import type { DemoPart } from "./demoData";
import { prepare } from "../knowledge/sources";

type DemoSource = Pick<SourceTextInput, "title" | "kind" | "text">;

const demoSources: Readonly<Record<string, readonly DemoSource[]>> = {
  "Harbour crew": [
    {
      title: "Harbour rules",
      kind: "markdown",
      text: [
        "# Harbour rules",
        "## Opening hours",
        "The office opens at seven in the morning, and on Sundays at nine. The gate closes at ten in the evening; after that, members use the code that changes on the first of each month.",
        "## Berths",
        "A guest berth costs 18 euros a night for boats up to nine metres, and 2 euros for each further metre. Guests pay at the office before eleven.",
        "## Safety",
        "Fuel is handled at the south jetty only. After any spill, call channel 9 at once. Life jackets are worn on all jetties by children under twelve.",
      ].join("\n\n"),
    },
    {
      title: "How to use the crane",
      kind: "markdown",
      text: [
        "# How to use the crane",
        "The crane lifts six tonnes. Two people are needed: one at the controls, one with the lines.",
        "1. Book a slot with Ines, at least two days ahead.\n2. Take the mast down if the boat is longer than eight metres.\n3. Nobody stands under the load.",
        "In winds above six Beaufort the crane stays locked.",
      ].join("\n\n"),
    },
  ],
  "Reading room": [
    {
      title: "Lending",
      kind: "text",
      text: "Books are lent for four weeks, and twice as long in summer. A book that somebody else waits for is not renewed. Lost books are replaced, or paid with 15 euros.",
    },
  ],
};

/** Adds each team's sources, and starts to index them. */
export const addDemoSources: DemoPart = async (ctx, { teams }) => {
  for (const [name, { id: teamId, ownerId }] of teams) {
    for (const { title, kind, text } of demoSources[name] ?? []) {
      const start = { status: "pending", attempts: 0, chunkCount: 0 } as const;
      const row = { teamId, title, kind, addedBy: ownerId, ...start };
      await prepare(ctx, await ctx.db.insert("sources", row), { kind, text });
    }
  }
};
