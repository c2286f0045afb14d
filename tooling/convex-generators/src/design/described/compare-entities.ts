// Entities of a design against the tables of the code: their fields, indexes and access.
import type { Field } from "../../fields/field.ts";
import { formatField } from "../../fields/format.ts";
import type { Roles } from "../../repository/roles.ts";
import type { Design, EntityDesign } from "../design.ts";
import { grantTexts, scopesOf } from "./access.ts";
import { isSameAccess, tableOfEntity } from "./entities.ts";
import { type Findings, applyCommand, propertyText } from "./findings.ts";
import { type ComparedType, comparedType, isSameType } from "./shapes/field-text.ts";

/** Adds what differs of entities. */
export function compareEntities(design: Design, findings: Findings): void {
  const { described } = findings;
  const inCode = new Map(
    Object.entries(described.design.entities ?? {}).map(([key, entity]) => [
      tableOfEntity(key, entity),
      { key, entity },
    ]),
  );
  const designed = new Set<string>();
  for (const [key, entity] of Object.entries(design.entities ?? {})) {
    const table = tableOfEntity(key, entity);
    designed.add(table);
    const found = inCode.get(table);
    if (found !== undefined)
      compareEntity({ key, entity, found, table }, rolesIn(design), findings);
    else if (!described.foreignTables.has(table)) {
      const message = `there is no table "${table}".`;
      findings.designed("ENTITY_LACKING", ["entities", key], message, applyCommand);
    }
  }
  for (const [table, { key, entity }] of inCode) {
    if (designed.has(table)) continue;
    const message = `the design has no entity for the table "${table}".`;
    findings.undesigned("ENTITY_UNDESIGNED", ["entities", key], { message, value: entity });
  }
}

/** The roles of a design: what a role has that extends another is not written out. */
function rolesIn({ roles = {} }: Design): Roles {
  const own = Object.entries(roles).filter(([, { team }]) => team !== true);
  const derived = own.map(([name, { extends: parent = "member" }]) => [name, { extends: parent }]);
  return {
    names: ["member", ...own.map(([name]) => name), "admin"],
    derived: Object.fromEntries(derived) as Roles["derived"],
  };
}

interface Pair {
  key: string;
  entity: EntityDesign;
  found: { key: string; entity: EntityDesign };
  table: string;
}

function compareEntity(pair: Pair, roles: Roles, findings: Findings): void {
  const { key, entity, found } = pair;
  const isGenerated = findings.described.generated.has(found.key);
  compareFields(pair, isGenerated, findings);
  compareIndexes(pair, findings);
  compareWhole(pair, isGenerated, findings);
  if (!findings.described.hasAccess) return;
  const held = found.entity.access ?? [];
  if (isSameAccess(entity.access, held, roles)) return;
  const said = isGenerated && found.entity.access === undefined ? ["admin:all"] : held;
  const message = `the code grants ${grantTexts(scopesOf(said, true)).join(" ") || "nothing"}.`;
  const place = findings.placeOf(["entities", found.key, "access"]);
  findings.designed(
    "ACCESS_DIFFERS",
    ["entities", key, "access"],
    message,
    changeBoth(place, propertyText("access", said)),
  );
}

/** What to do about code that people wrote. */
function changeBoth(place: string, line: string): string {
  return `Change ${place}, or write what it says: ${line}`;
}

function compareFields(
  { key, entity, found }: Pair,
  isGenerated: boolean,
  findings: Findings,
): void {
  for (const [name, text] of Object.entries(entity.fields)) {
    const at = ["entities", key, "fields", name];
    const inCode = found.entity.fields[name];
    if (inCode === undefined) {
      if (isGenerated && isOfTrash(entity, name)) continue;
      const place = findings.placeOf(["entities", found.key]);
      const fix = isGenerated
        ? applyCommand
        : `Add it to the rows of ${place}, or take it out of the design.`;
      findings.designed("FIELD_LACKING", at, `the rows have no field "${name}".`, fix);
      continue;
    }
    const [said, held] = [comparedType(text, true), comparedType(inCode, true)];
    if (said === null || held === null) continue;
    const inFound = ["entities", found.key, "fields", name];
    const isLoose = findings.described.isLoose(inFound);
    if (isSame(said, held, { isGenerated, isLoose })) continue;
    const message = `the code says "${inCode}".`;
    const fix = isGenerated
      ? applyCommand
      : changeBoth(findings.placeOf(inFound), propertyText(name, inCode));
    findings.designed("FIELD_DIFFERS", at, message, fix);
  }
  for (const [name, text] of Object.entries(found.entity.fields)) {
    if (Object.hasOwn(entity.fields, name) || isOfTrash(entity, name)) continue;
    const message = `the design does not name the field "${name}" of "${key}".`;
    const place = ["entities", found.key, "fields", name];
    findings.undesigned("FIELD_UNDESIGNED", ["entities", key, "fields", name], {
      ...{ message, place },
      value: text,
    });
  }
}

