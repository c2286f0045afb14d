// What an entity adds to files that are there.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { spreadKey } from "@groundwork/plop-engine/edit/members";
import type { FileEdit } from "@groundwork/plop-engine/edit/plan";
import type { Fragment, FragmentKind } from "@groundwork/plop-engine/plan";
import { quoted } from "@groundwork/plop-engine/templates/code";
import { apiModuleFragment } from "../repository/api-modules.ts";
import { layout } from "../repository/layout.ts";
import { rateLimitFragments } from "../repository/rate.ts";
import { type EntityModel, isHeld } from "./model/model.ts";
import { uploadOperation } from "./views/fields.ts";
import { nameField } from "./views/page-facts.ts";
import { visitLimit, visitorEdits } from "./visitors/routes.ts";

/** The edits of an entity: its records of table, access and references, its limits, its name and its modules. */
export function backendEdits(model: EntityModel): FileEdit[] {
  const { one, table } = model.names;
  const refers = model.fields.some((field) => field.type === "file" || field.table !== null);
  const limits = [
    ...(isHeld(model, "create") ? [`${table}.create`] : []),
    ...(uploadOperation(model) === null ? [] : [`${table}.upload`]),
  ];
  const name = {
    kind: "rowName",
    key: table,
    text: `${table}: ${quoted(nameField(model))}`,
  } as const;
  const edits: [string, Fragment[]][] = [
    [layout.schema, spread("schemaTable", `${one}Tables`, `./tables/${table}`)],
    [layout.access, spread("accessRow", `${one}Access`, `./access/${table}.ts`)],
    [
      layout.references,
      refers ? spread("reference", `${one}References`, `../../tables/${table}`) : [],
    ],
    [layout.rateLimits, [...rateLimitFragments(limits, model.rateLimit), ...visitLimit(model)]],
    [layout.names, isHeld(model, "read") ? [name] : []],
    [layout.apiTypes, [apiModuleFragment(table), apiModuleFragment(`tables/${table}`)]],
  ];
  const own = edits.flatMap(([path, fragments]) =>
    fragments.length > 0 ? [{ path, fragments }] : [],
  );
  return [...own, ...visitorEdits(model), ...purgeEdits(model)];
}

/** The cron that empties the trash, and what it finds and does on the embedded backend. */
function purgeEdits({ trash, names }: EntityModel): FileEdit[] {
  if (trash === null) return [];
  const { table, manyWords } = names;
  const title = `purge the trash of ${manyWords}`;
  const text = `crons.interval(${quoted(title)}, { hours: 24 }, internal.${table}.purge, {});`;
  const errand = `${quoted(`${table}:purge`)}: emptiesTrash(${quoted(table)})`;
  return [
    { path: layout.crons, fragments: [{ kind: "cron", key: title, text }] },
    { path: layout.errands, fragments: [{ kind: "errand", key: `${table}:purge`, text: errand }] },
  ];
}

/** A record of another module, imported and spread. */
function spread(kind: FragmentKind, record: string, from: string): Fragment[] {
  const key = spreadKey(record);
  return [...importFragments(`import { ${record} } from "${from}";`), { kind, key, text: key }];
}
