// What the pages say of the entities of a design: as the generator makes them where it can, else as the design has them.
import type { Tree } from "@groundwork/plop-engine/plan";
import type { EntityModel } from "../../entity/model/model.ts";
import { entityNames } from "../../entity/model/names.ts";
import { readEntity } from "../../entity/read.ts";
import type { Field } from "../../fields/field.ts";
import { parseField } from "../../fields/parse.ts";
import { type Access, readAccess } from "../../repository/facts.ts";
import { tableOfEntity } from "../described/entities.ts";
import type { Design, EntityDesign } from "../design.ts";
import { whereReadable } from "./readable.ts";

export interface EntityFacts {
  /** One row, as the design names it. */
  name: string;
  table: string;
  /** One row, in a sentence. */
  words: string;
  design: EntityDesign;
  /** The entity as the generator makes it; null for one that it does not make, such as one written by hand. */
  model: EntityModel | null;
  fields: readonly FieldFacts[];
  /** Operation → role → scope. */
  grants: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface FieldFacts {
  name: string;
  /** In the grammar of fields, or `custom`. */
  text: string;
  /** Null for one whose shape the code alone decides. */
  field: Field | null;
}

/**
 * Reads the entities of a design.
 * @param tree in which the design is applied; for entities that it lacks, less is known
 * @param isByHand whether people wrote a table, so that nothing follows from its fields; default: none
 * @returns in the order of the design
 */
export function entitiesOf(
  design: Design,
  tree: Tree,
  isByHand: (table: string) => boolean = () => false,
): EntityFacts[] {
  const access = accessIn(tree);
  return Object.entries(design.entities ?? {}).map(([name, entity]) => {
    const { names } = entityNames(name, entity.plural);
    const table = tableOfEntity(name, entity);
    const model = isByHand(table) ? null : modelIn(tree, name, entity);
    const parsed = Object.entries(entity.fields).map(([field, text]) => ({
      ...{ name: field, text },
      field: parseField(`${field}:${text}`).field,
    }));
    return {
      ...{ name, table, words: names?.words ?? name, design: entity, model },
      // A team and a state follow from more than their own field.
      fields: parsed.map((one) => ({ ...one, field: settled(one, model) })),
      grants: access?.tables[table]?.grants ?? model?.grants ?? grantsOf(entity.access ?? []),
    };
  });
}

function settled({ name, field }: FieldFacts, model: EntityModel | null): Field | null {
  const known = [...(model?.fields ?? []), ...(model?.computed ?? [])];
  return known.find((one) => one.name === name) ?? field;
}

function modelIn(tree: Tree, name: string, entity: EntityDesign): EntityModel | null {
  const { fields, scale: _, ...options } = entity;
  const texts = Object.entries(fields).map(([field, text]) => `${field}:${text}`);
  return whereReadable(() => readEntity({ ...options, name, fields: texts }, tree));
}

/**
 * The access matrix of a tree.
 * @returns null where there is none that can be read
 */
export function accessIn(tree: Tree): Access | null {
  return whereReadable(() => readAccess(tree));
}

/** The grants that a design states, where no matrix has them yet. */
function grantsOf(access: readonly string[]): Record<string, Record<string, string>> {
  const grants: Record<string, Record<string, string>> = {};
  for (const grant of access) {
    const [role = "", scope = "", operations = "read+create+update+remove"] = grant.split(":");
    for (const operation of operations.split("+")) (grants[operation] ??= {})[role] = scope;
  }
  return grants;
}
