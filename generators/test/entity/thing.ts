// An entity in the template, planned in memory: its files by what they are.
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import type { EntityInput } from "@groundwork/convex-generators/entity/input";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { workspace } from "../notes.ts";
import { templateTree } from "../repository.ts";

const paths = {
  schema: layout.schema,
  access: layout.access,
  tables: layout.tables("things"),
  accessOf: layout.accessOf("things"),
  references: layout.references,
  rateLimits: layout.rateLimits,
  names: layout.names,
  crons: layout.crons,
  errands: layout.errands,
  entities: layout.entityPage("things"),
  shapes: layout.validators("things"),
  shapesTest: layout.validatorsTest("things"),
  functions: layout.backendModule("things"),
  functionsTest: layout.backendTest("things"),
};
export type Part = keyof typeof paths;

/**
 * Plans `thing` with a title and more fields.
 * @returns the text of each part; empty for one that the plan leaves alone
 */
export async function thing(
  fields: readonly string[],
  more: Omit<Partial<EntityInput>, "name" | "fields"> = {},
): Promise<Record<Part, string>> {
  const input = { name: "thing", fields: ["title:string(1..120)", ...fields], ...more };
  const { files } = await formatPlan(workspace, planEntity(input, templateTree()));
  const textOf = (path: string) => files.find((file) => file.path === path)?.after ?? "";
  return Object.fromEntries(
    Object.entries(paths).map(([part, path]) => [part, textOf(path)]),
  ) as Record<Part, string>;
}
