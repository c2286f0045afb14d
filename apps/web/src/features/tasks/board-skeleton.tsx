import { taskStatuses } from "@repo/validators/tasks";

import { Skeleton } from "@/components/ui/skeleton";

import { words } from "./words";

/** The board before its code has arrived: its columns, where they will be. */
export function BoardSkeleton() {
  return (
    <div role="status" className={boardClass}>
      <span className="sr-only">{words.loading}</span>
      {taskStatuses.map((status) => (
        <div key={status} className={columnClass}>
          <Skeleton className="h-6 w-24" />
          <Skeleton className="h-20" />
          <Skeleton className="h-20" />
        </div>
      ))}
    </div>
  );
}

export const boardClass = "flex h-[calc(100dvh-17rem)] min-h-96 gap-3 overflow-x-auto pb-2";
export const columnClass =
  "flex min-w-56 flex-1 flex-col gap-2 rounded-xl border bg-muted/60 p-2 max-sm:min-w-[80vw]";
