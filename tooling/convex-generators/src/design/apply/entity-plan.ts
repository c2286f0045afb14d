// Plans what differs of an entity that a generator made: its fields step by step, then what is said of all rows.
import { GeneratorError } from "@groundwork/plop-engine/plan";
import { WHOLE_CHANGE } from "../../entity/field-steps.ts";
import type { EntityInput } from "../../entity/input.ts";
import { normalizedEntity } from "../../entity/plan.ts";
import { currentEntityInput } from "../../entity/recorded.ts";
import { planChange, planField } from "../../field/plan.ts";
import type { DesignFile } from "../file/design-file.ts";
import { problemsAt } from "../items/places.ts";
import type { Change } from "./change.ts";
import { type EntityPair, type FieldStep, entityChanges } from "./entity-changes.ts";
import { type Planning, attempt } from "./planning.ts";

/**
 * Plans the changes of an entity.
 * @param pair the entity as it is recorded, and as the design has it
 * @param planning gets the plans
 * @returns what changes
 * @throws GeneratorError (2), (3) or (4) where rows that exist would not fit, and what reading the entity throws
 */
export function planEntityChanges(
  { key, table, current, wanted }: EntityPair,
  planning: Planning,
  file: DesignFile,
): Change[] {
  const { tree } = planning;
  const pair = {
    ...{ key, table },
    current: normalizedEntity(current, tree),
    wanted: normalizedEntity(withWhatStays(wanted, current, file, key), tree),
  };
  const { coming, going, whole, waiting } = entityChanges(pair, tree);
  const changes = [...planSteps(coming, planning, file)];
  if (whole.length > 0) {
    const now = currentEntityInput(table, planning.tree)!;
    const entity = { ...pair.wanted, fields: now.fields };
    const change = { command: WHOLE_CHANGE, input: { table, entity } };
    const { files, removals } = planChange(now, change, planning.tree);
    const isChanged = planning.add({
      ...{ ...change, subject: table, files, removals, notes: [] },
      next: [],
    });
    if (isChanged) changes.push(...whole);
  }
  changes.push(...planSteps(going, planning, file));
  for (const command of waiting) {
    if (!planning.next.includes(command)) planning.next.push(command);
  }
  return changes;
}

/** What an entity keeps although the design does not say it: its page, and fields whose shape is in code. */
function withWhatStays(
  wanted: EntityInput,
  current: EntityInput,
  file: DesignFile,
  key: string,
): EntityInput {
  const isCustom = (text: string) => /^\w+:custom\b/.test(text);
  const fields = wanted.fields.flatMap((text) => {
    if (!isCustom(text)) return [text];
    const name = text.slice(0, text.indexOf(":"));
    return current.fields.filter((one) => one.startsWith(`${name}:`));
  });
  const isSaid = file.design.entities?.[key]?.web !== undefined;
  const web = isSaid ? wanted.web : (wanted.web ?? current.web);
  const icon = web === true ? (wanted.icon ?? current.icon) : wanted.icon;
  const { web: _web, icon: _icon, ...rest } = wanted;
  return {
    ...{ ...rest, fields },
    ...(web === true && { web }),
    ...(icon !== undefined && { icon }),
  };
}

function planSteps(steps: readonly FieldStep[], planning: Planning, file: DesignFile): Change[] {
  return steps.flatMap(({ input, change }): Change[] => {
    const plan = attempt(() => planField(input, planning.tree));
    if (plan instanceof GeneratorError) {
      const item = { generator: "field", input, at: change.at };
      throw new GeneratorError(plan.exit, problemsAt(file, item, plan.problems));
    }
    return planning.add(plan) ? [change] : [];
  });
}
