// The interview of `pnpm plop design new`. Each answer is judged by the generators, on a tree that has what was answered before.
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import { defined } from "@groundwork/plop-engine/generator";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { plannedTree } from "@groundwork/plop-engine/planned-tree";
import { camelCase, wordsOf } from "@groundwork/plop-engine/names/words";
import { diskTree } from "@groundwork/plop-engine/tree";
import { caretText } from "../../fields/questions.ts";
import type { EntityInput } from "../../entity/input.ts";
import { entityNames } from "../../entity/model/names.ts";
import { planEntity } from "../../entity/plan.ts";
import { askEntity } from "../../entity/questions.ts";
import { planRole } from "../../role/plan.ts";
import { layout } from "../../repository/layout.ts";
import { readTables } from "../../repository/facts.ts";
import { readRoles } from "../../repository/roles.ts";
import type { EntityDesign, FeatureDesign, RoleDesign } from "../design.ts";
import { askFlows, askLimits } from "./flow-questions.ts";
import { type Draft, fieldsOf, textsOf } from "./input.ts";
import type { Interview } from "./interview.ts";

/**
 * Asks for what a draft lacks: what the app is, features, roles, tables, flows and limits.
 * @param given what flags or a text said; its tables are shown, and may be corrected
 */
export async function askDesign(inquirer: Inquirer, io: Io, given: Draft): Promise<Draft> {
  const interview: Interview = { inquirer, io, tree: diskTree(io.root) };
  const isThere = interview.tree.read(layout.design) !== null;
  const askWhat = async (message: string) =>
    isThere ? undefined : await askText(inquirer, message);
  const name = given.name ?? (await askWhat("What is the app called?"));
  const about = given.about ?? (await askWhat("What is it for, in a sentence?"));
  const features = given.features ?? (await askFeatures(inquirer));
  const roles = await askRoles(interview, given.roles, features);
  const entities = await askEntities(interview, given.entities ?? {});
  const flows = given.flows ?? (await askFlows(interview, Object.keys(entities)));
  const limits = given.limits ?? (await askLimits(inquirer));
  return defined({
    ...given,
    ...{ name, about, features: filled(features), roles: filled(roles) },
    ...{ entities: filled(entities), flows: filled(flows), limits },
  }) as Draft;
}

/** A section with entries; undefined for one without. */
function filled<Section extends object>(section: Section): Section | undefined {
  return Object.keys(section).length === 0 ? undefined : section;
}

async function askText(inquirer: Inquirer, message: string): Promise<string> {
  const validate = (text: string) => text.trim() !== "" || "A few words are needed.";
  return (await ask<string>(inquirer, { type: "input", message, validate })).trim();
}

async function askOrNothing(inquirer: Inquirer, message: string): Promise<string> {
  return (await ask<string>(inquirer, { type: "input", message })).trim();
}

async function askFeatures(inquirer: Inquirer): Promise<Record<string, FeatureDesign>> {
  const features: Record<string, FeatureDesign> = {};
  for (;;) {
    const isFirst = Object.keys(features).length === 0;
    const message = isFirst ? "A feature, such as lending (empty: no more)" : "Another feature";
    const title = await askOrNothing(inquirer, message);
    if (title === "") return features;
    const about = await askText(inquirer, `What is "${title}" about?`);
    const stories: string[] = [];
    for (;;) {
      const story = await askOrNothing(
        inquirer,
        stories.length === 0 ? "A story: As a member I … (empty: no more)" : "Another story",
      );
      if (story === "") break;
      stories.push(story);
    }
    features[camelCase(wordsOf(title.replace(/[^\w -]/g, "")))] = { about, stories };
  }
}

