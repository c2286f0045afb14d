// Reads the input of `rag`: the result is what is indexed of a row, or every problem of the input.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { EntityField, EntityModel } from "../entity/model/model.ts";
import { readEntity } from "../entity/read.ts";
import { currentEntityInput, recordedTables } from "../entity/recorded.ts";
import { readAccess, readTables } from "../repository/facts.ts";
import { layout } from "../repository/layout.ts";
import type { RagInput } from "./input.ts";

export interface RagModel {
  entity: EntityModel;
  team: string;
  title: string;
  texts: string[];
}

/**
 * Reads the input of `rag`.
 * @throws GeneratorError (2) with all problems, (3) where the project has no knowledge
 */
export function readRag(input: RagInput, tree: Tree): RagModel {
  if (tree.read(layout.indexedRows) === null) {
    throw new GeneratorError(3, {
      code: "RAG_REMOVED",
      arg: input.table,
      message: `The feature "knowledge" was removed: there is no ${layout.indexedRows}.`,
      fix: "Undo its removal: pnpm plop history, then pnpm plop undo <run>.",
    });
  }
  const entity = entityOf(input.table, tree);
  const problems: Problem[] = [];
  const texts = textsOf(entity, input, problems);
  checkAccess(entity, tree, problems);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  const title = entity.fields.find(isText)!.name;
  return { entity, team: entity.team!.name, title, texts };
}

function entityOf(table: string, tree: Tree): EntityModel {
  const input = currentEntityInput(table, tree);
  if (input !== null) return readEntity(input, tree);
  const near = didYouMean(table, recordedTables(tree));
  const isThere = readTables(tree).includes(table);
  throw new GeneratorError(2, {
    code: "RAG_TABLE",
    arg: table,
    message: isThere
      ? `"${table}" was not made by \`entity\`, so its texts and who reads them are not known.`
      : `There is no entity "${table}".${near?.sentence ?? ""}`,
    ...(near && !isThere
      ? instead(near.word)
      : { fix: `Name one of ${layout.indexedRows} by hand, or pnpm plop entity first.` }),
  });
}

/** A text that every reader of a row sees. */
function isText({ type, list, isPublic }: EntityField): boolean {
  return ["string", "text"].includes(type) && list === null && isPublic;
}

function textsOf({ fields, names }: EntityModel, input: RagInput, problems: Problem[]): string[] {
  const all = fields.filter(isText).map(({ name }) => name);
  if (all.length === 0) {
    problems.push({
      code: "RAG_TEXTS",
      arg: input.table,
      message: `A row of "${names.table}" has no text that its readers see.`,
      fix: `Add one: pnpm plop field ${names.table} 'body:text?'`,
    });
  }
  // The title stands above each passage anyway.
  if (input.text === undefined) return all.length > 1 ? all.slice(1) : all;
  const asked = input.text.split(",").map((name) => name.trim());
  for (const name of asked.filter((one) => !all.includes(one))) {
    const near = didYouMean(name, all);
    problems.push({
      code: "RAG_TEXT",
      arg: input.text,
      message: `"${name}" is no text of "${names.table}" that its readers see.${near?.sentence ?? ""}`,
      ...(all.length > 0 && instead((near ? [near.word] : all).join(","))),
    });
  }
  return asked;
}

/** A source is read by everybody in its team: so must be the row. */
function checkAccess({ team, names }: EntityModel, tree: Tree, problems: Problem[]): void {
  const { roles, tables } = readAccess(tree);
  const scopes = tables[names.table]?.grants["read"] ?? {};
  const kept = roles.filter((role) => !["team", "all"].includes(scopes[role] ?? ""));
  if (team !== null && kept.length === 0) return;
  const why =
    team === null
      ? "its rows belong to no team"
      : `${kept.map((role) => `"${role}"`).join(" and ")} may not read all rows of a team`;
  problems.push({
    code: "RAG_ACCESS",
    arg: names.table,
    message: `The rows of "${names.table}" cannot be knowledge, which everybody in a team reads: ${why}.`,
    fix: "Make an entity with a teamId:ref(teams)+cascade and --access member:team --access admin:team.",
  });
}
