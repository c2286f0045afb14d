// `pnpm plop history`: lists the recorded runs.
import { join } from "node:path";
import { places } from "../../places.ts";
import { readHistory, recordPath } from "../../run/history.ts";
import { readJournal } from "../../run/journal.ts";
import { diskTree } from "../../tree.ts";
import type { Envelope } from "../../envelope.ts";
import { findCommand } from "../input/commands.ts";
import { loadGenerator } from "../input/load-generator.ts";
import type { Request } from "../../request.ts";
import { refuseProblems } from "../answer/outcome.ts";
import { commandLine } from "../input/quote.ts";
import type { RunRecord } from "../../run-record.ts";

export async function history({ args, io }: Request): Promise<Envelope> {
  refuseProblems(args.problems);
  const records = readHistory(diskTree(io.root)).toReversed();
  const open = unfinishedPaths(io.root);
  const runs = await Promise.all(
    records.map(async (record) => ({
      ...(await describe(record)),
      finished: !open.has(recordPath(record.id)),
    })),
  );
  const text =
    runs.length === 0
      ? ["There are no runs yet."]
      : runs.map(
          ({ id, files, line, finished }) =>
            `${id}  ${files} files${finished ? "" : unfinished}\n    ${line}`,
        );
  return { ok: true, command: "history", exit: 0, run: null, data: runs, text };
}

const unfinished =
  "  not finished: it still runs, or was interrupted and the next run rolls it back";

/** The files of a run that is not finished. */
function unfinishedPaths(root: string): Set<string> {
  const journal = readJournal(join(root, places.state));
  return new Set(journal?.changes.map(({ path }) => path));
}

async function describe({ id, command, input, files }: RunRecord) {
  const isKnown = findCommand(command) !== undefined;
  const argv = isKnown ? (await loadGenerator(command)).toArguments(input as object) : [];
  const line = commandLine(["pnpm", "plop", ...command.split(" "), ...argv]);
  return { id, command, input, files: files.length, line };
}
