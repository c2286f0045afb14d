// The form of a page that is drawn before zod is loaded.
import { useEffect, useState } from "react";
import type { Resolver } from "react-hook-form";
import type { z } from "zod";

import { showRefusal, useTexts, type ZodForm } from "./use-texts";
import type { Texts } from "./values";

/**
 * Like `useZodForm`, with a shape that is loaded once the form is drawn. What is submitted earlier waits for it.
 * @param options.loadShape loads what the call takes of the form; only the first one given counts
 * @param options.initial the texts to start from
 * @param options.onSubmit gets the checked values
 * @param options.refused gets what `onSubmit` throws, and why the shape cannot be loaded
 */
export function useLaterForm<Shape extends z.ZodObject>(options: {
  loadShape: () => Promise<Shape>;
  initial: Texts<Shape>;
  onSubmit: (output: z.output<Shape>) => Promise<unknown>;
  refused: (error: unknown) => void;
}): ZodForm<keyof Texts<Shape> & string> {
  type Check = Resolver<Texts<Shape>, unknown, z.output<Shape>>;
  const { loadShape, initial, onSubmit, refused } = options;
  const [load] = useState(() => loaderOf(loadShape));
  useEffect(() => {
    // Submitting the form reports a failure.
    load().catch(() => {});
  }, [load]);
  const check: Check = async (...texts) => {
    try {
      return await (
        await load()
      )(...texts);
    } catch (error) {
      refused(error);
      return { values: {}, errors: { root: { type: "load" } } } as never;
    }
  };
  return useTexts(check, initial, async (output, _typed, form) => {
    try {
      await onSubmit(output);
    } catch (error) {
      showRefusal(form as never, error);
      refused(error);
    }
  });
}

/** Loads the resolver of a shape once; after a failure the next call tries again. */
function loaderOf<Shape extends z.ZodObject>(loadShape: () => Promise<Shape>) {
  const load = async () => {
    const [{ resolverOf }, { formShape }, shape] = await Promise.all([
      import("./resolver"),
      import("./values"),
      loadShape(),
    ]);
    return resolverOf(formShape<Shape>(shape as Shape));
  };
  let loading: ReturnType<typeof load> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
}
