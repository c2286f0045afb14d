// @vitest-environment node
// The command itself, in a copy whose promise is not what the code keeps: the check fails, and writing again
// does not silence it.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Snapshot, printSnapshot } from "./snapshot.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const home = join(import.meta.dirname, "..");
let copy: string;

/** Beside the real package, so that everything it imports is found. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "snapshot-"));
  for (const name of ["convex", "reference", "snapshot", "package.json"]) {
    await cp(join(home, name), join(copy, name), { recursive: true });
  }
  await symlink(join(home, "node_modules"), join(copy, "node_modules"), "dir");
  // Not the project's own: whatever it explains there, these tests start from nothing explained.
  await explain([]);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

async function run(
  flags: string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number; told: string }> {
  const tsx = join(home, "node_modules", "tsx", "dist", "cli.mjs");
  const args = [tsx, join(copy, "snapshot", "write.ts"), ...flags];
  try {
    const { CI: _, SNAPSHOT_BASE: __, ...inherited } = process.env;
    await promisify(execFile)(process.execPath, args, { cwd: copy, env: { ...inherited, ...env } });
    return { code: 0, told: "" };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, told: stderr };
  }
}
const path = () => join(copy, "snapshot", "snapshot.json");
const snapshot = async () => JSON.parse(await readFile(path(), "utf8")) as Snapshot;

/** Lets the promise of before be another one. */
async function promise(change: (snapshot: Snapshot) => void): Promise<string> {
  const before = await snapshot();
  change(before);
  const text = JSON.stringify(before);
  await writeFile(path(), text);
  return text;
}

/** Writes entries under the version that is being made, and tells it. */
async function explain(entries: string[]): Promise<string> {
  const manifest = await readFile(join(copy, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  await writeFile(join(copy, "CHANGES.md"), `## ${version}\n\n${entries.join("\n")}\n`);
  return version;
}

const field = { fieldType: { type: "string" }, optional: false } as const;

function fieldsOf(shape: Snapshot["tables"][string]) {
  return shape.type === "object" ? shape.value : {};
}

test("what only is new is stale until it is written", async () => {
  await rm(path(), { force: true });
  expect(await run()).toEqual({ code: 0, told: "" });
  await promise(({ tables, functions }) => {
    delete tables.notes;
    delete functions["notes:get"];
  });
  expect(await run(["--check"])).toMatchObject({ code: 1, told: expect.stringContaining("STALE") });
});

test("what narrows or breaks is refused by both, until it is explained", async () => {
  const text = await promise(({ tables, functions }) => {
    tables.users = { type: "object", value: { ...fieldsOf(tables.users!), old: field } };
    functions["notes:gone"] = functions["users:me"]!;
  });
  for (const flags of [["--check"], []]) {
    const { code, told } = await run(flags);
    expect(code).toBe(1);
    expect(told).toContain("SCHEMA_NARROWED: users.old is removed: CHANGES.md has no entry");
    expect(told).toContain("API_BROKEN: notes:gone is removed: CHANGES.md has no entry");
  }
  expect(await readFile(path(), "utf8")).toBe(text);

  // The printed lines, with what only a person knows filled in.
  const { told } = await run();
  const entries = told
    .split("\n")
    .flatMap((line) => (/^ {2}- (?!`everything`)/.test(line) ? [line.trim()] : []));
  expect(entries).toHaveLength(2);
  const version = await explain(entries.map((entry) => entry.replace("<name>", "fillNameKeys")));
  expect(await run()).toEqual({ code: 0, told: "" });
  expect((await snapshot()).explained).toEqual([
    `${version} notes:gone is removed`,
    `${version} users.old is removed`,
  ]);
});

test("while nothing is deployed, the one line that a refusal names explains everything", async () => {
  await explain([]);
  await promise(({ tables, functions }) => {
    tables.users = { type: "object", value: { ...fieldsOf(tables.users!), older: field } };
    functions["notes:left"] = functions["users:me"]!;
  });
  const { code, told } = await run();
  expect(code).toBe(1);
  const line = told.split("\n").find((text) => text.includes("`everything`"));
  await explain([line!.trim()]);
  expect(await run()).toEqual({ code: 0, told: "" });
  expect(await run(["--check"])).toEqual({ code: 0, told: "" });
});

test("what is committed already is refused on a machine all the same", async () => {
  await explain([]);
  const promised = await promise(({ functions }) => {
    functions["notes:gone"] = functions["users:me"]!;
  });
  await commitAll();
  const refused = expect.stringContaining("API_BROKEN: notes:gone is removed");
  // Written again by hand, as the command would not.
  const narrowed = JSON.parse(promised) as Snapshot;
  delete narrowed.functions["notes:gone"];
  await writeFile(path(), printSnapshot(narrowed));
  await commitAll();
  expect(await run(["--check"], { CI: "true" })).toMatchObject({ code: 1, told: refused });

  await git("reset", "--quiet", "--hard", "HEAD^");
  await rm(path());
  await commitAll();
  expect(await run([], { CI: "true" })).toMatchObject({ code: 1, told: refused });
});

test("the undo of a generator run is written, and still to be explained", async () => {
  await run(["--taken-back"]);
  await promise(({ tables, functions }) => {
    tables.users = { type: "object", value: { ...fieldsOf(tables.users!), old: field } };
    functions["notes:gone"] = functions["users:me"]!;
  });
  await commitAll();
  expect(await run(["--taken-back"])).toEqual({ code: 0, told: "" });
  expect((await snapshot()).functions).not.toHaveProperty("notes:gone");
  const refused = expect.stringContaining("API_BROKEN: notes:gone is removed");
  expect(await run(["--check"])).toMatchObject({ code: 1, told: refused });
});

const git = (...args: string[]) =>
  promisify(execFile)("git", ["-c", "user.name=x", "-c", "user.email=x@example.com", ...args], {
    cwd: copy,
  });

async function commitAll(): Promise<void> {
  await git("init", "--quiet");
  await git("add", "snapshot");
  await git("commit", "--quiet", "--message", "x");
}
