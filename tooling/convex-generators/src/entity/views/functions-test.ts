// What the template of the functions' test names.
import { articleOf, wordsOf } from "@groundwork/plop-engine/names/words";
import { isRunningNumber } from "../../fields/field.ts";
import { type EntityField, type EntityModel, isHeld, scopeFor, scopesOf } from "../model/model.ts";
import { exactText, greatestText, isMade, refusedValues, sampleText } from "../model/samples.ts";
import {
  callerOf,
  callers,
  findingOf,
  outcome,
  outcomeAsMember,
  outcomeOfCreate,
  outcomesInOthers,
  seesOnlyOwn,
} from "./callers.ts";
import { fieldView, uploadOperation } from "./fields.ts";
import { findingTestView } from "./finding-test.ts";
import { readers } from "./page-facts.ts";
import { referencesTestView } from "./references-test.ts";
import { givenFields, natureOf, storedFields } from "./writing.ts";

/** Calls that a test makes until a limit is reached; beyond, it would take too long. */
const MOST_CALLS = 200;

/** Who creates and who changes rows in the tests: variables, empty for nobody. */
interface Writers {
  maker: string;
  changer: string;
}

/** The facts that the test of the functions adds to those of the backend. */
export function functionsTestView(model: EntityModel) {
  const { place, owner, fields, rateLimit } = model;
  const exact = (field: EntityField) => ({ name: field.name, exact: exactText(field) });
  const variableOf = (operation: "create" | "update" | null) =>
    (operation && callerOf(model, operation)?.variable) ?? "";
  const writers = { maker: variableOf("create"), changer: variableOf("update") };
  return {
    ...writers,
    sender: variableOf(uploadOperation(model)),
    people: callers(model),
    /** Whether values are counted, so that no two are the same. */
    counts: fields.some((field) => /\bmade\b/.test(sampleText(field))),
    given: givenFields(model).map(exact),
    storedOnly: storedFields(model).map(exact),
    isQuickToLimit: rateLimit.times <= MOST_CALLS,
    isOwned: owner !== null || place !== null,
    ...natureOf(model),
    ...flowView(model),
    ...accessView(model),
    ...limitsView(model, writers),
    ...uniqueView(model, writers),
    ...filesView(model, writers),
    ...referencesTestView(model),
    ...findingTestView(model),
  };
}

function flowView(model: EntityModel) {
  const does = (operation: "create" | "update" | "remove") =>
    callerOf(model, operation)?.variable === "ann";
  const visible = model.changes.find((field) => field.isPublic && !isMade(field));
  const change = does("update") && visible !== undefined ? changeView(visible) : null;
  const steps = [
    ...(does("create") ? ["made"] : []),
    "read",
    ...(change === null ? [] : ["changed"]),
    ...(does("remove") ? ["removed"] : []),
  ];
  const given = givenFields(model);
  const stored = model.shown.filter(
    (field) =>
      ((!field.isInput && !field.isTrash) || given.includes(field)) &&
      !(field.isComputed && field.isOptional),
  );
  return {
    flowSteps:
      steps.length < 2 ? steps.join() : `${steps.slice(0, -1).join(", ")} and ${steps.at(-1)}`,
    flow: {
      makes: does("create"),
      removes: does("remove"),
      change,
      /** Arguments that are not seen as they were sent. */
      hidden: given.filter(({ isPublic, type }) => !isPublic || type === "file"),
    },
    listTitle: listTitle(model),
    shownKeys: ["_creationTime", "_id", ...stored.map(({ name }) => name)].toSorted(),
  };
}

function changeView(field: EntityField) {
  const value = sampleText(field, 2, "ann");
  return { name: field.name, value, isCounted: value.includes("made") };
}

function listTitle(model: EntityModel): string {
  const { seers } = findingOf(model);
  const { team, parent } = model;
  const whole = parent === null ? "owner" : wordsOf(parent.target.one).join(" ");
  const owner = `its ${team === null ? whole : "team"}`;
  if (seers !== null) return `the list of ${owner} and of ${articleOf(seers)} ${seers}`;
  return seesOnlyOwn(model) ? `the list of ${owner} only` : "everybody's list";
}

const rowOperations = ["read", "update", "remove"] as const;
const functionOf = { read: "get", update: "update", remove: "remove" } as const;

