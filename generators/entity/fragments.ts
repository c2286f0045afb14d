// What an entity adds to files that are there: the records of its table, access and references, and its limits.
import { apiModuleFragment } from "../repository/api-modules.ts";
import { rateLimitFragments } from "../repository/rate.ts";
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { spreadKey } from "@groundwork/plop-engine/edit/members";
import type { Fragment, FragmentKind } from "@groundwork/plop-engine/plan";
import { type EntityModel, isHeld } from "./model/model.ts";
import { quoted } from "@groundwork/plop-engine/templates/code";
import { uploadOperation } from "./views/fields.ts";
import { nameField } from "./views/page-facts.ts";

/** The record of its table, spread in the schema. */
export function schemaFragments({ names }: EntityModel): Fragment[] {
  return spread("schemaTable", `${names.one}Tables`, `./tables/${names.table}`);
}

/** The record of its access, spread in the matrix. */
export function accessFragments({ names }: EntityModel): Fragment[] {
  return spread("accessRow", `${names.one}Access`, `./access/${names.table}.ts`);
}

/** The record of its references, spread among those of the app; none without references and files. */
export function referenceFragments(model: EntityModel): Fragment[] {
  const { names, fields } = model;
  if (!fields.some(({ type, table }) => type === "file" || table !== null)) return [];
  return spread("reference", `${names.one}References`, `../../tables/${names.table}`);
}

function spread(kind: FragmentKind, record: string, from: string): Fragment[] {
  const key = spreadKey(record);
  return [...importFragments(`import { ${record} } from "${from}";`), { kind, key, text: key }];
}

/** What its rows are called by, where somebody reads them. */
export function nameFragments(model: EntityModel): Fragment[] {
  if (!isHeld(model, "read")) return [];
  const { table } = model.names;
  return [{ kind: "rowName", key: table, text: `${table}: ${quoted(nameField(model))}` }];
}

/** How often one caller may create, and send files. */
export function limitFragments(model: EntityModel): Fragment[] {
  const { table } = model.names;
  const keys = [
    ...(isHeld(model, "create") ? [`${table}.create`] : []),
    ...(uploadOperation(model) === null ? [] : [`${table}.upload`]),
  ];
  return rateLimitFragments(keys, model.rateLimit);
}

/** Its modules in the types of the API. */
export function apiFragments({ names }: EntityModel): Fragment[] {
  return [apiModuleFragment(names.table), apiModuleFragment(`tables/${names.table}`)];
}
