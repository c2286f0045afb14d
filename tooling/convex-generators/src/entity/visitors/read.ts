// What everybody may see, signed in or not: `--public name,price --public-when published`.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import type { EntityField, Visitors } from "../model/model.ts";
import type { VisitorsInput } from "./input.ts";

/**
 * Reads what visitors see.
 * @param input as it was typed
 * @param fields the fields of the entity
 * @param problems gets what is wrong
 * @returns null for rows that only people who are signed in may see
 */
export function readVisitors(
  { public: shown, publicWhen }: VisitorsInput,
  fields: readonly EntityField[],
  problems: Problem[],
): Visitors | null {
  if (shown === undefined) {
    if (publicWhen !== undefined) problems.push(whenAlone(publicWhen, fields));
    return null;
  }
  // What is wrong with the fields themselves comes first.
  if (problems.length > 0) return null;
  if (fields.some(({ isParent }) => isParent)) {
    const message = `parts are seen by those who see the whole, which visitors do not: show them by a function that reads the whole first.`;
    problems.push({ code: "PUBLIC_FIELD", arg: shown, message, fix: "Leave out --public." });
    return null;
  }
  const names = shown.split(",").map((name) => name.trim());
  const seen: EntityField[] = [];
  for (const name of names) {
    const field = fields.find((one) => one.name === name);
    const fault = field === undefined ? unknown("public", name, fields) : faultOf(field);
    if (fault === null && field !== undefined && !seen.includes(field)) seen.push(field);
    else
      problems.push(fixed(shown, names, name, fault ?? { message: `"${name}" is named twice.` }));
  }
  const when = publicWhen === undefined ? null : readWhen(publicWhen, fields, problems);
  return { fields: seen, when };
}

interface Fault {
  message: string;
  /** What was meant; null where the field has to be left out. */
  meant?: string | null;
}

/** A problem with one of the names; its fix is the list with what was meant, or without it. */
function fixed(text: string, names: readonly string[], name: string, fault: Fault): Problem {
  const { message, meant } = fault;
  const at = names.lastIndexOf(name);
  const rest = names.flatMap((one, index) => (index === at ? (meant ?? []) : one));
  return {
    ...{ code: "PUBLIC_FIELD", arg: text, message },
    ...(rest.length > 0 && instead(rest.join(","))),
  };
}

function unknown(flag: string, name: string, fields: readonly EntityField[]): Fault {
  const known = fields.map((field) => field.name);
  const meant = didYouMean(name, known);
  const message = `--${flag}: there is no field "${name}".${meant?.sentence ?? ` Fields: ${known.join(", ")}.`}`;
  return { message, meant: meant?.word ?? null };
}

function faultOf({
  name,
  type,
  target,
  isOwner,
  isTeam,
  isTrash,
  isPrivate,
}: EntityField): Fault | null {
  const leaveOut = (why: string) => ({ message: `"${name}" ${why}: leave it out of --public.` });
  if (isOwner) return leaveOut("says whose a row is, which visitors do not see");
  if (isTeam) return leaveOut("says which team's a row is, which visitors name themselves");
  if (isTrash) return leaveOut("is of rows that visitors do not see");
  if (isPrivate) return leaveOut("is private");
  if (target !== null) return leaveOut(`is an id of "${target.table}", which visitors cannot read`);
  if (type === "vector" || type === "json")
    return leaveOut(type === "json" ? "may hold anything" : "is for searches");
  return null;
}

function readWhen(
  text: string,
  fields: readonly EntityField[],
  problems: Problem[],
): Visitors["when"] {
  const refuse = (message: string, fix: Partial<Problem> = {}) => {
    problems.push({ code: "PUBLIC_WHEN", arg: text, message, ...fix });
    return null;
  };
  const [name = "", value] = text.split("=").map((part) => part.trim());
  const field = fields.find((one) => one.name === name);
  if (field === undefined) {
    const { message, meant } = unknown("public-when", name, fields);
    return refuse(message, meant ? instead(text.replace(name, meant)) : {});
  }
  const { type, list, isOptional, isNullable, values } = field;
  if (!["bool", "enum"].includes(type) || list !== null || isOptional || isNullable) {
    const message = `"${name}" cannot say which rows are public: it has to be a bool or an enum that each row has.`;
    return refuse(message, { fix: "isPublished:bool=false, with --public-when isPublished" });
  }
  if (type === "bool") {
    if (value === undefined || value === "true" || value === "false")
      return { field, value: value !== "false" };
    return refuse(`"${name}" is true or false, and never "${value}".`, instead(name));
  }
  if (value !== undefined && values.includes(value)) return { field, value };
  const meant = value === undefined ? null : didYouMean(value, values);
  const message = `--public-when ${name}=<option> names one of ${values.join(", ")}.${meant?.sentence ?? ""}`;
  return refuse(message, instead(`${name}=${meant?.word ?? values.at(-1)!}`));
}

/** The condition as it is typed. */
export function formatWhen({ field, value }: NonNullable<Visitors["when"]>): string {
  return value === true ? field.name : `${field.name}=${value}`;
}

function whenAlone(text: string, fields: readonly EntityField[]): Problem {
  const message = "--public-when says which rows are public, and no field is.";
  const [first] = fields.filter((field) => faultOf(field) === null);
  const fix = `--public ${first?.name ?? "<fields>"} --public-when ${text}`;
  return { code: "PUBLIC_WHEN", arg: text, message, fix };
}
