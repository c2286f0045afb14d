import { expect, test } from "vitest";
import { entityAfter } from "./field-steps.ts";

test("a field that is renamed is named so by all that names fields", () => {
  const entity = {
    fields: ["title:string", "stage:enum(open,done)=open"],
    ...{ index: ["stage,title"], states: "stage: open>done" },
    ...{ searchFilter: "stage", public: "title,stage", publicWhen: "stage=done" },
  };
  const after = entityAfter(entity, { table: "things", rename: "stage=state" });
  expect(after).toMatchObject({
    ...{ index: ["state,title"], states: "state: open>done" },
    ...{ searchFilter: "state", public: "title,state", publicWhen: "state=done" },
  });
});
