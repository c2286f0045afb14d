import { isAppError } from "@repo/validators/errors";
import { useState } from "react";

import { errorSentence } from "../ui/error-sentences.ts";

/** Keeps the sentence that explains the last failed try to sign in or up. */
export function useAccountFailure() {
  const [sentence, setSentence] = useState<string | null>(null);
  const guard = async (attempt: () => Promise<unknown>) => {
    setSentence(null);
    try {
      await attempt();
    } catch (error) {
      // Here the codes mean a wrong password and an account that is shut, not a session or a role.
      const isRefusal =
        isAppError(error) && ["UNAUTHENTICATED", "FORBIDDEN"].includes(error.data.code);
      setSentence(isRefusal ? error.data.message : errorSentence(error));
    }
  };
  return { sentence, guard };
}