/** Asks for the roles of the stories, and for others. The tree of the interview has them afterwards. */
async function askRoles(
  interview: Interview,
  given: Readonly<Record<string, RoleDesign>> | undefined,
  features: Readonly<Record<string, FeatureDesign>>,
): Promise<Record<string, RoleDesign>> {
  const { inquirer } = interview;
  const there = readRoles(interview.tree, "app").names;
  const told = Object.values(features).flatMap(({ stories }) => stories.flatMap(roleIn));
  const proposed = [...new Set([...Object.keys(given ?? {}), ...told])].filter(
    (role) => !there.includes(role),
  );
  const split = (text: string) => text.split(/[\s,]+/).filter((role) => role !== "");
  const names = split(
    await ask<string>(inquirer, {
      type: "input",
      message: `Roles besides ${there.join(", ")}, joined by commas (empty: none)`,
      default: proposed.join(", "),
      validate: (text: string) => {
        const faults = split(text).flatMap((name) =>
          problemsOf(() => planRole({ name, extends: "member" }, interview.tree)),
        );
        return faults[0]?.message ?? true;
      },
    }),
  );
  const roles: Record<string, RoleDesign> = {};
  for (const name of names) {
    const base =
      given?.[name]?.extends ??
      (await ask<string>(inquirer, {
        type: "list",
        message: `Which role does "${name}" extend?`,
        choices: readRoles(interview.tree, "app").names.map((value) => ({ value })),
      }));
    roles[name] = { ...given?.[name], extends: base };
    interview.tree = plannedTree(interview.tree, planRole({ name, extends: base }, interview.tree));
  }
  return roles;
}

/** The role of a story, where it is one that not every app has. */
function roleIn(story: string): string[] {
  const [, words] = /^As an? ([a-z][\w -]*?)(?:,| I\b)/i.exec(story) ?? [];
  const isUsual = /^(user|person|visitor|guest|owner|customer)$/i;
  return words === undefined || isUsual.test(words) ? [] : [camelCase(wordsOf(words))];
}

/** Asks for tables until an empty line; drafted ones come first. */
async function askEntities(
  interview: Interview,
  drafted: Readonly<Record<string, EntityDesign>>,
): Promise<Record<string, EntityDesign>> {
  const entities: Record<string, EntityDesign> = {};
  const add = ({ name, fields, ...options }: EntityInput) => {
    entities[name] = { fields: fieldsOf(fields), ...options };
    const plan = planEntity({ name, fields, ...options }, interview.tree);
    interview.tree = plannedTree(interview.tree, plan);
  };
  for (const [name, entity] of Object.entries(drafted))
    add(await confirmed(interview, name, entity));
  for (;;) {
    const named = await askNames(interview, Object.keys(entities).length === 0);
    if (named === null) return entities;
    const { inquirer, io, tree } = interview;
    add(await askEntity(inquirer, io, named, tree));
  }
}

/** Asks what one row is called, and its table where that is irregular; null for no more tables. */
async function askNames({ inquirer, tree }: Interview, isFirst: boolean) {
  const tables = readTables(tree);
  const faultOf = (name: string, plural?: string): true | string => {
    const { table } = entityNames(name, plural).names ?? {};
    if (table !== undefined && tables.includes(table))
      return `There is a table "${table}" already.`;
    const sample = defined({ name, plural, fields: ["title:string(1..120)"] });
    return problemsOf(() => planEntity(sample, tree))[0]?.message ?? true;
  };
  const isIrregular = (name: string) =>
    entityNames(name).problems.some(({ code }) => code === "NAME_PLURAL");
  const typed = await ask<string>(inquirer, {
    type: "input",
    message: isFirst ? "A table: what is one row called?" : "Another table (empty: no more)",
    validate: (text: string) => {
      if (text.trim() === "") return !isFirst || "A design has at least one table.";
      return isIrregular(text.trim()) || faultOf(text.trim());
    },
  });
  const name = typed.trim();
  if (name === "") return null;
  if (!isIrregular(name)) return { name };
  const validate = (text: string) => faultOf(name, text.trim());
  return {
    name,
    plural: await ask<string>(inquirer, { type: "input", message: "Its table?", validate }),
  };
}

/** Shows a drafted table; asks for its fields again where they are wrong, or are to be others. */
async function confirmed(
  { inquirer, io, tree }: Interview,
  name: string,
  { fields, scale: _, ...options }: EntityDesign,
): Promise<EntityInput> {
  const input = { name, fields: textsOf(fields), ...options };
  io.stdout.write(
    `\n  ${name}: ${input.fields.join(" ")}\n  access: ${options.access?.join(" ") ?? "admin:all"}\n`,
  );
  const [fault] = problemsOf(() => planEntity(input, tree));
  if (fault === undefined) {
    const message = `Keep the table "${name}" so?`;
    if (await ask<boolean>(inquirer, { type: "confirm", message, default: true })) return input;
  } else io.stdout.write(`  ${caretText(fault)}\n`);
  return await askEntity(inquirer, io, { name }, tree);
}
