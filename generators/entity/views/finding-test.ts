// What the tests of finding rows name: by one value, by words, by a vector.
import { type EntityField, type EntityModel, lookupsOf } from "../model.ts";
import { exactText, fitting } from "../samples.ts";
import { quoted } from "@groundwork/plop-engine/templates/code";
import { fieldView } from "./fields.ts";
import { findingOf } from "./people.ts";
import { madeRow } from "./references-test.ts";

/** The facts for the tests of lists and searches. */
export function findingTestView(model: EntityModel) {
  const { viewers, ...seen } = findingOf(model);
  const lookups = lookupsOf(model).map((field) => fieldView(model, field));
  const searched = model.fields.filter(({ isSearchable }) => isSearchable);
  const searches = searched.map((field) => fieldView(model, field));
  return {
    /** Three rows, the second of somebody else than ann, and who finds which of them. */
    seen: {
      ...seen,
      viewers: viewers.map((viewer) => ({ ...viewer, isOneRow: viewer.rows.length === 1 })),
    },
    lookupTests: lookups.map((field) => {
      const wanted = wantedCode(model, field);
      const other = field.target === null ? exactText(field, 2, "ann") : wanted;
      const hasOther = field.target !== null || other !== wanted;
      return { ...field, wanted, other: hasOther ? other : null };
    }),
    searchTests: searches.map((field) => ({
      ...field,
      wanted: fitting("wanted", field.range),
      other: quoted(fitting("other", field.range)),
    })),
    pageArgs: model.team === null ? "firstPage" : "args",
    /** The other lists that nobody calls without signing in. */
    signedOut: [
      ...lookups.map((field) => {
        const value = wantedCode(model, field);
        const isSlow = value.includes("await ");
        return { name: field.lookupName, field: field.name, value, isSlow };
      }),
      ...searches.map((field) => ({
        name: field.searchName,
        field: "term",
        value: '"x"',
        isSlow: false,
      })),
    ],
  };
}

/** A value of a field that rows are found by, as code. */
function wantedCode(model: EntityModel, field: EntityField): string {
  return field.target === null
    ? exactText(field, 1, "ann")
    : madeRow(model, field as Parameters<typeof madeRow>[1], "ann");
}
