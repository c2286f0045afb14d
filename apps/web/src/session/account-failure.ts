import { isAppError } from "@repo/validators/errors";
import { useState } from "react";

import { errorSentence } from "../error-sentences.ts";

/** Keeps the sentence that explains the last failed try to sign in or up. */
export function useAccountFailure() {
  const [sentence, setSentence] = useState<string | null>(null);
  const guard = async (attempt: () => Promise<unknown>) => {
    setSentence(null);
    try {
      await attempt();
    } catch (error) {
      // Here the code means a wrong password, not a session that has ended.
      const isRefusal = isAppError(error) && error.data.code === "UNAUTHENTICATED";
      setSentence(isRefusal ? error.data.message : errorSentence(error));
    }
  };
  return { sentence, guard };
}
