import { GeneratorError } from "@groundwork/plop-engine/plan";

/** What is read; null where it cannot be, as a generator would refuse it. */
export function whereReadable<Read>(read: () => Read): Read | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof GeneratorError) return null;
    throw error;
  }
}
