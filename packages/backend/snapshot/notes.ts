// CHANGES.md as data, and what it explains. An entry names a change in backticks; of rows, the migration that
// was done before, and when. It stands under the version that is being made, and explains one change once.
import type { Change } from "./changes.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Entry {
  version: string;
  text: string;
}

/** What entries are held to. */
export interface Facts {
  entries: readonly Entry[];
  /** The version that is being made. */
  version: string;
  /** The table of each migration, by its name: `migrations:fillNameKeys`. */
  migrations: ReadonlyMap<string, string>;
  /** Entries that have explained a change before. */
  explained: readonly string[];
}

/** How a change stands; its mark is null where nothing has to be remembered. */
export type Verdict = { change: Change; mark: string | null } & (
  { ok: true } | { ok: false; why: string }
);

/** How an entry starts that stands for all of them, as there is nobody yet to ask anything of. */
const ANYTHING = "`everything`: nothing is deployed";

/**
 * Reads the entries: the items of lists under a heading with a version.
 * @param text a Markdown file
 */
export function readEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  let version: string | null = null;
  let isInItem = false;
  for (const line of text.split("\n")) {
    const heading = /^## (\d+\.\d+\.\d+)\b/.exec(line);
    if (line.startsWith("#")) version = heading?.[1] ?? null;
    const item = /^- (.*)$/.exec(line);
    if (version !== null && item) entries.push({ version, text: item[1]! });
    else if (isInItem && /^\s+\S/.test(line)) entries.at(-1)!.text += ` ${line.trim()}`;
    isInItem = version !== null && (item !== null || (isInItem && line.trim() !== ""));
  }
  return entries;
}

/**
 * Says whether a change is explained.
 * @param change the change
 * @param facts the entries, and what they are held to
 */
export function judge(change: Change, facts: Facts): Verdict {
  const mark = `${facts.version} ${change.key}`;
  const no = (why: string): Verdict => ({ change, mark, ok: false, why });
  const current = facts.entries.filter(({ version }) => version === facts.version);
  if (current.some(({ text }) => text.startsWith(ANYTHING))) {
    return { change, mark: null, ok: true };
  }
  const entry = current.find((entry) => names(entry, change.key));
  if (facts.explained.includes(mark)) {
    return no(`${facts.version} has explained this once already: make a new version`);
  }
  if (entry === undefined) {
    const other = facts.entries.find((entry) => names(entry, change.key));
    const old = other && ` (the entry is under ${other.version})`;
    return no(`CHANGES.md has no entry for it under ${facts.version}${old ?? ""}`);
  }
  if (change.of !== "rows") return { change, mark, ok: true };
  const named = [...entry.text.matchAll(/`(migrations:\w+)`/g)].map(([, name]) => name!);
  if (!named.some((name) => facts.migrations.get(name) === change.name)) {
    return no(`its entry names no migration of "${change.name}" in convex/migrations.ts`);
  }
  if (!/\bdone \d{4}-\d{2}-\d{2}\b/.test(entry.text)) {
    return no("its entry does not say when the migration was done");
  }
  return { change, mark, ok: true };
}

/** The line to write, once it is true. */
export function entryFor({ of, key }: Change): string {
  const todo = {
    rows: `\`migrations:<name>\` done ${new Date().toISOString().slice(0, 10)}`,
    api: "what clients of the version before do",
    schedule: "what becomes of calls that are scheduled by then",
  };
  return `- \`${key}\`: ${todo[of]}`;
}

/**
 * Reads the marks of a snapshot that still have their entries.
 * @param written its text; one that cannot be read has none
 * @param entries those of CHANGES.md
 */
export function marksIn(written: string | null, entries: readonly Entry[]): string[] {
  let snapshot: Partial<Snapshot> | null;
  try {
    snapshot = JSON.parse(written ?? "null") as Partial<Snapshot> | null;
  } catch {
    snapshot = null;
  }
  return (snapshot?.explained ?? []).filter((mark) => {
    const [version, ...key] = mark.split(" ");
    return entries.some((entry) => entry.version === version && names(entry, key.join(" ")));
  });
}

function names({ text }: Entry, key: string): boolean {
  return text.includes(`\`${key}\``);
}
