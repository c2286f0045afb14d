// Runs every flow and prints each one: `pnpm --filter @repo/backend flows`, with words of a
// name to run the flows up to that one: `pnpm --filter @repo/backend flows "ask a team"`.
import { CliFailed } from "../embedded/backend.ts";
import { chapters, flows } from "./flows.ts";
import { startRunner } from "./stage.ts";

const [wanted] = process.argv.slice(2);
const last = wanted === undefined ? -1 : flows.findIndex(({ name }) => name.includes(wanted));
if (wanted !== undefined && last < 0) {
  console.error(
    `FLOW_UNKNOWN: no flow has "${wanted}" in its name. They are in docs/reference/flows.md.`,
  );
  process.exit(2);
}
console.log("Starting a backend for the flows …");
const runner = await startRunner().catch((error: unknown) => {
  if (!(error instanceof CliFailed)) throw error;
  console.error(error.message);
  process.exit(1);
});
try {
  for (const { title, flows: inChapter } of chapters) {
    const told = inChapter.filter((flow) => wanted === undefined || flows.indexOf(flow) <= last);
    if (told.length > 0) console.log(`\n${title}`);
    for (const flow of told) {
      const start = performance.now();
      const { calls, files } = await runner.drive(flow);
      const time = `${Math.round(performance.now() - start)} ms`;
      const sent = files === 0 ? "" : ` + ${files} file`;
      console.log(`  ${flow.actor}: ${flow.name} (${time})`);
      console.log(`    ${calls.join(", ")}${sent}\n    ${flow.proves}`);
    }
  }
} finally {
  await runner.close();
}
