// What is known of a row, as names and values.
import type { ReactNode } from "react";

import { labelOf } from "@/components/labels";
import { exactMomentText } from "@/lib/moments";
import { dateText } from "@/lib/language";

import { words } from "./words";

export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm empty:hidden">{children}</dl>
  );
}

/** Nothing at all for a value that is not there. */
export function Fact({
  label,
  isNone = false,
  children,
}: {
  label: string;
  /** Whether it is known that there is none, which is said. */
  isNone?: boolean;
  children: ReactNode;
}) {
  if (isNone) return <Fact label={label}>{words.none}</Fact>;
  if (children === undefined || children === null || children === "") return null;
  if (Array.isArray(children) && children.length === 0) return null;
  return (
    <>
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="min-w-0 wrap-anywhere [&_a]:text-primary [&_a]:underline-offset-2 [&_a]:hover:underline">
        {children}
      </dd>
    </>
  );
}

const moment = dateText({
  dateStyle: "medium",
  timeStyle: "short",
});

/** A timestamp (milliseconds since 1970) in the format of the user's locale; null for none. */
export function momentText(time: number | null | undefined): string | null {
  return time === undefined || time === null ? null : moment(time);
}

/**
 * Calls a row that has no name by when it was made, to the second.
 * @param kind what it is, as a name of the code or in words: `order`, `Order`
 */
export function nameByMoment(kind: string, { _creationTime }: { _creationTime: number }): string {
  return words.ofMoment(labelOf(kind), exactMomentText(_creationTime));
}

/** Yes or no; null for neither. */
export function yesOrNo(value: boolean | null | undefined): string | null {
  if (value === undefined || value === null) return null;
  return value ? words.yes : words.no;
}
