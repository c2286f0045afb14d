// Generates `convex/_generated` with the official CLI, against a backend that lives for the purpose.
// With `--check` it changes nothing, and fails when what is committed differs from what it made.
import { cp, mkdtemp, readFile, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "./embedded.ts";

const home = import.meta.dirname;
const generated = join("convex", "_generated");

const copy = await mkdtemp(join(tmpdir(), "codegen-"));
try {
  await copyPackage(copy);
  await generateIn(copy);
  if (process.argv.includes("--check")) {
    const stale = await differences(join(home, generated), join(copy, generated));
    if (stale.length > 0) {
      console.error(`STALE: ${generated} is not what the code gives: ${stale.join(", ")}.`);
      console.error("Run: pnpm --filter @repo/backend codegen");
      process.exitCode = 1;
    }
  } else {
    await rm(join(home, generated), { recursive: true, force: true });
    await cp(join(copy, generated), join(home, generated), { recursive: true });
  }
} finally {
  await rm(copy, { recursive: true, force: true });
}

/** The CLI writes beside the functions it reads, so it gets a copy without the generated files. */
async function copyPackage(target: string): Promise<void> {
  for (const name of ["package.json", "convex.json", "tsconfig.json", "convex"]) {
    await cp(join(home, name), join(target, name), {
      recursive: true,
      filter: (source) => source !== join(home, generated),
    });
  }
  await symlink(join(home, "node_modules"), join(target, "node_modules"), "dir");
}

async function generateIn(directory: string): Promise<void> {
  const { convex, close } = await startEmbedded(directory);
  try {
    // The app is not analysed without the variables it requires; no function runs, so any value does.
    await convex(["env", "set"], "JWT_PRIVATE_KEY=unused\nJWKS=unused\n");
    await convex(["codegen", "--typecheck", "disable"]);
  } finally {
    await close();
  }
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
