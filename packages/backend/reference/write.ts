// Writes `docs/reference`. With `--check` it changes nothing, and fails when a page does not match the code.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { notice } from "./markdown.ts";
import { referencePages } from "./pages.ts";

const home = join(import.meta.dirname, "..");
const target = join(home, "..", "..", "docs", "reference");
const pages = await referencePages(join(home, "convex"));
await mkdir(target, { recursive: true });
const read = (name: string) => readFile(join(target, name), "utf8").catch(() => undefined);
const names = new Set(pages.keys());
// Pages that are no longer written. The folder also holds other files.
for (const name of await readdir(target)) {
  if (name.endsWith(".md") && (await read(name))?.includes(notice)) names.add(name);
}

if (process.argv.includes("--check")) {
  const stale: string[] = [];
  for (const name of [...names].sort()) {
    if ((await read(name)) !== pages.get(name)) stale.push(name);
  }
  if (stale.length > 0) {
    console.error(`STALE: docs/reference does not match the code: ${stale.join(", ")}.`);
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
