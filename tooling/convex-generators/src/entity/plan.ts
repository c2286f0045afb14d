// Plans an entity: the files that are its own, and what it adds to files that are there.
import { readFragment } from "@groundwork/plop-engine/edit/fragments";
import { type FileEdit, planEdits } from "@groundwork/plop-engine/edit/plan";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import { isShadowed } from "@groundwork/plop-engine/names/shadowing";
import {
  type Fragment,
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Problem,
  type Tree,
  instead,
} from "@groundwork/plop-engine/plan";
import { readHistory } from "@groundwork/plop-engine/run/history";
import { renderAll } from "@groundwork/plop-engine/templates/render";
import type { Field } from "../fields/field.ts";
import { formatField } from "../fields/format.ts";
import { folderOf, packageName } from "../repository/settings.ts";
import { layout } from "../repository/layout.ts";
import { withoutLintNote } from "../repository/lint-note.ts";
import { referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { assertSameOrNew } from "../repository/rendered.ts";
import { backendEdits } from "./fragments.ts";
import type { EntityInput } from "./input.ts";
import { type EntityField, type EntityModel, grantsByScope, operations } from "./model/model.ts";
import { readEntity } from "./read.ts";
import { formatStates } from "./states.ts";
import { isWritten, viewOf } from "./view.ts";
import { formatWhen } from "./visitors/read.ts";
import { outcomeOfCreate } from "./views/callers.ts";
import { visitorRoutes } from "./visitors/routes.ts";
import { writingOf } from "./views/writing.ts";

/**
 * Plans an entity.
 * @param tree the repository
 * @returns the plan; without files when all of it already exists
 * @throws GeneratorError (2) with everything that is wrong with the input, (3) when something else
 *   already exists, (4) for a file that cannot be edited
 */
export function planEntity(input: EntityInput, tree: Tree): Plan {
  const model = readEntity(input, tree);
  assertNotThere(model, tree);
  const created = newFiles(model);
  assertNothingHidden(model, created, input);
  const files = [...planNew(model, created, tree), ...planEdits(tree, backendEdits(model))];
  return {
    command: "entity",
    subject: model.names.table,
    input: normalized(input, model),
    files,
    next: files.length === 0 ? [] : nextOf(model),
    notes: notesOf(model),
  };
}

/**
 * Renders an entity as `planEntity` writes it, whether it exists or not.
 * @returns its own files, not formatted yet, and what it adds to others
 * @throws GeneratorError (2) or (3) with everything that is wrong with the input
 */
export function renderEntity(input: EntityInput, tree: Tree): RenderedEntity {
  const model = readEntity(input, tree);
  const files = newFiles(model);
  assertNothingHidden(model, files, input);
  return { files, edits: backendEdits(model), fields: [...model.fields, ...model.computed] };
}

export interface RenderedEntity {
  files: readonly { path: string; text: string }[];
  edits: readonly FileEdit[];
  fields: readonly Field[];
}

/** The variable of a row must not hide what a file imports. */
function assertNothingHidden(
  { names: { one, table } }: EntityModel,
  created: readonly NewFile[],
  { name }: EntityInput,
): void {
  const file = created.find((file) =>
    isShadowed(file, one, `${packageName("validators")}/${table}`),
  );
  if (file === undefined) return;
  throw new GeneratorError(2, {
    code: "NAME_RESERVED",
    arg: name,
    at: 0,
    message: `"${one}" names something else in ${file.path}, which a row of that name would hide.`,
    ...instead(`${one}Item`),
  });
}

/** A file of the entity's own. */
interface NewFile {
  path: string;
  text: string;
}

/** Files that are left as they are once they exist: tests and pages of the docs. */
const isKept = ({ path }: NewFile) => /\.test\.ts$|^docs\//.test(path);

/** The order of the files in a plan. */
const order = ["packages/validators/", "packages/backend/", "docs/", "apps/"];

function newFiles(model: EntityModel): NewFile[] {
  const place = ({ path }: NewFile) => order.findIndex((start) => path.startsWith(start));
  const files = renderAll(folderOf("entity"), {
    view: viewOf(model),
    helpers: writingOf(model),
    isWritten: (template) => isWritten(model, template),
  });
  return files.toSorted((one, other) => place(one) - place(other));
}

/** The files that do not exist yet. One that exists with the same code is left, and so are tests and pages. */
function planNew(model: EntityModel, files: readonly NewFile[], tree: Tree): PlannedFile[] {
  const problems: Problem[] = [];
  const planned = files.flatMap((file): PlannedFile[] => {
    const { path, text } = file;
    const before = tree.read(path);
    const kept = isKept(file);
    if (before === null)
      return [{ path, before, after: text, fragments: [], ...(kept && { protected: true }) }];
    // The formatter may have changed its layout.
    const isSame = before === text || isSameCode(withoutLintNote(before), text, (code) => code);
    if (!isSame && !kept) problems.push(differs(model, path, tree));
    return [];
  });
  if (problems.length > 0) throw new GeneratorError(3, problems);
  return planned;
}

function differs({ names }: EntityModel, path: string, tree: Tree): Problem {
  const run = readHistory(tree).findLast(({ files }) => files.some((file) => file.path === path));
  const undo = run === undefined ? "" : `, or undo the run first: pnpm plop undo ${run.id}`;
  return {
    code: "ENTITY_EXISTS",
    arg: path,
    message: `${path} already exists with different content: it was edited, or created with other fields.`,
    fix: `Edit the ${names.words} that is there${undo}.`,
  };
}

/** Where a table may also have an entry of its own, which the record of the entity would hide. */
const entries = [
  [layout.schema, "schemaTable"],
  [layout.access, "accessRow"],
  [layout.references, "reference"],
] as const;

function assertNotThere(model: EntityModel, tree: Tree): void {
  const { names } = model;
  for (const { path, method, fragment } of visitorRoutes(model)) {
    assertSameOrNew(tree, layout.http, fragment, {
      code: "ROUTE_EXISTS",
      arg: "--public",
      message: `${layout.http} has another route ${method} ${path} already.`,
      fix: "Give that one another path.",
    });
  }
  const taken = entries.filter(([path, kind]) =>
    isThere(tree, path, { kind, key: names.table, text: "" }),
  );
  if (taken.length === 0) return;
  const problems = taken.map(([path]) => ({
    code: "ENTITY_EXISTS",
    arg: path,
    message: `${path} already has an entry "${names.table}" that this generator did not write.`,
    fix: `Edit the ${names.words} that is there.`,
  }));
  throw new GeneratorError(3, problems);
}

/** False for a file that cannot be edited: the edits refuse it, with the lines to paste. */
function isThere(tree: Tree, path: string, fragment: Fragment): boolean {
  const text = tree.read(path);
  try {
    return text !== null && readFragment(path, text, fragment) !== null;
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return false;
  }
}

/**
 * The input that plans the same, with every default.
 * @throws GeneratorError (2) or (3) with everything that is wrong with the input
 */
export function normalizedEntity(input: EntityInput, tree: Tree): EntityInput {
  return normalized(input, readEntity(input, tree));
}

function normalized(input: EntityInput, model: EntityModel): EntityInput {
  const {
    names,
    fields,
    computed,
    about,
    rateLimit,
    states,
    page,
    together,
    visitors,
    searchFilters,
  } = model;
  const namesOf = (group: readonly EntityField[]) => group.map(({ name }) => name).join();
  return {
    name: names.one,
    fields: [...fields.filter(({ isTrash }) => !isTrash), ...computed].map(formatField),
    ...(input.plural !== undefined && { plural: names.table }),
    access: grantsByScope(model).map(
      ({ role, scope, operations: held }) => `${role}:${scope}:${held.join("+")}`,
    ),
    ...(input.parent !== undefined && { parent: input.parent }),
    ...(input.trash === true && { trash: true }),
    ...(together.unique.length > 0 && { unique: together.unique.map(namesOf) }),
    ...(together.listed.length > 0 && { index: together.listed.map(namesOf) }),
    ...(about !== null && { about }),
    rateLimit: `${rateLimit.times}/${rateLimit.unit}`,
    ...(states !== null && { states: formatStates(states) }),
    ...(searchFilters.length > 0 && { searchFilter: namesOf(searchFilters) }),
    ...(visitors !== null && { public: visitors.fields.map(({ name }) => name).join() }),
    ...(visitors?.when && { publicWhen: formatWhen(visitors.when) }),
    ...(page !== null && { web: true, icon: page.icon }),
    ...(input.allowAny === true && { allowAny: true }),
  };
}

function nextOf({ names, page, team }: EntityModel): string[] {
  const address = `${team === null ? "" : "/t/<team>"}/${names.fileMany}`;
  const open = page === null ? [] : [`pnpm dev, then open ${address}`];
  return [referenceCommand(), snapshotCommand(), ...open];
}

/** What the user may not expect. */
function notesOf(model: EntityModel): string[] {
  const { manyWords } = model.names;
  const blind = model.roles.filter((role) => outcomeOfCreate(model, role) === "INVALID");
  const unheld = operations.filter((operation) => model.grants[operation] === undefined);
  const functions = unheld.length === 1 ? "is no function for it" : "are no functions for them";
  return [
    ...blind.map(
      (role) =>
        `A ${role} may create ${manyWords}, but cannot see a row that each of them refers to, and so creates none.`,
    ),
    ...(model.visitors !== null && model.visitors.when === null
      ? [
          `Everybody sees each of the ${manyWords} as soon as it is made: --public-when shows some of them only.`,
        ]
      : []),
    ...(unheld.length > 0 ? [`Nobody holds ${unheld.join(" and ")}, so there ${functions}.`] : []),
  ];
}
