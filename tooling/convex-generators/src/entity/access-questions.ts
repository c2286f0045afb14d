// The questions of `pnpm plop entity` about access: whether rows are parts of others, and who may do what with them.
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { capital } from "@groundwork/plop-engine/names/words";
import type { Problem, Tree } from "@groundwork/plop-engine/plan";
import { parseFields } from "../fields/parse.ts";
import { readAccess } from "../repository/facts.ts";
import { operations } from "./model/model.ts";

/** Asks, and prints. */
export interface Dialog {
  inquirer: Inquirer;
  io: Io;
  tree: Tree;
}

/** What was said of the rows so far. */
interface Rows {
  fields: readonly string[];
  /** The field of the row that each is a part of. */
  parent: string | undefined;
}

/** Asks whether each row is a part of one that it refers to. */
export async function askParent(
  { inquirer }: Dialog,
  fields: readonly string[],
): Promise<string | undefined> {
  const candidates = parseFields(fields).fields.filter(
    ({ field: { table, isOptional, list, isServer } }) =>
      table !== null && !["users", "teams"].includes(table) && !isOptional && !list && !isServer,
  );
  if (candidates.length === 0) return undefined;
  const parts = candidates.map(({ field: { name, table } }) => ({
    name: `${name}: who may read and change that row of "${table}" may do so with its parts`,
    value: name,
  }));
  const parent = await ask<string>(inquirer, {
    type: "list",
    message: "Is a row a part of another one, whose access decides?",
    choices: [{ name: "no", value: "" }, ...parts],
  });
  return parent === "" ? undefined : parent;
}

/**
 * Asks for the grants of each role.
 * @param judge says what is wrong with them
 */
export async function askAccess(
  dialog: Dialog,
  rows: Rows,
  judge: (access: string[]) => readonly Problem[],
): Promise<string[]> {
  for (;;) {
    const access = await askGrants(dialog, rows);
    const fault = judge(access).find(({ code }) => code.startsWith("ACCESS_"));
    if (fault === undefined) return access;
    dialog.io.stdout.write(`  ${capital(fault.message)}\n`);
  }
}

/** By default the last role, which runs the app, has all rows, and no other any. */
async function askGrants({ inquirer, tree }: Dialog, { fields, parent }: Rows): Promise<string[]> {
  const { roles, derived } = readAccess(tree);
  const parsed = parseFields(fields).fields;
  const hasOwner = parsed.some(({ field }) => field.isOwner);
  const isPart = parent !== undefined;
  const hasTeam =
    !isPart && parsed.some(({ field }) => field.table === "teams" && !field.isOptional);
  const widest = isPart
    ? { name: "what they may do with the whole", value: "parent" }
    : { name: "all rows", value: "all" };
  const choices = [
    { name: "no rows", value: "" },
    ...(hasOwner ? [{ name: "their own rows", value: "own" }] : []),
    ...(hasTeam ? [{ name: "rows of their teams", value: "team" }] : []),
    ...(hasTeam ? [{ name: "rows of teams that they own", value: "led" }] : []),
    widest,
  ];
  const grants: string[] = [];
  for (const role of roles) {
    const parent = derived[role]?.extends;
    const none = { name: `the same as "${parent}"`, value: "" };
    const offered = parent === undefined ? choices : [none, ...choices.slice(1)];
    const usual = role === roles.at(-1) ? widest.value : "";
    grants.push(...(await askRole(inquirer, role, offered, usual)));
  }
  return grants;
}

/** Asks until each operation has its rows: all of the team's may be read, say, and one's own changed. */
async function askRole(
  inquirer: Inquirer,
  role: string,
  choices: readonly { name: string; value: string }[],
  usual: string,
): Promise<string[]> {
  const grants: string[] = [];
  let left: readonly string[] = operations;
  while (left.length > 0) {
    const isFirst = left.length === operations.length;
    // Where rows have neither an owner nor a team there is nothing else to choose.
    if (!isFirst && choices.length <= 2) break;
    const scope = await ask<string>(inquirer, {
      type: "list",
      message: isFirst
        ? `Which rows may the role "${role}" use?`
        : `Which rows may "${role}" ${left.join(" or ")}?`,
      choices,
      default: isFirst ? usual : "",
    });
    if (scope === "") break;
    const asked = left;
    const chosen = await ask<string[]>(inquirer, {
      type: "checkbox",
      message: `What may "${role}" do with them?`,
      choices: asked.map((value) => ({ value, checked: true })),
      validate: (values: string[]) => faultOfOperations(values, asked) ?? true,
    });
    left = asked.filter((operation) => !chosen.includes(operation));
    const isAll = chosen.length === operations.length;
    grants.push(isAll ? `${role}:${scope}` : `${role}:${scope}:${chosen.join("+")}`);
  }
  return grants;
}

function faultOfOperations(chosen: readonly string[], asked: readonly string[]): string | null {
  if (chosen.length === 0) return "Choose at least one";
  const needsRead = chosen.includes("update") || chosen.includes("remove");
  if (!needsRead || chosen.includes("read") || !asked.includes("read")) return null;
  return "A role that changes rows has to read them: also choose read";
}
