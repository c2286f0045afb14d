// `packages/backend/convex/<table>.ts`: the functions of an entity.
import {
  type EntityField,
  type EntityModel,
  filesOf,
  inputsOf,
  isHeld,
  lookupsOf,
  scopesOf,
} from "../model.ts";
import { capital } from "../../names/identifiers.ts";
import { byModule, importLine, paragraphs } from "../print.ts";
import {
  getFunction,
  listFunction,
  lookupFunction,
  searchFunctions,
  shownFunction,
} from "./reads.ts";
import { nearestFunctions, nearestNames } from "./nearest.ts";
import {
  changeHelper,
  checkFunction,
  createFunction,
  isLookedAt,
  needsNumber,
  removeFunction,
  updateFunction,
  uploadFunction,
} from "./writes.ts";

/** The whole file. */
export function functionsFile(model: EntityModel): string {
  return (
    paragraphs(
      [`// ${headline(model)}`, ...imports(model)].join("\n"),
      listFunction(model),
      ...lookupsOf(model).map((field) => lookupFunction(model, field)),
      ...searchFunctions(model),
      getFunction(model),
      ...nearestFunctions(model),
      isHeld(model, "create") && createFunction(model),
      isHeld(model, "update") && updateFunction(model),
      isHeld(model, "remove") && removeFunction(model),
      uploadFunction(model),
      shownFunction(model),
      checkFunction(model),
    ) + "\n"
  );
}

function headline({ names, about }: EntityModel): string {
  const { manyWords, words, article } = names;
  const what = about === null ? "" : ` ${capital(article)} ${words} is ${about}.`;
  return `The API of ${manyWords}.${what}`;
}

/** The imports, one for each module. */
function imports(model: EntityModel): string[] {
  const { one, One, table } = model.names;
  const takes = (operation: "create" | "update" | "remove") => isHeld(model, operation);
  const checked = checkFunction(model) !== null;
  const usesFiles = filesOf(model).length > 0;
  const shownFiles = filesOf(model).some(({ isPublic }) => isPublic);
  const isMixed = model.team === null && scopesOf(model, "read").size > 1;
  const searched = model.fields.some(({ isSearchable }) => isSearchable);
  const looked = lookupsOf(model).some(({ type }) => type !== "ref");
  const answersNull = takes("update") || takes("remove");
  const answersText = uploadFunction(model) !== null || nearestNames(model).length > 0;
  const list: [string, (string | false)[]][] = [
    ["@repo/validators/fields", [searched && "searchTerm"]],
    [
      `@repo/validators/${table}`,
      [
        checked && `type ${One}`,
        (looked || nearestNames(model).length > 0) && one,
        takes("update") && `${one}Changes`,
        takes("create") && `${one}Input`,
        `public${One}`,
      ],
    ],
    ["@repo/validators/convex", ["zid"]],
    ["zod", [(answersNull || answersText) && "z"]],
    ["./_generated/dataModel", [shownFiles && "Doc"]],
    ["./lib/access", [isMixed && "scopeOf"]],
    ["./lib/checks", checkNames(model, checked)],
    [
      "./uploads",
      [
        usesFiles && checked && "checkFiles",
        shownFiles && "publicFileOf",
        uploadFunction(model) !== null && "uploadUrl",
      ],
    ],
    [
      "./lib/functions",
      [
        checked && "type MutationCtx",
        shownFiles && "type QueryCtx",
        nearestNames(model).length > 0 && "internalAction",
        (answersNull || takes("create")) && "mutation",
        "query",
      ],
    ],
    ["./model/teams/teams", [model.team !== null && "requireTeam"]],
    ["./lib/pagination", ["clamp", "pageOf", "paginationOpts"]],
    ["./lib/rows", ["getOrThrow"]],
  ];
  const inOrder = list.toSorted(([one], [other]) => byModule(one, other));
  return inOrder.flatMap(([from, names]) => {
    const wanted = names.filter((name) => name !== false);
    if (wanted.length === 0) return [];
    const isTypes = from === "./_generated/dataModel";
    const types = wanted.filter((name) => name.startsWith("type ")).toSorted();
    const values = wanted.filter((name) => !name.startsWith("type ")).toSorted();
    return importLine([...types, ...values], from).replace(
      /^import /,
      isTypes ? "import type " : "import ",
    );
  });
}

function checkNames(model: EntityModel, isChecked: boolean): (string | false)[] {
  const settable = inputsOf(model);
  return [
    isChecked && "type Given",
    settable.some((field) => isLookedAt(model, field)) && isChecked && "checkReference",
    settable.some(({ isUnique, isOnce }) => isUnique || isOnce) && isChecked && "checkUnique",
    isHeld(model, "update") && (changeHelper(model) ?? false),
    isHeld(model, "create") && needsNumber(model) && "nextNumber",
  ];
}

/** What a test or another template has to know of the functions there are. */
export function functionNames(model: EntityModel): string[] {
  return [
    "list",
    ...lookupsOf(model).map(({ name }) => lookupName(name)),
    ...searchNames(model),
    "get",
    ...nearestNames(model),
    ...(isHeld(model, "create") ? ["create"] : []),
    ...(isHeld(model, "update") ? ["update"] : []),
    ...(isHeld(model, "remove") ? ["remove"] : []),
    ...(uploadFunction(model) === null ? [] : ["upload"]),
  ];
}

/** The list of those with one value of a field: `listByStatus`. */
export function lookupName(field: string): string {
  return `listBy${capital(field)}`;
}

/** The searches, one for each field that has an index for words. */
export function searchNames({ fields }: EntityModel): string[] {
  const searched = fields.filter(({ isSearchable }) => isSearchable);
  return searched.map(({ name }) => searchName(name, searched));
}

/** The search in a field: `search`, and where there are several `searchBySubject`. */
export function searchName(field: string, all: readonly EntityField[]): string {
  return all.length === 1 ? "search" : `searchBy${capital(field)}`;
}
