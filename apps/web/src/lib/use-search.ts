// Looking for words while somebody types them.
import { fieldLimits } from "@repo/validators/fields";
import type { UsePaginatedQueryResult } from "convex/react";
import { useEffect, useState } from "react";

/** How long a pause in the typing is, in milliseconds: each letter would be a query of its own. */
const PAUSE = 200;

/**
 * The words as they are typed, and as a query takes them: once the typing pauses, `""` for none.
 * @param initial the words to start from
 */
export function useSearch(initial = ""): {
  text: string;
  setText: (text: string) => void;
  term: string;
} {
  const [text, setText] = useState(initial);
  const term = usePausedTerm(text);
  return { text, setText: (next) => setText(next.slice(0, fieldLimits.searchTerm.max)), term };
}

/** Words as a query takes them, of a text that is being typed elsewhere: once the typing pauses, `""` for none. */
export function usePausedTerm(text: string): string {
  const typed = text.trim();
  const [paused, setPaused] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(typed), typed === "" ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  // Who empties the field wants everything back at once.
  return typed === "" ? "" : paused;
}

/**
 * Words that the address keeps, so that a link and a reload find the same.
 * @param asked the words of the address; absent for none
 * @param onPause puts words into the address, once the typing pauses: undefined for none
 * @returns the words as they are typed
 */
export function useAddressSearch(
  asked = "",
  onPause: (words: string | undefined) => void,
): { text: string; setText: (text: string) => void } {
  const [text, setText] = useState(asked);
  const [known, setKnown] = useState({ asked, sent: asked });
  // A link, or going back, has changed the address: it counts, not what was typed for the one before.
  if (asked !== known.asked) {
    setKnown({ asked, sent: asked });
    if (asked !== known.sent) setText(asked);
  }
  const words = text.trim();
  useEffect(() => {
    if (words === known.sent) return;
    const pause = words === "" ? 0 : PAUSE;
    const timer = setTimeout(() => {
      setKnown((before) => ({ ...before, sent: words }));
      onPause(words || undefined);
    }, pause);
    return () => clearTimeout(timer);
    // Only what is typed changes the address.
  }, [words]);
  return { text, setText: (next) => setText(next.slice(0, fieldLimits.searchTerm.max)) };
}

/** Rows of a query; while the first of another one are on the way, those that were there before. */
export function useLastResults<Item>(
  rows: UsePaginatedQueryResult<Item>,
): UsePaginatedQueryResult<Item> {
  const [last, setLast] = useState(rows);
  const isLoading = rows.status === "LoadingFirstPage";
  const isOther = last.results !== rows.results || last.status !== rows.status;
  if (!isLoading && isOther) setLast(rows);
  if (!isLoading || last.status === "LoadingFirstPage") return rows;
  if (last.status === "Exhausted") return last;
  // More of them can no more be asked for.
  return { results: last.results, status: "LoadingMore", isLoading: true, loadMore: () => {} };
}
