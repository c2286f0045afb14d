// Plans an entity: the files that are its own, and what it adds to those that are there.
import { readFragment } from "@groundwork/plop-engine/edit/fragments";
import { type FileEdit, planEdits } from "@groundwork/plop-engine/edit/plan";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import { formatField } from "../fields/format.ts";
import { readHistory } from "@groundwork/plop-engine/run/history";
import { folderOf } from "../repository/folder.ts";
import { layout } from "../repository/layout.ts";
import { withoutLintNote } from "../repository/lint-note.ts";
import { REFERENCE_COMMAND, SNAPSHOT_COMMAND } from "../repository/pages.ts";
import {
  type Fragment,
  GeneratorError,
  type Plan,
  type PlannedFile,
  type Problem,
  type Tree,
  instead,
} from "@groundwork/plop-engine/plan";
import { whereHidden } from "./hidden.ts";
import type { EntityInput } from "./input.ts";
import { type EntityModel, grantsByScope, operations } from "./model/model.ts";
import { readEntity } from "./read.ts";
import {
  accessFragments,
  apiFragments,
  nameFragments,
  limitFragments,
  referenceFragments,
  schemaFragments,
} from "./fragments.ts";
import { renderAll } from "@groundwork/plop-engine/templates/render";
import { isWritten, viewOf } from "./view.ts";
import { outcomeOfCreate } from "./views/callers.ts";
import { writingOf } from "./views/writing.ts";

/**
 * Plans an entity.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when all of it already exists
 * @throws GeneratorError (2) with everything that is wrong with the input, (3) when something else is
 *   there already, (4) for a file that cannot be edited
 */
export function planEntity(input: EntityInput, tree: Tree): Plan {
  const model = readEntity(input, tree);
  assertNotThere(model, tree);
  const created = newFiles(model);
  assertNothingHidden(model.names, created, input);
  const files = [...planNew(model, created, tree), ...planEdits(tree, backendEdits(model))];
  return {
    command: "entity",
    subject: model.names.table,
    input: normalised(input, model),
    files,
    next: files.length === 0 ? [] : nextOf(model),
    notes: notesOf(model),
  };
}

/** A row's variable would hide what a file imports: told by the files themselves. */
function assertNothingHidden(
  names: EntityModel["names"],
  created: readonly NewFile[],
  { name }: EntityInput,
): void {
  const path = whereHidden(created, names);
  if (path === null) return;
  throw new GeneratorError(2, {
    code: "NAME_RESERVED",
    arg: name,
    at: 0,
    message: `"${names.one}" names something else in ${path}, which a row of that name would hide.`,
    ...instead(`${names.one}Item`),
  });
}

/** A file of the entity's own. */
interface NewFile {
  path: string;
  text: string;
  /** Once it is there it is left, whatever it says: tests, and what a page of the docs says. */
  isKept?: boolean;
}

/** In which order a plan names its files. */
const order = ["packages/validators/", "packages/backend/", "docs/", "apps/"];

/** The files that an entity has to itself. */
export function newFiles(model: EntityModel): NewFile[] {
  const place = ({ path }: NewFile) => order.findIndex((start) => path.startsWith(start));
  return renderAll(folderOf("entity"), {
    view: viewOf(model),
    helpers: writingOf(model),
    isWritten: (template) => isWritten(model, template),
  })
    .map((file) => ({ ...file, ...(isKept.test(file.path) && { isKept: true }) }))
    .toSorted((one, other) => place(one) - place(other));
}

const isKept = /\.test\.ts$|^docs\//;

function backendEdits(model: EntityModel): FileEdit[] {
  const edits = [
    { path: layout.schema, fragments: schemaFragments(model) },
    { path: layout.access, fragments: accessFragments(model) },
    { path: layout.references, fragments: referenceFragments(model) },
    { path: layout.rateLimits, fragments: limitFragments(model) },
    { path: layout.names, fragments: nameFragments(model) },
    { path: layout.apiTypes, fragments: apiFragments(model) },
  ];
  return edits.filter(({ fragments }) => fragments.length > 0);
}

