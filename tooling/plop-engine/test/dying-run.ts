// A run that kills its own process at one of its writes: `node dying-run.js <root> <what> <step> <how>`.
// It prints how many writes it made when it ends alive.
import { writeFileSync } from "node:fs";
import { applyPlan, recoverUnfinished } from "../src/run/apply.ts";
import { type Disk, realDisk } from "../src/disk.ts";
import { project } from "../src/project.ts";
import { undoRun } from "../src/run/undo.ts";
import { samplePlan } from "./sample.ts";

const [root, what, dieAt, how] = process.argv.slice(2) as [string, string, string, string];
let step = 0;

function dying<Args extends unknown[]>(act: (...args: Args) => void) {
  return (...args: Args) => {
    if (++step === Number(dieAt)) {
      if (how === "half" && act === (realDisk.create as unknown)) {
        const [path, text] = args as unknown as [string, string];
        writeFileSync(path, text.slice(0, text.length / 2));
      }
      process.kill(process.pid, "SIGKILL");
    }
    act(...args);
  };
}

const disk = Object.fromEntries(
  Object.entries(realDisk).map(([name, act]) => [name, dying(act as (...args: unknown[]) => void)]),
) as unknown as Disk;

if (what === "apply") await applyPlan(root, samplePlan(root), { disk });
if (what === "check") {
  const check = () => {
    process.stdout.write("checking");
    return new Promise<void>((resolve) => setTimeout(resolve, 60_000));
  };
  await applyPlan(root, samplePlan(root), { check });
}
if (what === "leave") await applyPlan(root, samplePlan(root), { check: () => process.exit(9) });
if (what === "undo") await undoRun(root, undefined, { disk });
const withPages = {
  pages: () => project().pages.read(root),
  check: async () => {
    await project().pages.refresh(root, false);
    if (how === "after") process.kill(process.pid, "SIGKILL");
  },
};
if (what === "pages") await applyPlan(root, samplePlan(root), withPages);
if (what === "undo-pages") await undoRun(root, undefined, withPages);
if (what === "recover") recoverUnfinished(root, disk);
process.stdout.write(String(step));
