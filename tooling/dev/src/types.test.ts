import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";

import { compilerOf, startTypes, watchTypes } from "./types.ts";

vi.setConfig({ testTimeout: 60_000 });

const backend = join(import.meta.dirname, "..", "..", "..", "packages", "backend");

test("what a check prints is shown without what it says of itself", () => {
  const shown: string[] = [];
  const read = watchTypes({
    onLine: (line) => shown.push(line),
    onErrors: (count) => shown.push(`errors: ${count}`),
    onRepaired: () => shown.push("repaired"),
  });
  const error =
    "convex/notes.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.";
  read("06:37:49 AM - Starting compilation in watch mode...");
  read("06:37:57 AM - Found 0 errors. Watching for file changes.");
  expect(shown).toEqual([]);
  read("06:38:05 AM - File change detected. Starting incremental compilation...");
  read(error);
  read("");
  read("06:38:09 AM - Found 1 error. Watching for file changes.");
  read("06:38:19 AM - Found 0 errors. Watching for file changes.");
  read("06:38:20 AM - Found 0 errors. Watching for file changes.");
  expect(shown).toEqual([error, "errors: 1", "repaired"]);
});

test("the compiler is the native one of the backend, else its typescript, else none", async () => {
  const folder = await mkdtemp(join(tmpdir(), "compiler-"));
  const install = async (name: string) => {
    const target = join(folder, "node_modules", name);
    await mkdir(join(target, ".."), { recursive: true });
    await symlink(join(backend, "node_modules", name), target, "dir");
  };
  try {
    expect(compilerOf(folder)).toBeNull();
    await install("typescript");
    expect(compilerOf(folder)).toMatchObject({ flags: [] });
    await install("@typescript/native");
    expect(compilerOf(folder)).toMatchObject({ flags: ["--checkers", "1"] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("an error is found in what was saved, and so is its repair", async () => {
  const root = await mkdtemp(join(tmpdir(), "types-"));
  const folder = join(root, "packages", "backend");
  const file = join(folder, "convex", "notes.ts");
  await mkdir(join(folder, "convex"), { recursive: true });
  await symlink(join(backend, "node_modules"), join(folder, "node_modules"), "dir");
  await writeFile(
    join(folder, "convex", "tsconfig.json"),
    `{ "compilerOptions": { "types": [] } }`,
  );
  await writeFile(file, "export const size: number = 'wide';\n");
  const lines: string[] = [];
  const seen = vi.fn<(what: string) => void>();
  const types = startTypes({
    root,
    onLine: (line) => lines.push(line),
    onErrors: (count) => seen(`errors: ${count}`),
    onRepaired: () => seen("repaired"),
  });
  try {
    await vi.waitFor(() => expect(seen).toHaveBeenLastCalledWith("errors: 1"), 120_000);
    expect(lines.join("\n")).toMatch(/notes\.ts.*TS2322/);
    await writeFile(file, "export const size: number = 2;\n");
    await vi.waitFor(() => expect(seen).toHaveBeenLastCalledWith("repaired"), 120_000);
  } finally {
    await types!.stop();
    await rm(root, { recursive: true, force: true });
  }
});
