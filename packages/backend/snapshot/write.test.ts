// @vitest-environment node
// The command, in a copy whose promise is not what the code keeps: the check fails, and writing again does not
// silence it.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Environment } from "./base.ts";
import { type Code, codeOf, runSnapshot } from "./command.ts";
import { type Snapshot, printSnapshot } from "./snapshot.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const home = join(import.meta.dirname, "..");
let code: Code;
let copy: string;

beforeAll(async () => {
  code = await codeOf(home);
  copy = await mkdtemp(join(tmpdir(), "snapshot-"));
  await mkdir(join(copy, "snapshot"));
  await cp(join(home, "package.json"), join(copy, "package.json"));
  // Not the project's own: whatever it explains there, these tests start from nothing explained.
  await explain([]);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

/** Runs the command on the copy. @returns what it prints; nothing when all is well */
async function run(flags: string[] = [], environment: Environment = {}): Promise<string> {
  return (await runSnapshot({ home: copy, code }, flags, environment)).join("\n");
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
  expect(await run()).toBe("");
  await promise(({ tables, functions }) => {
    delete tables.notes;
    delete functions["notes:get"];
  });
  expect(await run(["--check"])).toContain("STALE");
});

test("what narrows or breaks is refused by both, until it is explained", async () => {
  const text = await promise(({ tables, functions }) => {
    tables.users = { type: "object", value: { ...fieldsOf(tables.users!), old: field } };
    functions["notes:gone"] = functions["users:me"]!;
  });
  for (const flags of [["--check"], []]) {
    const told = await run(flags);
    expect(told).toContain("SCHEMA_NARROWED: users.old is removed: CHANGES.md has no entry");
    expect(told).toContain("API_BROKEN: notes:gone is removed: CHANGES.md has no entry");
  }
  expect(await readFile(path(), "utf8")).toBe(text);

  // The printed lines, with what only a person knows filled in.
  const told = await run();
  const entries = told
    .split("\n")
    .flatMap((line) => (/^ {2}- (?!`everything`)/.test(line) ? [line.trim()] : []));
  expect(entries).toHaveLength(2);
  const version = await explain(entries.map((entry) => entry.replace("<name>", "fillNameKeys")));
  expect(await run()).toBe("");
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
  const told = await run();
  const line = told.split("\n").find((text) => text.includes("`everything`"));
  await explain([line!.trim()]);
  expect(await run()).toBe("");
  expect(await run(["--check"])).toBe("");
});

test("what is committed already is refused on a machine all the same", async () => {
  await explain([]);
  const promised = await promise(({ functions }) => {
    functions["notes:gone"] = functions["users:me"]!;
  });
  await commitAll();
  const refused = "API_BROKEN: notes:gone is removed";
  // Written again by hand, as the command would not.
  const narrowed = JSON.parse(promised) as Snapshot;
  delete narrowed.functions["notes:gone"];
  await writeFile(path(), printSnapshot(narrowed));
  await commitAll();
  expect(await run(["--check"], { CI: "true" })).toContain(refused);

  await git("reset", "--quiet", "--hard", "HEAD^");
  await rm(path());
  await commitAll();
  expect(await run([], { CI: "true" })).toContain(refused);
});

test("the undo of a generator run is written, and still to be explained", async () => {
  await run(["--undone"]);
  await promise(({ tables, functions }) => {
    tables.users = { type: "object", value: { ...fieldsOf(tables.users!), old: field } };
    functions["notes:gone"] = functions["users:me"]!;
  });
  await commitAll();
  expect(await run(["--undone"])).toBe("");
  expect((await snapshot()).functions).not.toHaveProperty("notes:gone");
  const refused = "API_BROKEN: notes:gone is removed";
  expect(await run(["--check"])).toContain(refused);
});

test("the script prints what is wrong and fails", async () => {
  const other = await mkdtemp(join(tmpdir(), "snapshot-script-"));
  for (const name of ["convex", "reference", "snapshot", "package.json"]) {
    await cp(join(home, name), join(other, name), { recursive: true });
  }
  await symlink(join(home, "node_modules"), join(other, "node_modules"), "dir");
  await rm(join(other, "snapshot", "snapshot.json"));
  const tsx = join(home, "node_modules", "tsx", "dist", "cli.mjs");
  const args = [tsx, join(other, "snapshot", "write.ts"), "--check"];
  const failure = promisify(execFile)(process.execPath, args, { cwd: other });
  const stderr: unknown = expect.stringContaining("STALE");
  await expect(failure).rejects.toMatchObject({ code: 1, stderr });
  await rm(other, { recursive: true, force: true });
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
