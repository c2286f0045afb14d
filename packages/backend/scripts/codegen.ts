// Generates `convex/_generated` with the official CLI, against a temporary backend.
// With `--check` it changes nothing, and fails when the committed files differ from the generated ones.
import { cp, mkdtemp, readFile, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setVariables } from "../embedded/admin.ts";
import { generateAuthKeys } from "../embedded/auth-keys.ts";
import { runScript, startEmbedded } from "../embedded/backend.ts";

const home = join(import.meta.dirname, "..");
const generated = join("convex", "_generated");

// At the same depth as this package, so that it finds the tsconfig that it extends.
const root = await mkdtemp(join(tmpdir(), "codegen-"));
const copy = join(root, "packages", "backend");
await runScript(async () => {
  try {
    await copyPackage(copy);
    await generateIn(copy);
    if (process.argv.includes("--check")) await check();
    else await replace();
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

async function check(): Promise<void> {
  const stale = await differences(join(home, generated), join(copy, generated));
  if (stale.length === 0) return;
  console.error(`STALE: ${generated} does not match the code: ${stale.join(", ")}.`);
  console.error("Run: pnpm --filter @repo/backend codegen");
  process.exitCode = 1;
}

async function replace(): Promise<void> {
  await rm(join(home, generated), { recursive: true, force: true });
  await cp(join(copy, generated), join(home, generated), { recursive: true });
}

/** The CLI writes beside the functions it reads, so it gets a copy without the generated files. */
async function copyPackage(target: string): Promise<void> {
  await cp(join(home, "..", "..", "tsconfig.base.json"), join(root, "tsconfig.base.json"));
  for (const name of ["package.json", "convex.json", "tsconfig.json", "convex"]) {
    await cp(join(home, name), join(target, name), {
      recursive: true,
      filter: (source) => source !== join(home, generated),
    });
  }
  await symlink(join(home, "node_modules"), join(target, "node_modules"), "dir");
}

async function generateIn(directory: string): Promise<void> {
  const backend = await startEmbedded(directory);
  const generate = () => backend.convex(["codegen", "--typecheck", "disable"]);
  const given = new Set<string>();
  try {
    // What every deployment has: without it the first try would fail.
    await setVariables(backend, await generateAuthKeys());
    for (;;) {
      const failure = await generate().then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) return;
      const missing = missingVariables(failure).filter((name) => !given.has(name));
      if (missing.length === 0) throw failure;
      // The app cannot be analyzed without its required variables; no function runs, so any value is enough.
      const values = missing.map((name) => [name, "https://unused.invalid"]);
      await setVariables(backend, Object.fromEntries(values) as Record<string, string>);
      for (const name of missing) given.add(name);
    }
  } finally {
    await backend.close();
  }
}

/** The required variables that the backend lacks, parsed from the CLI's message. */
function missingVariables(failure: unknown): string[] {
  const { message } = failure as Error;
  const declared =
    /Environment variables? ([\w, ]+) (?:is|are) declared as required/
      .exec(message)?.[1]
      ?.split(", ") ?? [];
  const inAuthConfig = /Environment variable (\w+) is used in auth config/.exec(message)?.[1];
  return inAuthConfig === undefined ? declared : [inAuthConfig, ...declared];
}

/** Names the files that only one folder has, or that differ. */
async function differences(one: string, other: string): Promise<string[]> {
  const names = new Set([...(await readdir(one)), ...(await readdir(other))]);
  const read = (folder: string, name: string) =>
    readFile(join(folder, name), "utf8").catch(() => null);
  const stale: string[] = [];
  for (const name of [...names].sort()) {
    if ((await read(one, name)) !== (await read(other, name))) stale.push(name);
  }
  return stale;
}
