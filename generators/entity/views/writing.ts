// How a test writes rows: what it gives to `create`, what is stored, and how those are made.
import { type EntityField, type EntityModel, inputsOf } from "../model.ts";
import type { Helpers } from "@groundwork/plop-engine/templates/render";
import { sampleText } from "../samples.ts";
import { outcomeOfCreate } from "./people.ts";

/** The fields that `input()` gives: all that `create` takes, but for rows that not everybody sees. */
export function givenFields(model: EntityModel): EntityField[] {
  return inputsOf(model).filter((field) => {
    if (field.target === null || !field.isOptional) return true;
    if (field.target.isSelf) return false;
    if (field.target.table === "users") return true;
    const { readers } = field.target;
    return model.roles.every(
      (role) => outcomeOfCreate(model, role) !== null || Object.hasOwn(readers, role),
    );
  });
}

/** Fields of a stored row that `input()` does not give. */
export function storedFields({ fields }: EntityModel): EntityField[] {
  return fields.filter(({ isInput, isOwner }) => !isInput && !isOwner);
}

/** Whether making the arguments of `create` has to be waited for, and who gives them matters. */
export function natureOf(model: EntityModel) {
  const samples = [...givenFields(model), ...storedFields(model)].map((field) => sampleText(field));
  const inputTakesPerson = samples.some((text) => /\bperson\b/.test(text));
  return {
    isAsync: samples.some((text) => text.includes("await ")),
    inputTakesPerson,
    docTakesPerson: inputTakesPerson || model.owner !== null,
  };
}

/** The calls that tests make: each is given the variable of a person. */
export function writingOf(model: EntityModel) {
  const { isAsync, inputTakesPerson, docTakesPerson } = natureOf(model);
  const wait = isAsync ? "await " : "";
  return {
    /** The arguments of `create`. */
    input: (person: string) => `${wait}input(${inputTakesPerson ? person : ""})`,
    /** A row as it is stored. */
    doc: (person: string) => `${wait}docOf(${docTakesPerson ? person : ""})`,
    /** Puts a row in, and answers its id. */
    row: (person: string) => `await rowOf(${docTakesPerson ? person : ""})`,
    /** The arguments of a list; the options are those of the first page by default. */
    list: (person: string, options?: unknown) => {
      const given = typeof options === "string" ? options : null;
      if (model.team === null) return given ?? "firstPage";
      const first = `await listOf(${person})`;
      return given === null ? first : `{ ...(${first}), ...${given} }`;
    },
    /** The same code, to be spread. */
    spread: (code: string) => (code.startsWith("await ") ? `(${code})` : code),
  } satisfies Helpers;
}
