// `pnpm bench`: what a run of a generator costs, without the checks afterwards, beside other tools
// that write one file each. One run, one machine, all tools in turn.
import { join } from "node:path";
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

/** The command line itself, on a copy of the repository that is made anew for each round. */
function ours(name: string, argv: readonly string[]): Contestant {
  return {
    name,
    isOurs: true,
    prepare: () => {
      const { root, remove } = copyRepository();
      const script = join(home, "test", "run-in.mjs");
      return { argv: [script, root, ...argv], folder: root, done: remove };
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

const areInstalled = installTools();
prepareTools();

const contestants: Contestant[] = [
  { name: "an empty node", prepare: () => ({ argv: ["-e", "0"], folder: playground }) },
  ...others(areInstalled),
  ours("ours: a function (module, test)", [...archive, "--no-checks"]),
  ours("ours: an entity (4 files, 9 edits)", [...ticket, "--no-checks"]),
  ours("ours: an entity, --dry-run", [...ticket, "--dry-run"]),
];
const costs = await measure(contestants);
const limit = median(costs.get("plop: one file")!.map(({ cpu }) => cpu));

console.log(`Generators, without checks. Median of ${ROUNDS}. ${machine()}`);
console.log(`  ${"".padEnd(36)}   CPU s  wall s`);
let isKept = true;
for (const { name, isOurs } of contestants) {
  const cpu = median(costs.get(name)!.map(({ cpu }) => cpu));
  const wall = median(costs.get(name)!.map(({ wall }) => wall));
  const verdict = isOurs ? (cpu <= limit ? "  kept: at most bare plop" : "  MISSED") : "";
  if (isOurs && cpu > limit) isKept = false;
  console.log(`  ${name.padEnd(36)}  ${seconds(cpu)}  ${seconds(wall)}${verdict}`);
}
if (!areInstalled) {
  console.log("  hygen and nx are not measured: npm could not install them.");
}
process.exitCode = isKept ? 0 : 1;
