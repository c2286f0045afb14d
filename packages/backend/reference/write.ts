// Writes `docs/reference`. With `--check` it changes nothing, and fails when a page is not what the code gives.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { referencePages } from "./pages.ts";

const home = join(import.meta.dirname, "..");
const target = join(home, "..", "..", "docs", "reference");
/** The pages that are ours: others stand in the same folder. */
const ours = /^(functions|access|schema|crons|flows|remains)(-.+)?\.md$/;

const pages = await referencePages(join(home, "convex"));
await mkdir(target, { recursive: true });
const present = (await readdir(target)).filter((name) => ours.test(name));
const names = [...new Set([...present, ...pages.keys()])].sort();
const read = (name: string) => readFile(join(target, name), "utf8").catch(() => undefined);

if (process.argv.includes("--check")) {
  const texts = await Promise.all(names.map(read));
  const stale = names.filter((name, index) => texts[index] !== pages.get(name));
  if (stale.length > 0) {
    console.error(`STALE: docs/reference is not what the code gives: ${stale.join(", ")}.`);
    console.error("Run: pnpm --filter @repo/backend reference");
    process.exitCode = 1;
  }
} else {
  for (const name of names) {
    const text = pages.get(name);
    if (text === undefined) await rm(join(target, name));
    else await writeFile(join(target, name), text);
  }
}
