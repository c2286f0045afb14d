import { isAppError } from "@repo/validators/errors";
import { useState } from "react";

import { errorSentence } from "../error-sentences.ts";

/**
 * Keeps the sentence that explains the last failed try. The auth library refuses wrong passwords and
 * taken addresses with plain errors, whose text is hidden in production: those read as `refusal`.
 */
export function useAccountFailure(refusal: string) {
  const [sentence, setSentence] = useState<string | null>(null);
  const guard = async (attempt: () => Promise<unknown>) => {
    setSentence(null);
    try {
      await attempt();
    } catch (error) {
      setSentence(isAppError(error) ? errorSentence(error) : refusal);
    }
  };
  return { sentence, guard };
}