/** Files that are not there yet. One that is there as it would be written is left; tests are, whatever they say. */
function planNew(model: EntityModel, files: readonly NewFile[], tree: Tree): PlannedFile[] {
  const problems: Problem[] = [];
  const planned = files.flatMap(({ path, text, isKept }): PlannedFile[] => {
    const before = tree.read(path);
    if (before === null) {
      return [{ path, before, after: text, fragments: [], ...(isKept && { protected: true }) }];
    }
    // It may have been laid out anew, where a long name makes a line too long.
    const isSame = before === text || isSameCode(withoutLintNote(before), text, (code) => code);
    if (!isSame && !isKept) problems.push(taken(model, path, tree));
    return [];
  });
  if (problems.length > 0) throw new GeneratorError(3, problems);
  return planned;
}

/** The places where a table may also stand as an entry of its own, which would hide the record of the entity. */
const entries = [
  [layout.schema, "schemaTable"],
  [layout.access, "accessRow"],
  [layout.references, "reference"],
] as const;

function assertNotThere({ names }: EntityModel, tree: Tree): void {
  const problems = entries.flatMap(([path, kind]): Problem[] => {
    const fragment = { kind, key: names.table, text: "" };
    if (!isThere(tree, path, fragment)) return [];
    const message = `${path} has an entry "${names.table}" already, which this does not write.`;
    return [
      { code: "ENTITY_EXISTS", arg: path, message, fix: `Edit the ${names.words} that is there.` },
    ];
  });
  if (problems.length > 0) throw new GeneratorError(3, problems);
}

/** A file that cannot be edited is refused with the edits, where it has the lines to paste. */
function isThere(tree: Tree, path: string, fragment: Fragment): boolean {
  const text = tree.read(path);
  try {
    return text !== null && readFragment(path, text, fragment) !== null;
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    return false;
  }
}

function taken({ names }: EntityModel, path: string, tree: Tree): Problem {
  const run = readHistory(tree).findLast(({ files }) => files.some((file) => file.path === path));
  const back = run === undefined ? "" : `, or take it back first: pnpm plop undo ${run.id}`;
  return {
    code: "ENTITY_EXISTS",
    arg: path,
    message: `${path} already exists with different content: it was edited, or made with other fields.`,
    fix: `Edit the ${names.words} that is there${back}.`,
  };
}

function normalised(input: EntityInput, model: EntityModel): EntityInput {
  const access = grantsByScope(model).map(
    ({ role, scope, operations: held }) => `${role}:${scope}:${held.join("+")}`,
  );
  return {
    name: model.names.one,
    fields: model.fields.map(formatField),
    ...(input.plural !== undefined && { plural: model.names.table }),
    access,
    ...(model.about !== null && { about: model.about }),
    rateLimit: `${model.rateLimit.times}/${model.rateLimit.unit}`,
    ...(model.page !== null && { web: true, icon: model.page.icon }),
    ...(input.allowAny === true && { allowAny: true }),
  };
}

function nextOf({ names, page }: EntityModel): string[] {
  return [
    REFERENCE_COMMAND,
    SNAPSHOT_COMMAND,
    ...(page === null ? [] : [`pnpm dev, then open /${names.fileMany}`]),
  ];
}

/** What a person should know who asked for this. */
function notesOf(model: EntityModel): string[] {
  const blind = model.roles.filter((role) => outcomeOfCreate(model, role) === "INVALID");
  const nobody = operations.filter((operation) => model.grants[operation] === undefined);
  const { manyWords } = model.names;
  return [
    ...blind.map(
      (role) =>
        `A ${role} may make ${manyWords}, but cannot see a row that each of them names, and so makes none.`,
    ),
    ...(nobody.length === 0
      ? []
      : [
          `Nobody holds ${nobody.join(" and ")}, so there ${nobody.length === 1 ? "is no function for it" : "are no functions for them"}.`,
        ]),
  ];
}
