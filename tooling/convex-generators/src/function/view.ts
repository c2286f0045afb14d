// The facts of a function that its templates name.
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import type { Field, Range } from "../fields/field.ts";
import { articleOf, wordsOf } from "@groundwork/plop-engine/names/words";
import { pathFromTest, pathToRoot } from "../repository/backend-modules.ts";
import { layout } from "../repository/layout.ts";
import type { FunctionModel, Returns } from "./model.ts";
import { badValues, sampleText } from "./samples.ts";
import type { SetUp } from "./set-up.ts";

/** The file of a function's test. */
export interface TestFile {
  path: string;
  /** What the file does before each test; null when the function's own tests start from nothing. */
  setUp: SetUp | null;
}

/** The facts for the module of a function and for its test. */
export function viewOf(model: FunctionModel, file: TestFile): object {
  const { module, args, returns } = model;
  return {
    ...model,
    moduleWords: module.split("/").flatMap(wordsOf).join(" "),
    root: pathToRoot(module),
    args: args.map(shapeOf),
    returns: {
      ...returns,
      ...(returns.kind === "value" && {
        shape: shapeOf({ ...returns.field, isOptional: false, default: null }),
        isNullable: returns.field.isOptional || returns.field.isNullable,
      }),
    },
    rows: returns.kind === "row" || returns.kind === "page" ? returns : null,
    ...testView(model, file),
  };
}

/** A field with its bounds and values as code; null for a bound that says nothing. */
function shapeOf(field: Field) {
  const { type, range, list, values, default: value } = field;
  const isText = type === "string" || type === "text";
  return {
    ...field,
    ...bounds(range, isText, type === "bigint" ? "n" : ""),
    list: list && bounds(list, true),
    values: values.map(quoted).join(", "),
    hasOneValue: values.length === 1,
    default: value?.kind === "literal" ? literal(value.value, type === "bigint" ? "n" : "") : null,
  };
}

function bounds({ min, max }: Range, isLength: boolean, ending = "") {
  return {
    min: min === undefined || (isLength && min === 0) ? null : numeral(min) + ending,
    max: max === undefined ? null : numeral(max) + ending,
  };
}

function literal(value: unknown, ending: string): string {
  return typeof value === "number" ? numeral(value) + ending : JSON.stringify(value);
}

function testView(model: FunctionModel, { path, setUp }: TestFile) {
  const { module, name, isInternal, access, args, returns, reads, isWritten, refusedRoles } = model;
  const people = peopleOf(model, setUp);
  const { player, role, taken } = people;
  const isOpen = isInternal || access.kind === "public";
  const required = args.filter((field) => !field.isOptional && field.default === null);
  const values = required.map((field) => ({
    name: field.name,
    value: sampleText(field, player),
  }));
  const given = reads.filter(({ isOptional }) => !isOptional);
  // A row that can be removed without its caller.
  const removable = given.find(({ table }) => table !== "users");
  const bad = args.flatMap((field) =>
    badValues(field).map((one) => ({ ...one, name: field.name })),
  );
  const hasArgs = required.length > 0 || returns.kind === "page";
  const readsOfCaller = given.some(({ ownRoles }) => ownRoles.includes(role));
  const isTested = [refusedRoles, bad].some(({ length }) => length > 0) || removable !== undefined;
  const callsAsPlayer = isWritten || removable !== undefined || bad.length > 0;
  const signsIn =
    !people.hasPlayer &&
    ((!isOpen && callsAsPlayer) ||
      (isWritten && returns.kind === "page") ||
      values.some(({ value }) => value.includes(`(app, ${player}, `)));
  const isAsync = signsIn || values.some(({ value }) => value.includes("await "));
  return {
    ...people,
    test: path.slice(`${layout.tests}/`.length, -".test.ts".length),
    toPackage: pathFromTest(path),
    reference: [isInternal ? "internal" : "api", ...module.split("/"), name].join("."),
    hasApp: setUp !== null,
    isOpen,
    /** Whether there is nothing to call yet. */
    isWaiting: !isWritten && isOpen && !readsOfCaller && !isTested,
    signsIn,
    isAsync,
    hasSetUp: setUp === null || signsIn || hasArgs,
    hasArgs,
    values,
    caller: isOpen ? "app" : player,
    given: hasArgs ? "args" : "{}",
    badArgs: hasArgs ? "{ ...args, ...changes }" : "changes",
    bad,
    aim: model.about?.replace(/\.$/, "") ?? aimOf(model),
    stranger: taken.has("other") ? "refused" : "other",
    refusedRoles: refusedRoles.map((role) => ({
      role,
      title: `is refused to ${articleOf(role)} ${role}`,
    })),
    otherRole: people.hasOther ? null : role,
    readsOfCaller,
    removable: removable && {
      table: removable.table,
      id: `args.${removable.arg}${removable.holds === "list" ? "[0]!" : ""}`,
    },
    page: returns.kind === "page" ? pageView(model, returns, people, isOpen) : null,
  };
}

type People = ReturnType<typeof peopleOf>;

/** Who calls the function in its tests: those whom the file signs in, where their roles fit. */
function peopleOf({ role, allowedRoles }: FunctionModel, setUp: SetUp | null) {
  const { people, taken } = setUp ?? { people: [], taken: new Set<string>() };
  const free = (...names: string[]) => names.find((name) => !taken.has(name)) ?? names.at(-1)!;
  const player =
    people.find((person) => person.role === role) ??
    people.find((person) => allowedRoles.includes(person.role));
  const played = player?.role ?? role;
  const other = people.find((person) => person !== player && person.role === played);
  return {
    player: player?.name ?? free("ann", "caller"),
    role: played,
    hasPlayer: player !== undefined,
    /** Somebody else of the same role. */
    other: other?.name ?? free("bob", "another"),
    hasOther: other !== undefined,
    taken,
  };
}

function aimOf({ returns, name }: FunctionModel): string {
  const what = { null: "does what it is for", row: "answers the row", page: "answers the rows" };
  return returns.kind === "value" ? `answers what ${name} promises` : what[returns.kind];
}

/** Three rows, the second of somebody else, and who finds which of them. */
function pageView(
  { allowedRoles }: FunctionModel,
  { table, ownRoles }: Extract<Returns, { kind: "page" }>,
  { role, taken, other, hasOther }: People,
  isOpen: boolean,
) {
  const isOwn = ownRoles.includes(role);
  const readerRole = allowedRoles.find((one) => ownRoles.includes(one) !== isOwn);
  const reader =
    isOpen || readerRole === undefined
      ? null
      : { name: taken.has("reader") ? "otherReader" : "reader", role: readerRole };
  const second = reader !== null && !isOwn ? reader.name : other;
  return {
    table,
    /** Every person is a row of this table, the others of the file among them. */
    ofEverybody: table === "users",
    isOwn,
    /** Somebody who may call it, too, and reads in another scope. */
    reader,
    second,
    signsOtherIn: second === other && !hasOther,
    isSecondFound: !isOwn || reader !== null,
  };
}
