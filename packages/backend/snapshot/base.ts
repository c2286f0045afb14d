// The snapshot to compare with: that of the version which this one builds on. A branch's own commits are no
// promise yet, or committing a narrowing change would silence the check.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Environment variables: `CI` in continuous integration, and SNAPSHOT_BASE for a commit that was checked. */
export type Environment = Partial<Record<"CI" | "SNAPSHOT_BASE", string>>;

/** The promised snapshot cannot be read. The message says what to do. */
export class BaseUnreadable extends Error {}

/**
 * Reads the snapshot that was promised last.
 * @param folder the folder of `snapshot.json`
 * @param environment variables that select the commit
 * @param written the file as it is now, which is the promise where there is no history
 * @returns null where nothing was promised
 * @throws BaseUnreadable in CI when the history is missing
 */
export async function promisedIn(
  folder: string,
  environment: Environment,
  written: string | null,
): Promise<string | null> {
  const git = gitIn(folder);
  if ((await commit(git, "HEAD")) === null) return written;
  return await lastReadable(git, await baseOf(git, environment));
}

/** A merge keeps the lines of both sides (`.gitattributes`), which together may be no JSON. */
async function lastReadable(git: Git, commit: string): Promise<string | null> {
  const text = await git("show", `${commit}:./snapshot.json`);
  return text === null || isJson(text) ? text : await lastReadable(git, `${commit}^`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

type Git = (...args: string[]) => Promise<string | null>;

function gitIn(cwd: string): Git {
  const options = { cwd, maxBuffer: 100_000_000 };
  return async (...args) =>
    await promisify(execFile)("git", args, options).then(
      ({ stdout }) => stdout.trimEnd(),
      ({ stderr }: { stderr?: string }) => {
        // A repository that git will not open has a history all the same.
        if (stderr?.includes("dubious ownership")) throw new BaseUnreadable(stderr.trim());
        return null;
      },
    );
}

async function commit(git: Git, name: string): Promise<string | null> {
  return await git("rev-parse", "--verify", "--quiet", `${name}^{commit}`);
}

/**
 * Where this version left the main branch. That branch itself is held against what it was before: on a
 * machine, which sees commits alone, against the commit before; by hand, against the last commit.
 */
async function baseOf(git: Git, { CI, SNAPSHOT_BASE }: Environment): Promise<string> {
  const isShallow = (await git("rev-parse", "--is-shallow-repository")) === "true";
  const given = SNAPSHOT_BASE ? await commit(git, SNAPSHOT_BASE) : null;
  // Not there in a whole history: the branch is new, or was rewritten.
  if (CI && SNAPSHOT_BASE && given === null && isShallow) throw unreadable(SNAPSHOT_BASE);
  const main = given ?? (await commit(git, "origin/HEAD")) ?? (await commit(git, "origin/main"));
  const shared = main && (await git("merge-base", main, "HEAD"));
  const head = (await commit(git, "HEAD"))!;
  if (shared !== null && (shared !== head || !CI)) return shared;
  if (!CI) return head;
  const before = await commit(git, "HEAD^");
  if (before === null && isShallow) throw unreadable("the commit before");
  return before ?? head;
}

function unreadable(what: string): BaseUnreadable {
  return new BaseUnreadable(
    `what was promised cannot be read, as ${what} is not in this clone. Fetch the whole history ` +
      "(actions/checkout: `fetch-depth: 0`; else `git fetch --unshallow`).",
  );
}
