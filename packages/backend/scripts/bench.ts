// `pnpm bench`: how long somebody waits under `pnpm dev`, on a copy of this workspace, beside what esbuild alone takes
// for the functions in the same run. Other work on the machine slows down both.
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import { type RunningProcess, startProcess } from "@groundwork/dev/processes/processes";

const SAVES = 5;
const PATIENCE_MS = 300_000;
const home = resolve(import.meta.dirname, "../../..");
const parts = ["packages/backend", "packages/validators", "apps/web"];
const left = new Set(["node_modules", ".groundwork", "dist"]);

interface Row {
  what: string;
  ms: number;
}

/** A copy with the installed packages of this workspace, and none of its data. */
async function copyWorkspace(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "groundwork-bench-"));
  for (const part of parts) {
    await cp(join(home, part), join(root, part), {
      recursive: true,
      filter: (path) => !path.split(sep).some((name) => left.has(name)),
    });
    await symlink(join(home, part, "node_modules"), join(root, part, "node_modules"), "dir");
  }
  for (const file of await readdir(home)) {
    if (/^(package\.json|tsconfig.*\.json|pnpm-.*\.yaml)$/.test(file)) {
      await cp(join(home, file), join(root, file));
    }
  }
  await symlink(join(home, "node_modules"), join(root, "node_modules"), "dir");
  return root;
}

/** `pnpm dev`, and what it prints. */
class Dev {
  readonly #lines: string[] = [];
  readonly #startedAt = performance.now();
  readonly #process: RunningProcess;
  #look: () => void = () => undefined;

  constructor(root: string) {
    this.#process = startProcess({
      name: "pnpm dev",
      script: join(home, "node_modules/tsx/dist/cli.mjs"),
      args: [join(root, "packages/backend/scripts/dev.ts")],
      cwd: root,
      env: process.env,
      onLine: (line) => {
        this.#lines.push(line);
        this.#look();
      },
    });
  }

  /** Waits for a line. @returns milliseconds since `since`, or since the start */
  async until(line: RegExp, since = this.#startedAt): Promise<number> {
    const deadline = setTimeout(() => this.#look(), PATIENCE_MS);
    try {
      while (!this.#lines.some((one) => line.test(one))) {
        if (performance.now() - since > PATIENCE_MS) {
          throw new Error(`No line matches ${String(line)}:\n${this.#lines.join("\n")}`);
        }
        await new Promise<void>((done) => (this.#look = done));
      }
    } finally {
      clearTimeout(deadline);
    }
    this.#lines.length = 0;
    return performance.now() - since;
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}

/** Milliseconds that esbuild takes to bundle the functions, in a process of its own. */
function bundleAlone(root: string): number {
  const cli = createRequire(join(home, "packages/backend/node_modules/convex/package.json"));
  const script = `const esbuild = require(${JSON.stringify(cli.resolve("esbuild"))});
    const start = performance.now();
    esbuild.build({ entryPoints: ["convex/*.ts"], bundle: true, splitting: true, format: "esm", outdir: "out",
      write: false, sourcemap: true, conditions: ["convex", "module"], platform: "node", logLevel: "error",
    }).then(() => console.log(performance.now() - start));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    cwd: join(root, "packages/backend"),
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return Number(stdout);
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

const PUSHED = /Convex functions ready!/;

async function measureFresh(root: string): Promise<Row[]> {
  const dev = new Dev(root);
  try {
    const pushing = await dev.until(/Pushing packages\/backend/);
    const pushed = await dev.until(PUSHED);
    const banner = await dev.until(/Ctrl-C stops everything/);
    const file = join(root, "packages/backend/convex/notes.ts");
    const code = await readFile(file, "utf8");
    const saves: number[] = [];
    for (let save = 1; save <= SAVES; save++) {
      // The watcher of the CLI starts after the push.
      await new Promise((done) => setTimeout(done, 2_000));
      await writeFile(file, `${code}export const saved = ${save};\n`);
      saves.push(await dev.until(PUSHED, performance.now()));
    }
    await writeFile(file, `${code}export const saved: number = "a text";\n`);
    const types = await dev.until(/Type check: 1 error/, performance.now());
    return [
      { what: "first push of a fresh copy", ms: pushed - pushing },
      { what: "a fresh copy, to its banner", ms: banner },
      { what: `a save until it is live, median of ${SAVES}`, ms: median(saves) },
      { what: "a save until its type error is reported", ms: types },
    ];
  } finally {
    await dev.stop();
  }
}

async function measureAgain(root: string): Promise<Row> {
  const dev = new Dev(root);
  try {
    return { what: "a later start, to its banner", ms: await dev.until(/Ctrl-C stops everything/) };
  } finally {
    await dev.stop();
  }
}

const root = await copyWorkspace();
try {
  const alone = [bundleAlone(root)];
  const fresh = await measureFresh(root);
  alone.push(bundleAlone(root));
  const later = await measureAgain(root);
  alone.push(bundleAlone(root));
  const unit = median(alone);
  const rows = [{ what: "esbuild alone, on the functions", ms: unit }, ...fresh, later];
  console.log(`Under \`pnpm dev\`. ${cpus()[0]?.model ?? ""}, ${availableParallelism()} cores`);
  for (const { what, ms } of rows) {
    const ratio = `${(ms / unit).toFixed(1)} × esbuild alone`;
    console.log(`  ${what.padEnd(44)} ${(ms / 1000).toFixed(2).padStart(6)} s  ${ratio}`);
  }
} finally {
  await rm(root, { recursive: true, force: true });
}