/** The field that a trash adds. */
function isOfTrash({ trash }: EntityDesign, name: string): boolean {
  return trash === true && name === "deletedAt";
}

interface How {
  isGenerated: boolean;
  isLoose: boolean;
}

/** Of what was generated everything counts; of other code what its shapes, indexes and references say. */
function isSame(said: ComparedType, held: ComparedType, { isGenerated, isLoose }: How): boolean {
  if (said.field === null || held.field === null) return isSameType(said, held, isLoose);
  if (isGenerated) return formatField(said.field) === formatField(held.field);
  const marks = ({ isOwner, isSearchable, onRemove, isIndexed, isUnique, isOnce }: Field) =>
    [isOwner, isSearchable, onRemove, isIndexed || isUnique || isOnce].join();
  const isMarked = isLoose || marks(said.field) === marks(held.field);
  return isMarked && isSameType(said, held, isLoose);
}

function compareIndexes({ key, entity, found }: Pair, findings: Findings): void {
  const at = ["entities", key, "index"];
  const [said, held] = [entity.index ?? [], found.entity.index ?? []].map((list) =>
    list.map(plain),
  );
  for (const [place, fields] of said!.entries()) {
    if (held!.includes(fields)) continue;
    const isGenerated = findings.described.generated.has(found.key);
    const code = findings.placeOf(["entities", found.key]);
    const fix = isGenerated ? applyCommand : `Add it to ${code}, or take it out of the design.`;
    findings.designed("INDEX_LACKING", [...at, place], `the table has no index by ${fields}.`, fix);
  }
  for (const fields of held!) {
    if (said!.includes(fields)) continue;
    const message = `the design does not name the index of "${key}" by ${fields}.`;
    const place = ["entities", found.key, "index", fields];
    findings.undesigned("INDEX_UNDESIGNED", ["entities", key, "index", fields], {
      ...{ message, place },
      value: fields,
    });
  }
}

const plain = (text: string) => text.replace(/\s+/g, "");

/** What an entity says of all its rows, and how much of it code says that people wrote. */
const wholes = ["parent", "searchFilter"] as const;
const generatedWholes = [
  ...wholes,
  "trash",
  "states",
  "public",
  "publicWhen",
  "rateLimit",
] as const;

function compareWhole(
  { key, entity, found }: Pair,
  isGenerated: boolean,
  findings: Findings,
): void {
  for (const name of isGenerated ? generatedWholes : wholes) {
    const [said, held] = [entity, found.entity].map((one) => {
      const value = (one as unknown as Record<string, unknown>)[name];
      return typeof value === "string" ? plain(value) : value === false ? undefined : value;
    });
    // The field of a parent says the same as its table.
    const isSameParent = name === "parent" && said !== undefined && held !== undefined;
    const usual = name === "rateLimit" ? "30/minute" : undefined;
    if ((said ?? usual) === (held ?? usual) || isSameParent) continue;
    const message =
      held === undefined ? `the code has no ${name}.` : `the code says ${name} "${String(held)}".`;
    const place = findings.placeOf(["entities", found.key]);
    const fix = isGenerated ? applyCommand : changeBoth(place, propertyText(name, held ?? ""));
    findings.designed("ENTITY_DIFFERS", ["entities", key, name], message, fix);
  }
  const uniqueOf = ({ unique = [] }: EntityDesign) => unique.map(plain).sort().join(" ");
  if (!isGenerated || uniqueOf(entity) === uniqueOf(found.entity)) return;
  const message = `the code has unique together: ${uniqueOf(found.entity) || "nothing"}.`;
  findings.designed("ENTITY_DIFFERS", ["entities", key, "unique"], message, applyCommand);
}
