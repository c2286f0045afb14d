// What runs recorded of a file: what was rendered then.
import type { Fragment } from "@groundwork/plop-engine/plan";
import type { RunRecord } from "@groundwork/plop-engine/run-record";

/** The newest rendering of a file as a whole; undefined where no run wrote it. */
export function recordedBase(records: readonly RunRecord[], path: string): string | undefined {
  const bases = records.flatMap(({ files }) =>
    files.flatMap((file) => (file.path === path && file.base !== undefined ? [file.base] : [])),
  );
  return bases.at(-1);
}

/** The newest rendering of code in a file, found by its key; undefined where no run added it. */
export function recordedFragment(
  records: readonly RunRecord[],
  path: string,
  { kind, key }: Fragment,
): Fragment | undefined {
  const files = records.flatMap(({ files }) => files.filter((file) => file.path === path));
  return files
    .flatMap(({ fragments, updates = [] }) => [...fragments, ...updates])
    .findLast((fragment) => fragment.kind === kind && fragment.key === key);
}
