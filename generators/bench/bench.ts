// `pnpm bench`: what a run of a generator costs, without the checks afterwards, beside other tools
// that write one file each. One run, one machine, all tools in turn.
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { copyRepository } from "../test/repository.ts";
import { type Cost, machine, median, seconds, timed } from "./measure.ts";
import { installTools, playground, prepareTools } from "./others.ts";

const ROUNDS = 7;
const home = join(import.meta.dirname, "..");

interface Contestant {
  name: string;
  /** Prepares the run of one round, and says how to start it. */
  prepare: (round: number) => { argv: string[]; folder: string; done?: () => void };
  /** Whether it has to cost no more than bare Plop. */
  isOurs?: boolean;
}

const ticket = [
  ...["entity", "ticket", "subject:string(3..140)+search", "body:text", "priority:int(1..5)=3"],
  ...["status:enum(open,solved)+index=open", "dueAt:date?", "ownerId:ref(users)+owner"],
  ...["--access", "member:own", "--access", "admin:all"],
];
const archive = [
  ...["function", "notes.archive", "--kind", "mutation", "--args", "id:ref(notes)"],
  ...["--access", "notes.update"],
];

/** What of this package a run needs. Its tools are those that are installed here. */
const PARTS = [
  "bin.mjs",
  "bundle.mjs",
  "package.json",
  "main.ts",
  "project.ts",
  "explanations.ts",
  "entity",
  "fields",
  "function",
  "names",
  "repository",
];

/** The command line itself, in a copy of the repository that is made anew and committed for each round. */
function ours(name: string, argv: readonly string[]): Contestant {
  return {
    name,
    isOurs: true,
    prepare: () => {
      const { root, remove, write, commit } = copyRepository();
      const folder = join(root, "generators");
      mkdirSync(folder);
      for (const part of PARTS) cpSync(join(home, part), join(folder, part), { recursive: true });
      symlinkSync(join(home, "node_modules"), join(folder, "node_modules"));
      write("package.json", readFileSync(join(dirname(home), "package.json"), "utf8"));
      commit();
      return { argv: [join(folder, "bin.mjs"), ...argv], folder: root, done: remove };
    },
  };
}

function others(areInstalled: boolean): Contestant[] {
  const plop = join(home, "node_modules", "plop", "bin", "plop.js");
  const oneFile = (name: string, script: string, argv: (file: string) => string[]) => ({
    name: `${name}: one file`,
    prepare: (round: number) => ({
      argv: [script, ...argv(`${name}${round}`)],
      folder: playground,
    }),
  });
  const bare = oneFile("plop", plop, (file) => ["thing", "--", "--name", file]);
  if (!areInstalled) return [bare];
  const nx = join(playground, "node_modules", "nx", "dist", "bin", "nx.js");
  const hygen = join(playground, "node_modules", "hygen", "dist", "bin.js");
  return [
    oneFile("hygen", hygen, (file) => ["thing", "new", "--name", file]),
    bare,
    oneFile("nx", nx, (file) => ["g", "./gen:thing", file, "--no-interactive"]),
  ];
}

async function measure(contestants: readonly Contestant[]): Promise<Map<string, Cost[]>> {
  const costs = new Map<string, Cost[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { name, prepare } of contestants) {
      const { argv, folder, done } = prepare(round);
      const cost = timed(argv, folder);
      done?.();
      // The first round fills caches: ours makes its bundle then.
      if (round > 0) costs.get(name)!.push(cost);
    }
  }
  return costs;
}

function costOf(name: string): Cost {
  const all = costs.get(name)!;
  return {
    cpu: median(all.map(({ cpu }) => cpu)),
    wall: Math.min(...all.map(({ wall }) => wall)),
  };
}

function verdictOf(ours: Cost, limit: Cost): string {
  if (ours.cpu > limit.cpu) return "MISSED";
  return ours.wall > limit.wall
    ? "kept in CPU, slower than bare plop by the clock"
    : "kept: at most bare plop, in CPU and by the clock";
}

const areInstalled = installTools();
prepareTools();

const contestants: Contestant[] = [
  { name: "an empty node", prepare: () => ({ argv: ["-e", "0"], folder: playground }) },
  ...others(areInstalled),
  ours("ours: a function (module, test)", [...archive, "--no-checks"]),
  ours("ours: an entity (4 files, 9 edits)", [...ticket, "--no-checks"]),
  ours("ours: an entity with a page", [...ticket, "--web", "--no-checks"]),
  ours("ours: an entity, --dry-run", [...ticket, "--dry-run"]),
];
const costs = await measure(contestants);
const limit = costOf("plop: one file");

console.log(`Generators, without checks, ${ROUNDS} rounds. ${machine()}`);
console.log(
  "CPU is the median and decides; wall is the quickest round, which other work disturbs least.",
);
console.log(`  ${"".padEnd(36)}   CPU s  wall s`);
let isKept = true;
for (const { name, isOurs } of contestants) {
  const { cpu, wall } = costOf(name);
  if (isOurs && cpu > limit.cpu) isKept = false;
  const verdict = isOurs ? `  ${verdictOf({ cpu, wall }, limit)}` : "";
  console.log(`  ${name.padEnd(36)}  ${seconds(cpu)}  ${seconds(wall)}${verdict}`);
}
if (!areInstalled) {
  console.log("  hygen and nx are not measured: npm could not install them.");
}
process.exitCode = isKept ? 0 : 1;
