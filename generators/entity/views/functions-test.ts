// What the template of the functions' test names.
import { articleOf } from "@groundwork/plop-engine/names/words";
import { isRunningNumber } from "../../fields/meaning.ts";
import {
  type EntityField,
  type EntityModel,
  changesOf,
  filesOf,
  inputsOf,
  isHeld,
  publicOf,
  scopeFor,
} from "../model.ts";
import { badValues, exactText, greatest, isMade, sampleText } from "../samples.ts";
import { fieldView, uploadOperation } from "./fields.ts";
import { findingTestView } from "./finding-test.ts";
import {
  doer,
  findingOf,
  helpers,
  mainRole,
  outcome,
  outcomeAsMember,
  outcomeOfCreate,
  seesOnlyOwn,
} from "./people.ts";
import { referencesTestView } from "./references-test.ts";
import { givenFields, natureOf, storedFields } from "./writing.ts";

/** Calls that a test makes until a limit is reached; beyond, it would take too long. */
const MOST_CALLS = 200;

/** The facts that the test of the functions adds to those of the backend. */
export function functionsTestView(model: EntityModel) {
  const { team, owner, rateLimit } = model;
  const exact = (field: EntityField) => ({ name: field.name, exact: exactText(field) });
  const role = mainRole(model);
  const maker = doer(model, "create")?.variable ?? "";
  const changer = doer(model, "update")?.variable ?? "";
  const upload = uploadOperation(model);
  return {
    people: [{ variable: "ann", role }, { variable: "bob", role }, ...helpers(model)],
    /** Whether values are counted, so that no two are the same. */
    counts: model.fields.some((field) => /\bmade\b/.test(sampleText(field))),
    ...natureOf(model),
    given: givenFields(model).map(exact),
    storedOnly: storedFields(model).map(exact),
    /** Who makes, changes and sends files in the tests; empty for nobody. */
    maker,
    changer,
    sender: (upload && doer(model, upload)?.variable) ?? "",
    isQuickToLimit: rateLimit.times <= MOST_CALLS,
    ...flowView(model),
    isOwned: owner !== null || team !== null,
    ...accessView(model),
    ...limitsView(model, { maker, changer }),
    ...uniqueView(model, { maker, changer }),
    ...referencesTestView(model),
    ...findingTestView(model),
  };
}

function flowView(model: EntityModel) {
  const does = (operation: "create" | "update" | "remove") =>
    doer(model, operation)?.variable === "ann";
  const visible = changesOf(model).find((field) => field.isPublic && !isMade(field));
  const change = does("update") && visible !== undefined ? changeView(visible) : null;
  const steps = [
    ...(does("create") ? ["made"] : []),
    "read",
    ...(change === null ? [] : ["changed"]),
    ...(does("remove") ? ["removed"] : []),
  ];
  const { seers } = findingOf(model);
  const owner = `its ${model.team === null ? "owner" : "team"}`;
  const isGiven = new Set([
    ...givenFields(model),
    ...model.fields.filter(({ isInput }) => !isInput),
  ]);
  const shown = publicOf(model).filter((field) => isGiven.has(field));
  return {
    flowSteps:
      steps.length < 2 ? steps.join() : `${steps.slice(0, -1).join(", ")} and ${steps.at(-1)}`,
    flow: {
      makes: does("create"),
      removes: does("remove"),
      change,
      /** Arguments that are not seen as they were sent. */
      hidden: givenFields(model).filter(({ isPublic, type }) => !isPublic || type === "file"),
    },
    listTitle:
      seers !== null
        ? `the list of ${owner} and of ${articleOf(seers)} ${seers}`
        : seesOnlyOwn(model)
          ? `the list of ${owner} only`
          : "everybody's list",
    shownKeys: ["_creationTime", "_id", ...shown.map(({ name }) => name)].toSorted(),
  };
}

function changeView(field: EntityField) {
  const value = sampleText(field, 2, "ann");
  return { name: field.name, value, isCounted: value.includes("made") };
}

