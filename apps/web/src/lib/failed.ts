// Short messages, for code that pages load before they are drawn: sonner arrives after them.
import { errorSentence } from "./error-sentences";

/** Loads what shows short messages: sonner's `toast`. */
export const loadToast = async () => (await import("sonner")).toast;

/**
 * Says in a toast that something failed, and why: `remove({ id }).catch(failed(words.notRemoved))`.
 * @param sentence what did not happen
 * @returns a handler of the error
 */
export const failed = (sentence: string) => async (error: unknown) => {
  const toast = await loadToast();
  toast.error(sentence, { description: errorSentence(error) });
};
