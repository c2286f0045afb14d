// How a test writes rows: what it gives to `create`, what is stored, and the calls that make both.
import type { Helpers } from "@groundwork/plop-engine/templates/render";
import type { EntityField, EntityModel } from "../model/model.ts";
import { sampleText } from "../model/samples.ts";
import { outcomeOfCreate } from "./callers.ts";

/** The fields that `input()` gives: all that `create` takes, but for rows that not everybody sees. */
export function givenFields({ inputs, ...model }: EntityModel): EntityField[] {
  const creators = model.roles.filter(
    (role) => outcomeOfCreate({ inputs, ...model }, role) === null,
  );
  return inputs.filter(({ target, isOptional }) => {
    if (target === null || !isOptional) return true;
    if (target.isSelf) return false;
    const isSeen = creators.every((role) => Object.hasOwn(target.readers, role));
    return target.table === "users" || isSeen;
  });
}

/** Fields of a stored row that `input()` does not give. */
export function storedFields({ fields }: EntityModel): EntityField[] {
  return fields.filter(({ isInput, isOwner, isTrash }) => !isInput && !isOwner && !isTrash);
}

/** Whether making the arguments of `create` has to be awaited, and depends on who gives them. */
export function natureOf(model: EntityModel) {
  const samples = [...givenFields(model), ...storedFields(model)].map((field) => sampleText(field));
  // As a name, not in a text such as the option "person" of an enum.
  const inputTakesPerson = samples.some((text) => /\bperson\b/.test(text.replace(/"[^"]*"/g, "")));
  return {
    isAsync: samples.some((text) => text.includes("await ")),
    inputTakesPerson,
    docTakesPerson: inputTakesPerson || model.owner !== null,
  };
}

/** The calls that tests make; each takes the variable of a person. */
export function writingOf(model: EntityModel) {
  const { isAsync, inputTakesPerson, docTakesPerson } = natureOf(model);
  const wait = isAsync ? "await " : "";
  return {
    /** The arguments of `create`. */
    input: (person: string) => `${wait}input(${inputTakesPerson ? person : ""})`,
    /** A row as it is stored. */
    doc: (person: string) => `${wait}docOf(${docTakesPerson ? person : ""})`,
    /** Stores a row, and answers its id. */
    row: (person: string) => `await rowOf(${docTakesPerson ? person : ""})`,
    /** The arguments of a list; the options are those of the first page by default. */
    list: (person: string, options?: unknown) => {
      const given = typeof options === "string" ? options : null;
      if (model.place === null) return given ?? "firstPage";
      const first = `await listOf(${person})`;
      return given === null ? first : `{ ...(${first}), ...${given} }`;
    },
    /** The same code, to be spread. */
    spread: (code: string) => (code.startsWith("await ") ? `(${code})` : code),
  } satisfies Helpers;
}
