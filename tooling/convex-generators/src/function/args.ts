// The arguments of a function: fields of the same grammar, without what only a table can have.
import { faultOfMember } from "../fields/identifiers.ts";
import type { Field } from "../fields/field.ts";
import { formatField } from "../fields/format.ts";
import { parseFields } from "../fields/parse.ts";
import { idAsText } from "../repository/ids-of-others.ts";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import type { Reading } from "./reading.ts";

/** Reads the arguments, and adds what is wrong to the reading's problems. */
export function readArgs(reading: Reading): Field[] {
  const { input, problems } = reading;
  const parsed = parseFields(input.args ?? [], {
    faultOf: (name) => faultOfMember(name, "argument"),
    isStored: false,
  });
  problems.push(...parsed.problems);
  const seen = new Map<string, string>();
  for (const { text, field } of parsed.fields) {
    problems.push(...problemsOf(reading, text, field));
    const twin = seen.get(field.name.toLowerCase());
    if (twin !== undefined) {
      const how = twin === field.name ? "is given twice" : `and "${twin}" differ only in case`;
      const message = `the argument "${field.name}" ${how}.`;
      problems.push({ code: "FIELD_DUP", arg: text, at: 0, message });
    }
    seen.set(field.name.toLowerCase(), field.name);
  }
  return parsed.fields.map(({ field }) => field);
}

/** Modifiers that describe a field of a table, and so cannot stand on an argument. */
const OF_TABLES: readonly [string, (field: Field) => boolean][] = [
  ["index", ({ isIndexed }) => isIndexed],
  ["unique", ({ isUnique }) => isUnique],
  ["once", ({ isOnce }) => isOnce],
  ["search", ({ isSearchable }) => isSearchable],
  ["name", ({ isName }) => isName],
  ["immutable", ({ isImmutable }) => isImmutable],
  ["server", ({ isServer }) => isServer],
  ["private", ({ isPrivate }) => isPrivate],
  ["owner", ({ isOwner }) => isOwner],
  ["cascade", ({ onRemove }) => onRemove === "cascade"],
  ["clear", ({ onRemove }) => onRemove === "clear"],
];

function problemsOf(reading: Reading, text: string, field: Field): Problem[] {
  const problems: Problem[] = OF_TABLES.filter(([, has]) => has(field)).map(([word]) => ({
    code: "MOD_HERE",
    arg: text,
    at: Math.max(0, text.search(new RegExp(`[:+]${word}\\b`)) + 1),
    message: `"${word}" describes a field of a table, and an argument is not stored.`,
    ...instead(text.replace(new RegExp(`[:+]${word}\\b`), "")),
  }));
  if (field.isNullable) {
    problems.push({
      code: "MOD_HERE",
      arg: text,
      message: `an argument that says nothing is left out: write "?" for "nullable".`,
      ...instead(formatField({ ...field, isNullable: false, isOptional: field.default === null })),
    });
  }
  if (Object.keys(field.labels).length > 0) {
    problems.push({
      code: "MOD_HERE",
      arg: text,
      message:
        "the words for an option are those of a page, and an argument has none: write the values alone.",
      ...instead(formatField({ ...field, labels: {} })),
    });
  }
  if (field.type === "json") {
    problems.push({
      code: "ANY_HERE",
      arg: text,
      message: `an argument of any type cannot be checked: pass its parts as arguments.`,
    });
  }
  if (field.default !== null && field.default.kind !== "literal") {
    problems.push({
      code: "DEFAULT_HERE",
      arg: text,
      at: text.lastIndexOf("="),
      message: `an argument cannot default to "${field.default.kind}": the handler knows that value.`,
      ...instead(text.slice(0, text.lastIndexOf("="))),
    });
  }
  if (field.name === "paginationOpts") {
    const message = `"paginationOpts" is added by --returns page.`;
    problems.push({ code: "NAME_TAKEN", arg: text, at: 0, message });
  }
  problems.push(...unknownTable(reading, text, field));
  problems.push(...idAsText({ text, field }, { tables: reading.tables, isStored: false }));
  return problems;
}

/** A reference to a table that is not there. */
export function unknownTable({ tables }: Reading, text: string, field: Field): Problem[] {
  if (field.type !== "ref" || field.table === null || tables.includes(field.table)) return [];
  const guess = didYouMean(field.table, tables);
  return [
    {
      code: "REF_UNKNOWN",
      arg: text,
      at: text.indexOf(field.table, text.indexOf("ref")),
      message: `ref(${field.table}): there is no table "${field.table}".${guess?.sentence ?? ""}`,
      ...(guess && instead(text.replace(/(ref[(:])[^):+?[=]*/, `$1${guess.word}`))),
    },
  ];
}
