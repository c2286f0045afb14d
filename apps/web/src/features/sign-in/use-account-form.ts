import { isAppError } from "@repo/validators/errors";
import { useState } from "react";
import type { z } from "zod";

import { useLaterForm } from "@/components/form/use-later-form";
import type { ZodForm } from "@/components/form/use-texts";
import type { Texts } from "@/components/form/values";
import { errorSentence } from "@/lib/error-sentences";

import type * as shapes from "./shapes";

/** A form with the sentence that explains why the last attempt failed. */
export type AccountForm<Name extends string> = ZodForm<Name> & { failure: string | null };

type Shapes = typeof shapes;

/** A form of the sign-in page, by the name of its shape: what the server refuses is said above the fields. */
export function useAccountForm<Name extends keyof Shapes>({
  shape,
  initial,
  attempt,
}: {
  shape: Name;
  initial: Texts<Shapes[Name]>;
  attempt: (input: z.output<Shapes[Name]>) => Promise<unknown>;
}): AccountForm<keyof Texts<Shapes[Name]> & string> {
  const [failure, setFailure] = useState<string | null>(null);
  const form = useLaterForm({
    loadShape: async () => (await import("./shapes"))[shape],
    initial,
    onSubmit: async (input) => {
      setFailure(null);
      await attempt(input);
    },
    refused: (error) => {
      // What is wrong with a field is said beside it.
      if (isAppError(error) && error.data.issues?.length) return;
      // Here the codes mean a wrong password and a closed account, not a session or a role.
      const isRefusal =
        isAppError(error) && ["UNAUTHENTICATED", "FORBIDDEN"].includes(error.data.code);
      setFailure(isRefusal ? error.data.message : errorSentence(error));
    },
  });
  return { ...form, failure };
}
