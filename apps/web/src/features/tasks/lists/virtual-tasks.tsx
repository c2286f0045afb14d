// A long list of tasks: only those on screen are drawn, and more are loaded as the end comes near.
import type { TaskCard } from "@repo/validators/tasks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type ComponentType } from "react";

/** About how high a task is before it is measured, in pixels. */
const ESTIMATE = 84;
/** Rows before the end at which the next page is asked for: of a short list fewer, so that it waits until it is scrolled. */
const aheadOf = (rows: number) => Math.min(20, Math.floor(rows / 5));

export function VirtualTasks({
  label,
  tasks,
  canLoadMore,
  onLoadMore,
  className,
  revealed = null,
  Row,
}: {
  label: string;
  tasks: readonly TaskCard[];
  canLoadMore: boolean;
  onLoadMore: () => void;
  className?: string;
  /** A task that was just moved here: it is scrolled into view, and gets the focus if nothing has it. */
  revealed?: { id: string } | null;
  /** Draws one task. Memoized, it is drawn again only when its task changes. */
  Row: ComponentType<{ task: TaskCard }>;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATE,
    getItemKey: (index) => tasks[index]!._id,
    gap: 8,
    overscan: 6,
    // Scrolling moves rows without drawing the list again, until another row comes into view.
    directDomUpdates: true,
  });
  const handled = useRef<typeof revealed>(null);
  useEffect(() => {
    const index = tasks.findIndex(({ _id }) => _id === revealed?.id);
    if (index === -1 || handled.current === revealed) return;
    handled.current = revealed;
    rows.scrollToIndex(index);
    requestAnimationFrame(() => focusRow(scroller.current, index));
  }, [revealed, tasks, rows]);
  const drawn = rows.getVirtualItems();
  const last = drawn.at(-1)?.index ?? -1;
  useEffect(() => {
    if (canLoadMore && last >= tasks.length - aheadOf(tasks.length)) onLoadMore();
  }, [canLoadMore, last, tasks.length, onLoadMore]);
  return (
    <div ref={scroller} className={className}>
      <ul ref={rows.containerRef} aria-label={label} className="relative">
        {drawn.map(({ key, index }) => (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-setsize={canLoadMore ? -1 : tasks.length}
            aria-posinset={index + 1}
            // Takes the focus when the task before it leaves.
            tabIndex={-1}
            className="absolute inset-x-0 top-0"
          >
            <Row task={tasks[index]!} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Focuses what the row is picked up by, unless the focus is elsewhere. */
function focusRow(list: Element | null, index: number): void {
  if (document.activeElement !== document.body) return;
  list?.querySelector<HTMLElement>(`[data-index="${index}"] button`)?.focus();
}
