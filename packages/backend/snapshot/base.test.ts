// @vitest-environment node
// Which snapshot is compared with, in repositories that are made for the purpose.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BaseUnreadable, type Environment, promisedIn } from "./base.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "base-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const origin = () => join(home, "origin");
const clone = () => join(home, "clone");

function git(folder: string, ...args: string[]): string {
  const who = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
  return execFileSync("git", [...who, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" });
}

/** Commits a snapshot, or one more commit without any. */
function commit(folder: string, text: string | null): string {
  if (text === null) rmSync(join(folder, "snapshot.json"), { force: true });
  else
    writeFileSync(join(folder, "snapshot.json"), text.includes("<") ? text : JSON.stringify(text));
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--allow-empty", "--message", text ?? "none");
  return git(folder, "rev-parse", "HEAD").trim();
}

function repository(...texts: (string | null)[]): string[] {
  mkdirSync(origin());
  git(origin(), "init", "--quiet", "--initial-branch", "main");
  return texts.map((text) => commit(origin(), text));
}

function cloned(...flags: string[]): void {
  git(home, "clone", "--quiet", ...flags, `file://${origin()}`, clone());
}

const promised = async (folder: string, environment: Environment = {}) => {
  const text = await promisedIn(folder, environment, '"written"');
  return text === null ? null : (JSON.parse(text) as string);
};
const machine = { CI: "true" };

describe("without a history", () => {
  test("it is what is written, for every caller", async () => {
    for (const environment of [{}, machine, { ...machine, SNAPSHOT_BASE: "main" }]) {
      expect(await promised(home, environment)).toBe("written");
    }
    git(home, "init", "--quiet");
    expect(await promised(home, machine)).toBe("written");
  });
});

describe("without a remote", () => {
  test("it is what was committed last, and on a machine what was before that", async () => {
    repository("one", "two");
    expect(await promised(origin())).toBe("two");
    expect(await promised(origin(), machine)).toBe("one");
  });

  test("what a merge has left half is no promise, and that before it is", async () => {
    repository("one", "two", "<broken", "<broken still");
    expect(await promised(origin())).toBe("two");
    expect(await promised(origin(), machine)).toBe("two");
  });

  test("the first commit is held against itself", async () => {
    repository("one");
    expect(await promised(origin(), machine)).toBe("one");
  });

  test("nothing was promised before the first snapshot, and a removed one still was", async () => {
    repository(null, "one", null);
    expect(await promised(origin())).toBeNull();
    expect(await promised(origin(), machine)).toBe("one");
    commit(origin(), "two");
    expect(await promised(origin(), machine)).toBeNull();
  });
});

describe("on a branch", () => {
  beforeEach(() => {
    repository("old", "main");
    cloned();
    git(clone(), "checkout", "--quiet", "-b", "narrow");
    commit(clone(), "narrowed");
    commit(clone(), "narrowed again");
  });

  test("it is what the main branch had where this one left it", async () => {
    commit(origin(), "main has gone on");
    git(clone(), "fetch", "--quiet");
    expect(await promised(clone())).toBe("main");
    expect(await promised(clone(), machine)).toBe("main");
  });

  test("a snapshot that the branch removes was promised all the same", async () => {
    commit(clone(), null);
    expect(await promised(clone())).toBe("main");
  });

  test("the commit may be given, such as the one before a push", async () => {
    const before = git(clone(), "rev-parse", "HEAD~1").trim();
    expect(await promised(clone(), { ...machine, SNAPSHOT_BASE: before })).toBe("narrowed");
  });
});

describe("on the main branch of a clone", () => {
  test("a machine compares with the commit before, or with that before the push", async () => {
    const [first] = repository("one", "two", "three");
    cloned();
    expect(await promised(clone())).toBe("three");
    expect(await promised(clone(), machine)).toBe("two");
    expect(await promised(clone(), { ...machine, SNAPSHOT_BASE: first })).toBe("one");
  });

  test("a commit that there is not is that of a rewritten branch", async () => {
    repository("one", "two");
    cloned();
    expect(await promised(clone(), { ...machine, SNAPSHOT_BASE: "0".repeat(40) })).toBe("one");
  });
});

describe("in a clone of the last commit alone", () => {
  beforeEach(() => {
    repository("one", "two");
    cloned("--depth", "1");
  });

  test("a machine cannot tell, and says what to do", async () => {
    for (const SNAPSHOT_BASE of [undefined, "0".repeat(40)]) {
      const answer = promised(clone(), SNAPSHOT_BASE ? { ...machine, SNAPSHOT_BASE } : machine);
      await expect(answer).rejects.toThrow(BaseUnreadable);
      await expect(answer).rejects.toThrow("fetch-depth: 0");
    }
  });

  test("a person compares with that commit", async () => {
    expect(await promised(clone())).toBe("two");
  });
});
