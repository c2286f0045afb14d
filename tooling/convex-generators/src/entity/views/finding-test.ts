// What the tests of finding rows name: by one value, by words, by a vector.
import { quoted } from "@groundwork/plop-engine/templates/code";
import {
  type EntityField,
  type EntityModel,
  type ReferenceField,
  isKey,
  scopeFor,
} from "../model/model.ts";
import { exactText, fitting } from "../model/samples.ts";
import { findingOf, mainRole } from "./callers.ts";
import { fieldView } from "./fields.ts";
import { madeRow } from "./references-test.ts";

/** The facts for the tests of lists and searches. */
export function findingTestView(model: EntityModel) {
  const lookupTests = model.lookups.map((field) => {
    const wanted = wantedCode(model, field);
    const other = field.target === null ? exactText(field, 2, "ann") : wanted;
    const hasOther = field.target !== null || other !== wanted;
    return { ...fieldView(model, field), wanted, other: hasOther ? other : null };
  });
  const searchTests = model.fields
    .filter(({ isSearchable }) => isSearchable)
    .map((field) => ({
      ...fieldView(model, field),
      wanted: fitting("wanted", field.range),
      other: quoted(fitting("other", field.range)),
      narrowed: model.searchFilters.flatMap((filter) => narrowedBy(model, filter)),
    }));
  return {
    seen: findingOf(model),
    lookupTests,
    searchTests,
    keyTests: model.fields.filter(isKey).map((field) => fieldView(model, field)),
    /** Whether bob, who has the same role as ann, sees none of her rows. */
    isHidden: ["own", "team", "led"].includes(scopeFor(model, "read", mainRole(model)) ?? ""),
    pageArgs: model.place === null ? "firstPage" : "args",
    /** The other lists that nobody calls without signing in. */
    signedOut: [
      ...lookupTests.map(({ lookupName, name, wanted }) => ({
        ...{ name: lookupName, field: name, value: wanted, isSlow: wanted.includes("await ") },
      })),
      ...searchTests.map(({ searchName }) => ({
        ...{ name: searchName, field: "term", value: '"x"', isSlow: false },
      })),
    ],
  };
}

/** Two values of a field that searches are narrowed by, as code; nothing for one that has a single value. */
function narrowedBy(model: EntityModel, filter: EntityField) {
  const isPerson = filter.target?.table === "users";
  const [wanted, other] = isPerson
    ? ["ann.userId", "bob.userId"]
    : filter.target !== null
      ? [wantedCode(model, filter), wantedCode(model, filter)]
      : [exactText(filter, 1, "ann"), exactText(filter, 2, "ann")];
  const isOne = filter.target === null && wanted === other;
  return isOne ? [] : [{ filter: filter.name, wanted, other }];
}

/** A value that rows are found by, as code. */
export function wantedCode(model: EntityModel, field: EntityField): string {
  if (field.target === null) return exactText(field, 1, "ann");
  return madeRow(model, field as ReferenceField, "ann");
}
