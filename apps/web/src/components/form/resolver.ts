import { zodResolver } from "@hookform/resolvers/zod";
import type { Resolver } from "react-hook-form";
import type { z } from "zod";

import type { FormTexts } from "./use-texts";
import { validationSentence } from "./validation-sentences";

/** Checks the texts of a form with a shape that was made for texts, in the words of the app. */
export function resolverOf<Output, Input extends FormTexts>(
  shape: z.ZodType<Output, Input>,
): Resolver<Input, unknown, Output> {
  return zodResolver(shape as never, { error: validationSentence } as never) as never;
}
