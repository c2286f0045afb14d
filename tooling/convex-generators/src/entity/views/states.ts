// What the templates name of the states of a row.
import { capital } from "@groundwork/plop-engine/names/words";
import type { EntityModel } from "../model/model.ts";
import { callers } from "./callers.ts";
import { fieldView } from "./fields.ts";

/** The states, with the moves from each; null where no field has moves. */
export function statesView(model: EntityModel) {
  const { states, fields, names } = model;
  const field = fields.find(({ name }) => name === states?.field);
  if (states === null || field === undefined) return null;
  const { values } = field;
  const [first = ""] = values;
  const whoOf = (by: readonly string[] | null) => (by === null ? "roles" : JSON.stringify(by));
  const movesFrom = (from: string) =>
    states.moves
      .filter((move) => move.from === from)
      .map(({ to, roles: by }) => ({ to, by: whoOf(by) }));
  const isOpen = states.moves.some(({ roles: by }) => by === null);
  return {
    ...fieldView(model, field),
    type: `${names.One}${capital(field.name)}`,
    rows: values.map((from) => ({ from, moves: movesFrom(from) })),
    isOpen,
    /** Each move of all pairs, and the roles that it names, without those that extend them: roles are added later. */
    table: values.flatMap((from) =>
      values.map((to) => {
        const move = states.moves.find((one) => one.from === from && one.to === to);
        return { from, to, by: move === undefined ? "[]" : whoOf(move.roles) };
      }),
    ),
    test: movesTest(model, first),
  };
}

function mayMove({ derived }: EntityModel, by: readonly string[] | null, role: string): boolean {
  for (let held: string | undefined = role; held !== undefined; held = derived[held]?.extends)
    if (by === null || by.includes(held)) return true;
  return false;
}

/** A person who changes rows, one move that they may make, and one that they may not. */
function movesTest(model: EntityModel, first: string) {
  const { states, grants, fields } = model;
  const values = fields.find(({ name }) => name === states!.field)!.values;
  const people = callers(model).filter(({ role }) => grants.update?.[role] !== undefined);
  for (const { variable, role } of people) {
    const made = states!.moves.find((move) => mayMove(model, move.roles, role));
    if (made === undefined) continue;
    const isMade = (to: string) =>
      states!.moves.some(
        (move) => move.from === made.to && move.to === to && mayMove(model, move.roles, role),
      );
    const refused = values.find((to) => to !== made.to && !isMade(to)) ?? null;
    return { person: variable, ...made, refused, isFirst: made.from === first };
  }
  return null;
}