function accessView(model: EntityModel) {
  const { roles } = model;
  const held = rowOperations.filter(
    (operation) => operation === "read" || isHeld(model, operation),
  );
  const readScopes = scopesOf(model, "read");
  const calls = [
    ...held.map((operation) => ({ name: functionOf[operation] as string, operation })),
    ...(model.trash === null ? [] : [{ name: "restore", operation: "remove" as const }]),
  ];
  return {
    /** Of rows of a team, who reads those of others: where some roles read their own only. */
    teamReaders:
      model.team === null || !readScopes.has("own")
        ? []
        : readers(model).map((role) => ({
            role,
            seesOthers: scopeFor(model, "read", role) !== "own",
            afterwards: scopeFor(model, "read", role) === "all" ? null : "NOT_FOUND",
          })),
    /** Lists by a value that every row has. */
    teamLookups: model.lookups
      .filter(({ isOptional }) => !isOptional)
      .map((field) => fieldView(model, field)),
    rowCalls: calls.map(({ name, operation }) => ({
      name,
      call: operation === "read" ? "query" : "mutation",
    })),
    outcomes: roles.flatMap((role) =>
      calls.map(({ name, operation }) => ({
        ...{ role, name },
        own: outcome(model, operation, { role, isOwn: true }),
        another: outcome(model, operation, { role, isOwn: false }),
        asMember: outcomeAsMember(model, operation, role),
      })),
    ),
    makers: roles.map((role) => ({
      role,
      list: scopeFor(model, "read", role) === null ? "FORBIDDEN" : null,
      create: outcomeOfCreate(model, role),
    })),
    /** Of parts, what each role gets in a whole of another person. */
    strangers:
      model.parent === null
        ? []
        : roles.map((role) => ({ role, ...outcomesInOthers(model, role) })),
    wholeWords: model.parent === null ? "" : wordsOf(model.parent.target.one).join(" "),
  };
}

function limitsView(model: EntityModel, { maker, changer }: Writers) {
  const { fields, inputs, changes, names } = model;
  const limitsOf = ({ name }: EntityField) => `${names.one}Limits.${name}`;
  const refused = inputs.flatMap((field) => refusedValues(field, limitsOf(field)));
  const group = (isChange: boolean) => {
    const values = refused.filter(({ field }) => field.isChange === isChange);
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
  const namesOf = (some: readonly EntityField[]) => some.map(({ name }) => name);
  return {
    badGroups: [...group(true), ...group(false)],
    greatest: inputs.flatMap((field) => {
      const value = greatestText(field, limitsOf(field));
      return value === null ? [] : [{ name: field.name, value }];
    }),
    trimmed: trimmed ? { name: trimmed.name, article: articleOf(trimmed.name) } : null,
    cleared: changes.filter(
      (field) => field.isOptional && !field.isNullable && given.includes(field),
    ),
    nulled: changes.filter((field) => field.isNullable && given.includes(field)),
    madeNull: given.filter(({ isNullable }) => isNullable),
    neverGiven: namesOf([...fields.filter(({ isInput }) => !isInput), ...model.computed]),
    neverChanged: namesOf([...fields.filter(({ isChange }) => !isChange), ...model.computed]),
  };
}

function uniqueView(model: EntityModel, { maker, changer }: Writers) {
  const unique = model.inputs.flatMap((field) => {
    const by = field.isChange ? changer : "";
    const first = maker || by;
    if (!field.isUnique || first === "") return [];
    const { name } = field;
    const isInTeam = model.team !== null && !field.isTeam;
    // A reference leads to a row that the caller may read, and others' rows may be hidden from them.
    const isOfCaller = isInTeam || field.target !== null;
    return {
      ...fieldView(model, field),
      changer: by,
      title: isInTeam
        ? `no two of a team have the same ${name}, which other teams may have`
        : `no two have the same ${name}${isOfCaller ? "" : ", regardless of the owner"}`,
      holder: isOfCaller ? first : "bob",
      isOtherHolder: isOfCaller && by !== "" && by !== first,
      isFreeElsewhere: isInTeam && maker !== "",
    };
  });
  return {
    unique,
    once: model.inputs.filter((field) => field.isOnce),
    numbers: model.fields.filter(isRunningNumber),
    countsInTeam: model.team !== null && maker === "ann",
  };
}

function filesView({ fields }: EntityModel, { maker, changer }: Writers) {
  const files = fields
    .filter(({ type }) => type === "file")
    .map((field) => ({
      ...field,
      changer: field.isChange ? changer : "",
      fileValue: field.list === null ? "file" : "[file]",
    }));
  const isGiven = ({ isInput, changer: by }: (typeof files)[number]) =>
    isInput && (maker !== "" || by !== "");
  return { files, givenFiles: files.filter(isGiven) };
}
