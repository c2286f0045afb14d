import { errorSentence } from "./error-sentences";
import { loadToast } from "./toaster";

/**
 * Says in a toast that something failed, and why: `remove({ id }).catch(failed(words.notRemoved))`.
 * @param sentence what did not happen
 * @returns a handler of the error
 */
export const failed = (sentence: string) => async (error: unknown) => {
  const toast = await loadToast();
  toast.error(sentence, { description: errorSentence(error) });
};
