import { toast } from "sonner";

import { errorSentence } from "./error-sentences";

/**
 * Says in a toast that something failed, and why: `remove({ id }).catch(failed(words.notRemoved))`.
 * @param sentence what did not happen
 * @returns a handler of the error
 */
export const failed = (sentence: string) => (error: unknown) => {
  toast.error(sentence, { description: errorSentence(error) });
};
