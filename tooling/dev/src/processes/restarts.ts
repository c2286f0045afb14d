// A part that is started again when it ends by itself after it worked.

import type { Part } from "./parts.ts";

/** A part that says when it works. */
export interface ReadyPart extends Part {
  /** Resolves when it works. */
  ready: Promise<void>;
  ended: Promise<string>;
}

/**
 * Starts a part, and again whenever it ends by itself after it was ready. One that ends before it is
 * ready has ended for good: it would do so again.
 * @param start is called for each start; an error of a later one ends the part
 * @param onRestart gets the sentence that says how it ended, before the next start
 * @returns one part for all starts: `ready` is that of the first, `ended` resolves with the last end
 */
export function restartOnceReady(
  start: () => ReadyPart,
  onRestart: (sentence: string) => void,
): ReadyPart {
  const first = start();
  let current = first;
  let isStopping = false;
  const stop = (): Promise<void> => {
    isStopping = true;
    return current.stop();
  };

  async function watch(): Promise<string> {
    for (;;) {
      const part = current;
      let isReady = false;
      void part.ready.then(() => (isReady = true));
      const sentence = await part.ended;
      if (isStopping || !isReady) return sentence;
      // What it has started may have outlived it.
      await part.stop();
      if (isStopping) return sentence;
      onRestart(sentence);
      try {
        current = start();
      } catch (error) {
        return `${sentence} ${error instanceof Error ? error.message : String(error)}`;
      }
    }
  }

  return { ready: first.ready, ended: watch(), stop };
}