const rowOperations = ["read", "update", "remove"] as const;
const functionOf = { read: "get", update: "update", remove: "remove" } as const;

function accessView(model: EntityModel) {
  const operations = rowOperations.filter(
    (operation) => operation === "read" || isHeld(model, operation),
  );
  return {
    rowCalls: operations.map((operation) => ({
      name: functionOf[operation],
      call: operation === "read" ? "query" : "mutation",
    })),
    outcomes: model.roles.flatMap((role) =>
      operations.map((operation) => ({
        role,
        name: functionOf[operation],
        own: outcome(model, operation, role, true),
        another: outcome(model, operation, role, false),
        asMember: outcomeAsMember(model, operation, role),
      })),
    ),
    makers: model.roles.map((role) => ({
      role,
      list: scopeFor(model, "read", role) === null ? "FORBIDDEN" : null,
      create: outcomeOfCreate(model, role),
    })),
  };
}

interface Doers {
  maker: string;
  changer: string;
}

function limitsView(model: EntityModel, { maker, changer }: Doers) {
  const inputs = inputsOf(model);
  const bad = inputs.flatMap((field) => badValues(model, field));
  const group = (isChange: boolean) => {
    const values = bad.filter(({ field }) => field.isChange === isChange);
    const by = isChange ? changer : "";
    const places = [...(maker ? ["create"] : []), ...(by ? ["update"] : [])].join(" and ");
    const hasItems = values.some(({ path, field }) => path !== field.name);
    const key = hasItems ? 'path.split(".", 1).join()' : "path";
    return values.length === 0 || places === "" ? [] : [{ values, changer: by, places, key }];
  };
  const trimmed = inputs.find(
    ({ type, list, isPublic }) => type === "string" && list === null && isPublic,
  );
  const given = givenFields(model);
  const namesOf = (fields: readonly EntityField[]) => fields.map(({ name }) => name);
  return {
    badGroups: [...group(true), ...group(false)],
    greatest: inputs.flatMap((field) => {
      const value = greatest(model, field);
      return value === null ? [] : [{ name: field.name, value }];
    }),
    trimmed:
      trimmed === undefined ? null : { name: trimmed.name, article: articleOf(trimmed.name) },
    cleared: changesOf(model).filter((field) => field.isOptional && given.includes(field)),
    neverGiven: namesOf(model.fields.filter(({ isInput }) => !isInput)),
    neverChanged: namesOf(model.fields.filter(({ isChange }) => !isChange)),
  };
}

function uniqueView(model: EntityModel, { maker, changer }: Doers) {
  const inputs = inputsOf(model);
  const unique = inputs.filter((field) => field.isUnique);
  return {
    unique: unique.flatMap((field) => {
      const by = field.isChange ? changer : "";
      const first = maker || by;
      if (first === "") return [];
      const { name } = field;
      const isOfTeam = model.team !== null && model.team.name !== name;
      return {
        ...fieldView(model, field),
        changer: by,
        title: isOfTeam
          ? `no two of a team have the same ${name}, which other teams may have`
          : `no two have the same ${name}, whoever they belong to`,
        holder: isOfTeam ? first : "bob",
        isOtherHolder: isOfTeam && by !== "" && by !== first,
        isFreeElsewhere: isOfTeam && maker !== "",
      };
    }),
    once: inputs.filter((field) => field.isOnce),
    numbers: model.fields.filter(isRunningNumber),
    countsInTeam: model.team !== null && maker === "ann",
    files: filesOf(model).map((field) => ({ ...field, fileValue: fileValue(field) })),
    givenFiles: inputs
      .filter(({ type }) => type === "file")
      .map((field) => ({
        ...field,
        changer: field.isChange ? changer : "",
        fileValue: fileValue(field),
      }))
      .filter((field) => maker !== "" || field.changer !== ""),
  };
}

function fileValue({ list }: EntityField): string {
  return list === null ? "file" : "[file]";
}
