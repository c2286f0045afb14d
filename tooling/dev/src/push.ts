// Understanding what the official CLI prints while it pushes on every save.

import { stripVTControlCharacters } from "node:util";

import { isAboutTheCli } from "./convex-cli.ts";

export interface PushWatcher {
  /** Takes the next line of the CLI's output. Returns the text to show, or null for none. */
  read: (line: string) => string | null;
  /** Resolves when the first push is live. */
  firstPush: Promise<void>;
}

/** `onRefused` is called once for each push that is refused, before its errors are shown. */
export function watchPushes(onRefused: () => void): PushWatcher {
  let isRefused = false;
  let resolveFirst: () => void = () => undefined;
  const firstPush = new Promise<void>((resolve) => (resolveFirst = resolve));
  const read = (line: string): string | null => {
    const text = stripVTControlCharacters(line).trim();
    if (/Convex functions ready!/.test(text)) {
      resolveFirst();
      isRefused = false;
    } else if (/Preparing Convex functions/.test(text)) {
      isRefused = false;
    } else if (/^[✖✘] /.test(text) && !isRefused) {
      isRefused = true;
      onRefused();
    }
    return isNoise(text) ? null : line;
  };
  return { read, firstPush };
}

/** Spinner frames, and what says nothing to somebody who did not start the CLI themselves. */
function isNoise(text: string): boolean {
  return (
    text === "" ||
    isAboutTheCli(text) ||
    /^(-|[⠀-⣿]) /.test(text) ||
    /^(✔ )?Saved .*CONVEX_(SITE_)?URL/.test(text) ||
    text.startsWith("▌")
  );
}
