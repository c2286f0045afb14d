import { isAppError } from "@repo/validators/errors";
import { useState } from "react";
import type { z } from "zod";

import { useZodForm, type ZodForm } from "@/components/form/use-zod-form";
import type { Texts } from "@/components/form/values";
import { errorSentence } from "@/lib/error-sentences";

/** A form with the sentence that explains why the last attempt failed. */
export type AccountForm<Name extends string> = ZodForm<Name> & { failure: string | null };

/** A form of the sign-in page: what the server refuses is said above the fields. */
export function useAccountForm<Shape extends z.ZodObject>({
  shape,
  initial,
  attempt,
}: {
  shape: Shape;
  initial: Texts<Shape>;
  attempt: (input: z.output<Shape>) => Promise<unknown>;
}): AccountForm<keyof Texts<Shape> & string> {
  const [failure, setFailure] = useState<string | null>(null);
  const form = useZodForm({
    shape,
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
