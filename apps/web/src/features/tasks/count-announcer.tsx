import { taskStatuses, type TaskCounts } from "@repo/validators/tasks";
import { useState } from "react";

import { words } from "./words";

/** Tells screen readers, when they have nothing else to say, how many tasks a state has when that changes. */
export function CountAnnouncer({ counts }: { counts: TaskCounts | undefined }) {
  const [said, setSaid] = useState<{ counts: TaskCounts | undefined; text: string }>({
    counts,
    text: "",
  });
  if (counts !== said.counts) {
    setSaid({ counts, text: changesText(said.counts, counts) ?? said.text });
  }
  return (
    <p role="status" className="sr-only" data-testid="count-announcer">
      {said.text}
    </p>
  );
}

/** What has changed from one to the other; undefined for nothing. */
function changesText(before?: TaskCounts, after?: TaskCounts): string | undefined {
  if (before === undefined || after === undefined) return undefined;
  const changed = taskStatuses.filter((status) => before[status] !== after[status]);
  if (changed.length === 0) return undefined;
  return changed.map((status) => `${words.column(status, after[status])}.`).join(" ");
}
