import { classNames } from "./class-names.ts";

/** A grey shape where content will be. The surrounding part says "loading" to screen readers. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden className={classNames("animate-pulse rounded-lg bg-sunken", className)} />
  );
}
