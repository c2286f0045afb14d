// The functions of scheduler-crash.test.ts, the same before and after the crash.

import type { ScriptedFunctions } from "./scheduler-fixture.ts";

/** A mutation that has written, and an action, both of which then do `last`. */
export function crashFunctions(last: () => Promise<void>): ScriptedFunctions {
  return {
    "m:mutation": {
      type: "Mutation",
      run: async (tx) => {
        tx.insert({ component: "" }, "effects", {});
        await last();
      },
    },
    "m:action": { type: "Action", run: last },
  };
}
