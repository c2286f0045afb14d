// `pnpm bench`: what a run of a generator costs without its checks, beside bare Plop that writes one file; then one
// run each with the checks.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { installedCopy } from "../e2e/copy.ts";
import { copyRepository } from "../test/repository.ts";

const ROUNDS = 7;
const home = join(import.meta.dirname, "..");

/** What of this package does not run. */
const LEFT_OUT = /[/\\](node_modules|runs|test|e2e|bench)$/;

const ticket = [
  ...["entity", "ticket", "subject:string(3..140)+search", "body:text", "priority:int(1..5)=3"],
  ...["status:enum(open,solved)+index=open", "dueAt:date?", "ownerId:ref(users)+owner"],
  ...["--access", "member:own", "--access", "admin:all"],
];
const archive = [
  ...["function", "notes.archive", "--kind", "mutation", "--args", "id:ref(notes)"],
  ...["--access", "notes.update"],
];

const runs: Readonly<Record<string, readonly string[]>> = {
  "a function (module, test)": [...archive, "--no-checks"],
  "an entity": [...ticket, "--no-checks"],
  "an entity with a page": [...ticket, "--web", "--no-checks"],
  "an entity, --dry-run": [...ticket, "--dry-run"],
};

/** Seconds of processor time that Node takes for a command, its children included. */
function timed(argv: readonly string[], cwd: string): number {
  const script = `TIMEFORMAT='%U %S'; time "$@" >/dev/null`;
  const shell = spawnSync("bash", ["-c", script, "bash", process.execPath, ...argv], {
    cwd,
    encoding: "utf8",
  });
  const [, user, system] = /([\d.]+) ([\d.]+)\s*$/.exec(shell.stderr) ?? [];
  if (shell.status !== 0) throw new Error(`${argv.join(" ")} failed:\n${shell.stderr}`);
  return Number(user) + Number(system);
}

/** One of our runs, in a copy of the repository that is made for it. */
function ours(argv: readonly string[]): number {
  const { root, remove, write, commit } = copyRepository();
  const folder = join(root, "generators");
  cpSync(home, folder, { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
  symlinkSync(join(home, "node_modules"), join(folder, "node_modules"));
  write("package.json", readFileSync(join(dirname(home), "package.json"), "utf8"));
  commit();
  const cost = timed([join(folder, "bin.mjs"), ...argv], root);
  remove();
  return cost;
}

const playground = mkdtempSync(join(tmpdir(), "generators-bench-"));
mkdirSync(join(playground, "out"));
writeFileSync(
  join(playground, "plopfile.mjs"),
  `export default (plop) => plop.setGenerator("thing", {
  prompts: [{ type: "input", name: "name", message: "name" }],
  actions: [{ type: "add", path: "out/{{name}}.ts", template: 'export const name = "{{name}}";' }],
});\n`,
);
const plop = join(home, "node_modules", "plop", "bin", "plop.js");

/** The median of some rounds; the first one fills caches and does not count. */
function median(run: (round: number) => number): number {
  const costs = Array.from({ length: ROUNDS + 1 }, (_, round) => run(round)).slice(1);
  return costs.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

console.log(`Seconds of CPU, median of ${ROUNDS}. ${cpus()[0]?.model}, Node ${process.version}`);
const line = (name: string, cost: number) =>
  console.log(`  ${name.padEnd(32)} ${cost.toFixed(3).padStart(6)}`);
line(
  "bare Plop: one file",
  median((round) => timed([plop, "thing", "--", "--name", `n${round}`], playground)),
);
for (const [name, argv] of Object.entries(runs))
  line(
    name,
    median(() => ours(argv)),
  );

const copy = await installedCopy();
try {
  for (const [name, argv] of [
    ["a function, with its checks", archive],
    ["an entity, with its checks", ticket],
  ] as const) {
    line(name, timed([join(copy.root, "generators", "bin.mjs"), ...argv], copy.root));
    copy.git("add", "--all");
    copy.git("commit", "--quiet", "--message", name);
  }
} finally {
  copy.remove();
}
