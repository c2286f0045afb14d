// Writes `snapshot.json`, unless the app asks more of its rows or its clients than CHANGES.md explains. With
// `--check` it changes nothing, and fails as well when the snapshot does not match the code. With
// `--undone`, after a run of the generators was undone, it is written whatever is gone; the check asks for
// the entries of that all the same, as it compares with what is committed.
import { join } from "node:path";
import { codeOf, runSnapshot } from "./command.ts";

const home = join(import.meta.dirname, "..");
const code = await codeOf(home);
const problems = await runSnapshot({ home, code }, process.argv.slice(2), process.env);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
